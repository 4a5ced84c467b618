// SPDX-License-Identifier: MIT
// import: a practice's old ratings, checked as a form would be, stored all or none.
#include "json/parse.hpp"
#include "service/import_ratings.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {

Problems import_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const ImportOptions wanted{parsed->boolean_or("dry_run", false) ? ImportOptions::Store::nothing
                                                                  : ImportOptions::Store::all,
                             std::string(parsed->string_or("instrument"))};
  const auto result = import_ratings(house, wanted, io);
  for (const auto& problem : result.problems)
    io.write("out", "line " + std::to_string(problem.line) + ", column " +
                        std::to_string(problem.column) + ": " + problem.field + ": " +
                        problem.message + "\n");
  io.write("out", summary_of(result));
  return result.problems;
}

}  // namespace holdfast::service
