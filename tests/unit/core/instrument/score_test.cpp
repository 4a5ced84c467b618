// SPDX-License-Identifier: MIT
#include "instrument/score.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "definitions.hpp"
#include "instrument/load.hpp"
#include "json/parse.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

namespace {

Definition small() { return *load(small_definition()); }

Problem only_problem(const Result<Scored>& scored) {
  REQUIRE_FALSE(scored);
  REQUIRE(scored.problems().size() == 1);
  return scored.problems().front();
}

Answers read(std::string_view json) {
  const auto parsed = json::parse(json);
  REQUIRE(parsed);
  const auto answers = read_answers(small(), *parsed);
  REQUIRE(answers);
  return *answers;
}

}  // namespace

TEST_CASE("tenths add up to tenths") {
  const auto scored = score(small(), {{"one", 1.1}, {"two", 3.8}});
  REQUIRE(scored);
  CHECK(*scored->total == "3.3");  // 1.1 + (1 + 5 - 3.8) is 3.3000000000000003 in binary
  CHECK(scored->raw == 3.3);
}

TEST_CASE("a missing answer is never zero") {
  const auto one_missing = score(small(), {{"one", 4.0}});
  REQUIRE(one_missing);
  CHECK(*one_missing->total == "8");
  const auto none = score(small(), {});
  REQUIRE_FALSE(none);
  CHECK(none.problems().size() == 2);
  CHECK(none.problems()[0].rule == "required");
  CHECK(none.problems()[0].field == "/answers/one");
}

TEST_CASE("declined is missing for the score, and counted as declined") {
  const auto scored = score(small(), {{"one", 4.0}, {"two", Declined{}}});
  REQUIRE(scored);
  CHECK(*scored->total == "8");
  CHECK(scored->answered == 1);
  CHECK(scored->declined == 1);
  CHECK_FALSE(score(small(), {{"one", Declined{}}, {"two", Declined{}}}));
}

TEST_CASE("each wrong answer gets its own answer") {
  const auto rule = [](Answers answers) {
    answers.try_emplace("one", 3.0);
    answers.try_emplace("two", 3.0);
    return only_problem(score(small(), answers)).rule;
  };
  CHECK(rule({{"one", 5.1}}) == "range");
  CHECK(rule({{"one", 0.9}}) == "range");
  CHECK(rule({{"one", 18446744073709551616.0}}) == "range");
  CHECK(rule({{"one", std::nan("")}}) == "not-a-number");
  CHECK(rule({{"one", HUGE_VAL}}) == "not-a-number");
  CHECK(rule({{"one", 3.05}}) == "step");
  CHECK(rule({{"one", 3.0000001}}) == "step");
  CHECK(rule({{"one", std::string("3")}}) == "not-a-number");
  CHECK(rule({{"said", 0.5}}) == "step");
  CHECK(rule({{"said", 2.0}}) == "range");
  CHECK(rule({{"strain", std::string("both")}}) == "not-a-word");
  CHECK(rule({{"strain", 1.0}}) == "not-a-word");
  CHECK(rule({{"note", std::string("longer")}}) == "too-long");
  CHECK(rule({{"note", 1.0}}) == "not-a-word");
  CHECK(rule({{"three", 3.0}}) == "unknown-item");
}

TEST_CASE("a problem names the item and says what to do") {
  const auto problem = only_problem(score(small(), {{"one", 7.0}, {"two", 3.0}}));
  CHECK(problem.field == "/answers/one");
  CHECK(problem.message.find("from 1 to 5") != std::string::npos);
}

TEST_CASE("what stands beside the total comes out beside it") {
  const auto scored = score(small(), {{"one", 3.0},
                                      {"two", 3.0},
                                      {"said", 1.0},
                                      {"strain", std::string("none")},
                                      {"note", std::string("fine")}});
  REQUIRE(scored);
  CHECK(scored->told == true);
  CHECK(scored->comment == "fine");
  CHECK(scored->risks == std::vector<std::string>{"said"});
  CHECK_FALSE(scored->tension);
  CHECK_FALSE(scored->straight_line);  // two items say nothing about a habit
}

