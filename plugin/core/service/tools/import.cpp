// SPDX-License-Identifier: MIT
// import: a practice's old ratings, or forms that were filled in its own system ("of": "answers"),
// checked as a form of ours would be, stored all or none.
#include "json/parse.hpp"
#include "service/import_answers.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

std::string place_of(const Problem& problem) {
  if (problem.line == 0) return {};
  const auto line = "line " + std::to_string(problem.line);
  return problem.column > 0 ? line + ", column " + std::to_string(problem.column) + ": "
                            : line + ": ";
}

}  // namespace

Problems import_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const ImportOptions wanted{parsed->boolean_or("dry_run", false) ? ImportOptions::Store::nothing
                                                                  : ImportOptions::Store::all,
                             std::string(parsed->string_or("instrument"))};
  const bool is_answers = parsed->string_or("of") == "answers";
  const auto result =
      is_answers ? import_answers(house, wanted, io) : import_ratings(house, wanted, io);
  for (const auto& problem : result.problems)
    io.write("out", place_of(problem) + problem.field + ": " + problem.message + " [" +
                        problem.rule + "]\n");
  io.write("out", summary_of(result));
  return result.problems;
}

}  // namespace holdfast::service
