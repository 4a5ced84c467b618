// SPDX-License-Identifier: MIT
// The published tables are made by the tests' own code: they fail when a rule or the generator
// drifts. To publish new ones on purpose, run both test programs with HOLDFAST_WRITE_TABLE set to
// the golden folder.
#pragma once
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "simulation/measure.hpp"

namespace holdfast::simulation {

inline constexpr std::uint64_t reported_seed = 2;  // thresholds were tuned on seed 1

inline Model model_of(Scenario scenario, Assumptions assumptions = Assumptions::middle) {
  Model model;
  model.scenario = scenario;
  model.assumptions = assumptions;
  return model;
}

inline std::string tables(std::uint64_t clients) {
  std::string text;
  for (const Assumptions assumptions :
       {Assumptions::pessimistic, Assumptions::middle, Assumptions::optimistic})
    text +=
        to_text(measure(model_of(Scenario::wai_like, assumptions), reported_seed, clients)) + "\n";
  for (const Scenario scenario : {Scenario::srs_like, Scenario::ceiling})
    text += to_text(measure(model_of(scenario), reported_seed, clients)) + "\n";
  return text;
}

inline std::string published(const std::string& name) {
  std::ifstream file(HOLDFAST_TEST_DATA "/golden/" + name, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void check_table(const std::string& name, std::uint64_t clients) {
  const std::string now = tables(clients);
  if (const char* folder = std::getenv("HOLDFAST_WRITE_TABLE"))
    std::ofstream(std::string(folder) + "/" + name, std::ios::binary) << now;
  CHECK(now == published(name));
}

}  // namespace holdfast::simulation