TEST_CASE("four lines within a millimetre are a straight line, and only noted") {
  const auto session =
      load(read_whole(HOLDFAST_SOURCE_DIR "/plugin/instruments/holdfast-session.json"));
  REQUIRE(session);
  const auto scored = [&](double overall) {
    return score(*session, {{"goals", 70.}, {"tasks", 71.}, {"bond", 70.}, {"overall", overall}});
  };
  REQUIRE(scored(71));
  CHECK(scored(71)->straight_line);
  CHECK_FALSE(scored(72)->straight_line);
  CHECK(*scored(71)->total == "282");
}

TEST_CASE("an imported total is taken within its range and as written") {
  CHECK(*score_total(small(), "7.3")->total == "7.3");
  CHECK(*score_total(small(), "10.0")->total == "10");
  for (const auto* wrong :
       {"", " 7", "7 ", "7,3", "0x7", "+7", "nan", "inf", "-inf", "1e999", "7.3.1"})
    CHECK(only_problem(score_total(small(), wrong)).rule == "not-a-number");
  for (const auto* wrong : {"1.9", "10.1", "-7", "18446744073709551616"})
    CHECK(only_problem(score_total(small(), wrong)).rule == "range");
  auto without_total = small();
  without_total.total.reset();
  CHECK(only_problem(score_total(without_total, "7")).rule == "no-total");
}

TEST_CASE("of an instrument known by totals only, answers are refused") {
  auto totals_only = small();
  totals_only.totals_only = true;
  totals_only.items.clear();
  totals_only.total->items.clear();
  CHECK(only_problem(score(totals_only, {})).rule == "totals-only");
  CHECK(score_total(totals_only, "7"));
}

TEST_CASE("answers are read from JSON: null is unanswered, \"declined\" is declined") {
  const auto answers = read(R"({"one": 2.5, "two": null, "said": "declined", "note": "declined"})");
  CHECK(answers.size() == 3);
  CHECK(std::get<double>(answers.at("one")) == 2.5);
  CHECK(std::holds_alternative<Declined>(answers.at("said")));
  CHECK(std::get<std::string>(answers.at("note")) == "declined");
}

TEST_CASE("answers that are lists, objects or truths are refused with their line") {
  const auto parsed = json::parse("{\n \"one\": [1],\n \"two\": true,\n \"three\": null}");
  REQUIRE(parsed);
  const auto answers = read_answers(small(), *parsed);
  REQUIRE_FALSE(answers);
  REQUIRE(answers.problems().size() == 3);
  CHECK(answers.problems()[0].line == 2);
  CHECK(answers.problems()[1].field == "/answers/two");
  CHECK(answers.problems()[2].rule == "unknown-item");
  CHECK_FALSE(read_answers(small(), *json::parse("[]")));
}

TEST_CASE("a typed answer is a number with a point, or unanswered when empty") {
  const auto definition = small();
  const auto& line = *definition.find("one");
  CHECK_FALSE(read_answer(line, "")->has_value());
  CHECK(std::get<double>(**read_answer(line, "2.5")) == 2.5);
  CHECK(std::holds_alternative<Declined>(**read_answer(line, "declined")));
  for (const auto* wrong : {"2,5", "two", "NaN", "1e400", "2 "})
    CHECK_FALSE(read_answer(line, wrong));
  CHECK(std::get<std::string>(**read_answer(*definition.find("note"), "NaN")) == "NaN");
}

TEST_CASE("decimals are written plainly") {
  CHECK(decimal(36.4) == "36.4");
  CHECK(decimal(-0.0) == "0");
  CHECK(decimal(1e6) == "1000000");
  CHECK(decimal(0.1) == "0.1");
}
