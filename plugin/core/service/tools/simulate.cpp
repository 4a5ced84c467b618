// SPDX-License-Identifier: MIT
// simulate: what the rules find in courses whose truth is known. Not fitted to real data, and it
// says so.
#include "json/object.hpp"
#include "json/parse.hpp"
#include "service/tools/tools.hpp"
#include "simulation/measure.hpp"

namespace holdfast::service {

Problems simulate_tool(House&, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  Problems problems;
  json::Object in(*parsed, "", problems);
  simulation::Model model;
  model.scenario = in.word("scenario", simulation::Scenario::wai_like);
  model.assumptions = in.word("assumptions", simulation::Assumptions::middle);
  const auto whole = [&](const char* name, double otherwise, double most) {
    return parsed->find(name) ? static_cast<std::uint64_t>(in.number_between(name, 1, most))
                              : static_cast<std::uint64_t>(otherwise);
  };
  const auto clients = whole("clients", 20'000, 1e7);
  const auto seed = whole("seed", 2, 9e15);
  if (!problems.empty()) return problems;
  io.write("out", simulation::to_text(simulation::measure(model, seed, clients)));
  return {};
}

}  // namespace holdfast::service
