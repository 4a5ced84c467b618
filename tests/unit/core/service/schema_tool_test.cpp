// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "practice_of_one.hpp"
#include "service/tool.hpp"
#include "store/migrations.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

Problems run(House& house, std::string_view options, StringsIo& io) {
  const auto* tool = find_tool("schema");
  REQUIRE(tool);
  return tool->run(house, options, io);
}

std::unique_ptr<House> closed_house(const PracticeOfOne& practice) {
  auto config = practice.house->config();
  config.open = Open::nothing;
  return House::open(config, practice.host);
}

bool says(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the schema of a store is told beside the one that this version writes", "[file]") {
  PracticeOfOne practice;
  const auto closed = closed_house(practice);
  StringsIo io;
  REQUIRE(run(*closed, "{}", io).empty());
  const auto newest = std::to_string(store::newest_schema());
  CHECK(io.out["out"] ==
        "the store has schema " + newest + ", this version writes " + newest + "\n");
}

TEST_CASE("a store that is in use is not taken back to another schema", "[file]") {
  PracticeOfOne practice;
  const auto closed = closed_house(practice);
  StringsIo io;
  const auto problems = run(*closed, R"({"to":1})", io);
  REQUIRE(problems.size() == 1);
  CHECK(says(problems.front().message, "stop the service first"));
}

TEST_CASE("a store is taken back only to a schema that it had", "[file]") {
  PracticeOfOne practice;
  const auto closed = closed_house(practice);
  practice.house.reset();
  StringsIo io;
  for (const auto* options : {R"({"to":0})", R"({"to":999})"}) {
    const auto problems = run(*closed, options, io);
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().field == "to");
  }
  REQUIRE(run(*closed, R"({"to":)" + std::to_string(store::newest_schema()) + "}", io).empty());
  CHECK(says(io.out["out"], "already"));
}
