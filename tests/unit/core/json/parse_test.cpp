// SPDX-License-Identifier: MIT
#include "json/parse.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace holdfast;
using json::Kind;

namespace {

Problem problem_of(std::string_view text, json::Limits limits = {}) {
  const auto parsed = json::parse(text, limits);
  REQUIRE_FALSE(parsed);
  REQUIRE(parsed.problems().size() == 1);
  return parsed.problems().front();
}

}  // namespace

TEST_CASE("a document is read with the place of each value") {
  const auto parsed =
      json::parse("{\n  \"a\": [1, -2.50e1, \"x\\u00e9\\ud83d\\ude00\"],\n \"b\": true }");
  REQUIRE(parsed);
  const auto* a = parsed->find("a");
  REQUIRE(a);
  CHECK(a->line() == 2);
  CHECK(a->column() == 8);
  CHECK(a->items()[1].number() == -25);
  CHECK(a->items()[1].text() == "-2.50e1");
  CHECK(a->items()[2].text() == "x\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(parsed->find("b")->boolean());
  CHECK_FALSE(parsed->find("c"));
}

TEST_CASE("what readers disagree about is refused by its rule") {
  const std::pair<std::string, std::string> wrong[] = {
      {R"({"a":1,"a":2})", "duplicate"},
      {R"({"a":1,"\u0061":2})", "duplicate"},
      {"\"\\u0000\"", "nul"},
      {std::string("\"\0\"", 3), "nul"},
      {"1e999", "range"},
      {"NaN", "syntax"},
      {"01", "syntax"},
      {"[1,]", "syntax"},
      {"{} x", "syntax"},
      {"", "syntax"},
      {"\"\\ud800\"", "utf-8"},
      {"\"\\udc00\"", "utf-8"},
      {"\"\xC0\xAF\"", "utf-8"},
      {"\"\xED\xA0\x80\"", "utf-8"},
      {"\"\xF4\x90\x80\x80\"", "utf-8"},
      {"\"\xFF\"", "utf-8"},
      {"\"a\nb\"", "syntax"},
      {"// c", "syntax"},
      {"{\"a\" 1}", "syntax"},
      {"\"\\x\"", "syntax"},
      {"-", "syntax"},
      {"\"open", "syntax"},
  };
  for (const auto& [text, rule] : wrong) {
    CAPTURE(text);
    CHECK(problem_of(text).rule == rule);
  }
}

TEST_CASE("a problem names line, column and pointer") {
  const auto problem = problem_of("{\n \"answers\": {\n  \"goals\": 1,\n  \"goals\": 2\n }\n}");
  CHECK(problem.line == 4);
  CHECK(problem.column == 3);
  CHECK(problem.field == "/answers/goals");
}

TEST_CASE("size and depth have limits") {
  CHECK(problem_of(std::string(33, '[') + std::string(33, ']')).rule == "too-deep");
  CHECK(json::parse(std::string(32, '[') + std::string(32, ']')));
  CHECK(problem_of(std::string(256 * 1024 + 1, ' ')).rule == "too-large");
  CHECK(problem_of("[1]", {2, 32}).rule == "too-large");
}

TEST_CASE("two to the power of 64 is a number, and stays as it was written") {
  const auto parsed = json::parse("18446744073709551616");
  REQUIRE(parsed);
  CHECK(parsed->text() == "18446744073709551616");
}

TEST_CASE("any mutation of a document is read or refused, never worse") {
  const std::string seed =
      R"({"schema":"holdfast.x/1","a":[1,2.5,"t\u00e9xt",null,true],"b":{"c":"\ud83d\ude00"}})";
  std::mt19937 random(7);
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    auto text = seed;
    for (int k = 0; k < 3; ++k) {
      const auto at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, 1 + random() % 4);
      else
        text[at] = static_cast<char>(random());
    }
    refused += json::parse(text) ? 0 : 1;
  }
  CHECK(refused > 10000);
}
