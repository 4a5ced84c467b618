// SPDX-License-Identifier: MIT
#include "instrument/check.hpp"

#include <catch2/catch.hpp>

#include "definitions.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

TEST_CASE("every built-in definition is well formed and gives what its vectors say") {
  const Catalogue catalogue;
  const auto files = definition_files();
  CHECK(files.size() >= 7);
  for (const auto& file : files) {
    for (const auto& problem : check(read_whole(file), catalogue))
      FAIL_CHECK(file.filename().string() << ":" << problem.line << ":" << problem.column << ": "
                                          << problem.field << " " << problem.message);
  }
}

TEST_CASE("a vector that comes out otherwise is named with its line and both values") {
  const Catalogue catalogue;
  CHECK(check(small_definition(), catalogue).empty());
  const auto problems =
      check(with(small_definition(), "\"total\": \"8.2\"", "\"total\": \"8.3\""), catalogue);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "/vectors/0/total");
  CHECK(problems[0].rule == "vector");
  CHECK(problems[0].line == 18);
  CHECK(problems[0].message == "\"both\" gives the total 8.2, not 8.3");
}

TEST_CASE("a vector must name exactly the refusals that come") {
  const Catalogue catalogue;
  const auto vector = [&](const std::string& text) {
    return check(with(small_definition(),
                      R"("answers": {"one": 4.1, "two": 1.9}, "total": "8.2", "pomp": 77.5)", text),
                 catalogue);
  };
  CHECK(vector(R"("answers": {"one": 9, "two": 2}, "refused": [{"item": "one", "rule": "range"}])")
            .empty());
  CHECK(vector(R"("answers": {"one": 9, "two": 0}, "refused": [{"item": "one", "rule": "range"}])")
            .size() == 1);
  CHECK(vector(R"("answers": {"one": 3, "two": 2}, "refused": [{"item": "one", "rule": "range"}])")
            .size() == 1);
  CHECK(vector(R"("answers": {"one": 9, "two": 2}, "total": "8")").size() == 1);
  CHECK(vector(R"("answers": {"one": 3, "two": 2})").size() == 1);
  CHECK(vector(R"("total": "8")").size() == 1);
  CHECK(vector(R"("answers": {"one": 3, "two": 2}, "total": "7", "totl": "7")").size() == 1);
  CHECK(vector(R"("raw_total": "7.3", "total": "7.3")").empty());
}

TEST_CASE("a definition without vectors is not complete") {
  const auto problems =
      check(with(small_definition(), "\"vectors\": [", "\"vectors\": []}"), Catalogue{});
  REQUIRE_FALSE(problems.empty());
}

TEST_CASE("a wording pack is checked against the definition it belongs to") {
  Catalogue catalogue;
  REQUIRE(catalogue.add("small.json", small_definition()).empty());
  const std::string pack = R"({
  "schema": "holdfast.wording/1", "instrument": "small", "version": "2", "language": "en",
  "owner": "Somebody", "licence": "2026-1",
  "text": {"title": "Small", "items": {
    "one": {"text": "first"},
    "two": {"text": "second"},
    "said": {"text": "third"},
    "strain": {"text": "fourth", "options": {"none": "none", "moving_away": "away"}},
    "note": {"text": "fifth"}}}
}
)";
  CHECK(check(pack, catalogue).empty());
  const auto misspelt = check(with(pack, "\"two\"", "\"too\""), catalogue);
  REQUIRE(misspelt.size() == 2);
  CHECK(misspelt[0].field == "/text/items/two");
  CHECK(misspelt[0].line == 4);
  CHECK(misspelt[1].field == "/text/items/too");
  CHECK(misspelt[1].rule == "unknown-item");
  CHECK(misspelt[1].line == 6);
  const auto elsewhere = check(with(pack, "\"small\"", "\"smaller\""), catalogue);
  REQUIRE(elsewhere.size() == 1);
  CHECK(elsewhere[0].field == "/instrument");
  CHECK(elsewhere[0].line == 2);
}
