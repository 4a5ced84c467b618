// SPDX-License-Identifier: MIT
#include "web/view/sentence.hpp"

#include <catch2/catch.hpp>

#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::web;

namespace {

const text::Language& english() {
  static const auto* const texts = new text::Texts(plugin_texts());
  return texts->of("en");
}

FindingNumbers dip_at(double z) {
  FindingNumbers numbers;
  numbers.rating = 62;
  numbers.usual = 80;
  numbers.sd = 12 / usual_width;
  numbers.z = z;
  numbers.earlier = 9;
  numbers.highest_earlier = 88;
  return numbers;
}

}  // namespace

TEST_CASE("a sudden dip is said with its numbers, the usual range and how often chance does it") {
  CHECK(sentence(dip_at(1.75), english()) ==
        "Today's rating (62) is 18 points below this client's usual level (80, usual range 68–92, "
        "9 ratings). A drop this large comes by chance, in simulated courses, about once in 30 to "
        "40 ratings.");
}

TEST_CASE("below four earlier ratings the level is called expected, not usual") {
  FindingNumbers numbers = dip_at(1.75);
  numbers.earlier = 3;
  CHECK(sentence(numbers, english())
            .starts_with("Today's rating (62) is 18 points below the level expected so far (80: a "
                         "starting assumption and 3 ratings; expected range 68–92)."));
  numbers.earlier = 1;
  CHECK(sentence(numbers, english()).find("a starting assumption and 1 rating;") !=
        std::string::npos);
  numbers.rule = Rule::sustained;
  CHECK(sentence(numbers, english()) ==
        "The last two ratings are both clearly below the level expected so far (a starting "
        "assumption and 1 rating).");
}

TEST_CASE("the other rules have the words the clinic gave them") {
  FindingNumbers numbers = dip_at(2);
  numbers.rule = Rule::sustained;
  CHECK(sentence(numbers, english()) ==
        "The last two ratings are both clearly below this client's usual level.");
  numbers.rule = Rule::told_us;
  CHECK(sentence(numbers, english()) == "The client noted some tension today.");
  numbers.rule = Rule::low_start;
  CHECK(sentence(numbers, english()) ==
        "First ratings are low; worth asking what would make this more useful.");
}

TEST_CASE("score and tension together are said as points") {
  FindingNumbers numbers = dip_at(1.5);
  numbers.rule = Rule::evidence;
  numbers.score_points = 1.5;
  numbers.tension_points = 1;
  CHECK(sentence(numbers, english()) ==
        "The client noted some tension (1 point) and today's rating is 1.5 below usual (1.5 "
        "points).");
  numbers.tension_points = 2.5;
  CHECK(sentence(numbers, english()).find("(2.5 points)") != std::string::npos);
  numbers.tension_points = 0;
  CHECK(sentence(numbers, english()) == "Today's rating is 1.5 below usual (1.5 points).");
}

TEST_CASE("chance is a range, from the table of simulated courses") {
  CHECK(chance(1.65, english()) == "about once in 25 to 35 ratings");
  CHECK(chance(1.75, english()) == "about once in 30 to 40 ratings");
  CHECK(chance(2.05, english()) == "about once in 50 to 70 ratings");
  CHECK(chance(2.33, english()) == "less often than once in 100 ratings");
  CHECK(chance(9, english()) == "less often than once in 100 ratings");
}

TEST_CASE("a usual range never leaves the scale") {
  FindingNumbers numbers = dip_at(1.8);
  numbers.usual = 95;
  CHECK(sentence(numbers, english()).find("83–100") != std::string::npos);
}

namespace {

// Each row as "what | how | meets".
std::vector<std::string> rows_of(const FindingNumbers& numbers) {
  std::vector<std::string> rows;
  for (const Step& step : calculation(numbers, english()))
    rows.push_back(step.what + " | " + step.how + " | " + step.meets);
  return rows;
}

}  // namespace

TEST_CASE("the calculation of a sudden dip shows each condition with this client's numbers") {
  FindingNumbers numbers = dip_at(2.62);
  numbers.is_strong = true;
  numbers.silent = {{70, 1.1, false}, {81, -0.1, true}};
  CHECK(rows_of(numbers) ==
        std::vector<std::string>{
            "Today's rating | 62.00 | ",
            "This client's usual level | 80.00, from 9 ratings; recent ones count more | ",
            "Ratings before it | 9 | at least 1: yes",
            "Points below that | 80.00 − 62.00 = 18.00 | at least 8: yes",
            "Points below the highest rating so far | 88.00 − 62.00 = 26.00 | at least 8: yes",
            "This client's own ups and downs | one step is 6.86 points, so the usual range is "
            "68–92 | ",
            "How many such steps below usual | 18.00 ÷ 6.86 = 2.62 | ",
            "Rule A asks for | 2.62 steps below usual | at least 1.75: yes",
            "Marked as strong | 2.62 | at least 2.33: yes",
            "By chance | less often than once in 100 ratings | ",
            "The 3 ratings after it start no other check-in | 70 (1.10 steps), 81 (−0.10 steps, "
            "ends it) | ends early below 0.5 steps"});
  FindingNumbers shallow = dip_at(1.8);
  shallow.rating = 75;
  CHECK(rows_of(shallow)[3].ends_with("at least 8: no"));
}

TEST_CASE("the calculation goes by the thresholds that the finding was made with") {
  FindingNumbers numbers = dip_at(1.9);
  numbers.thresholds.sudden_z = 1.85;
  numbers.thresholds.least_drop = 10;
  numbers.thresholds.silence = 0;
  const auto rows = rows_of(numbers);
  CHECK(rows[3].ends_with("at least 10: yes"));
  CHECK(rows[7] == "Rule A asks for | 1.90 steps below usual | at least 1.85: yes");
  CHECK(rows.back().starts_with("By chance"));
}

TEST_CASE("the calculation of two low ratings shows both") {
  FindingNumbers numbers = dip_at(1.5);
  numbers.rule = Rule::sustained;
  numbers.previous_z = 1.31;
  numbers.previous_rating = 66;
  const auto rows = rows_of(numbers);
  CHECK(rows[2] == "Ratings before it | 9 | at least 2: yes");
  CHECK(rows[7] == "The rating before | 66.00, 1.31 steps below the level expected then | ");
  CHECK(rows[8] ==
        "Rule B asks for | today 1.50 and the rating before 1.31 | both at least 1.2: yes");
}

TEST_CASE("the calculation of score and tension adds up, from the total or from one area") {
  FindingNumbers numbers = dip_at(1.5);
  numbers.rule = Rule::evidence;
  numbers.tension = 1;
  numbers.score_points = 1.5;
  numbers.tension_points = 1;
  numbers.evidence = 2.5;
  numbers.evidence_threshold = 2.46;
  auto rows = rows_of(numbers);
  CHECK(rows[6] == "Points from the ratings | 1.50 | ");
  CHECK(rows[7] ==
        "Points from the tension question | the answer 1 of 4 gives 1.0 | 1 from 1, another from "
        "2, half from 3");
  CHECK(rows[8] == "Together | 1.50 + 1.0 = 2.50 | at least 2.46: yes");
  numbers.area = "tasks";
  numbers.area_z = 2;
  numbers.score_points = 1.65;
  numbers.evidence = 2.65;
  rows = rows_of(numbers);
  CHECK(rows[6] ==
        "Points from the ratings | tasks is 2.00 steps below its own usual level; 2.00 − 0.35 = "
        "1.65 | more than 1.50");
  CHECK(rows[8] == "Together | 1.65 + 1.0 = 2.65 | at least 2.46: yes");
  CHECK(sentence(numbers, english()) ==
        "The client noted some tension (1 point) and in one area (tasks) today's rating is 2.0 "
        "below usual (1.7 points).");
}

TEST_CASE("the calculation of a low start and of an absence shows what made it one") {
  FindingNumbers numbers;
  numbers.rule = Rule::low_start;
  numbers.rating = 52;
  numbers.earlier = 1;
  auto rows = rows_of(numbers);
  CHECK(rows[0] == "Which rating it is | 2 | among the first three: yes");
  CHECK(rows[1] == "Rating | 52.00 | 55 or lower: yes");
  numbers.rule = Rule::absence;
  numbers.absence = FindingNumbers::Absence{9, 8, 7, true};
  rows = rows_of(numbers);
  CHECK(rows[0] == "What happened | cancelled less than 24 hours before | ");
  CHECK(rows[1] == "Days since the check-in that was open | 7 | 14 or fewer: yes");
  numbers.absence = FindingNumbers::Absence{2, 2, {}, false};
  numbers.before_third_session = true;
  CHECK(rows_of(numbers)[1] == "Sessions held before | 2 | fewer than 3: yes");
  numbers.declined_form = true;
  numbers.absence->forms_before = 4;
  CHECK(rows_of(numbers)[1] == "Forms completed before | 4 | at least 3: yes");
}

TEST_CASE("the area that stands out is named in the sentence") {
  FindingNumbers numbers = dip_at(1.75);
  numbers.area = "tasks";
  CHECK(sentence(numbers, english()).ends_with("40 ratings. It shows most in: tasks."));
  numbers.rule = Rule::sustained;
  CHECK(sentence(numbers, english()).ends_with("usual level. It shows most in: tasks."));
  numbers.area = "rhythm";  // of a site's own instrument
  CHECK(sentence(numbers, english()).ends_with("It shows most in: rhythm."));
}

TEST_CASE("an answer that tells us directly is compared with no score") {
  FindingNumbers numbers;
  numbers.rule = Rule::told_us;
  numbers.tension = 3;
  const auto steps = calculation(numbers, english());
  CHECK(steps[0].how == "3 of 4");
  CHECK(steps[0].meets == "at least 2: yes");
}

TEST_CASE("no sentence uses the words the clinic refuses") {
  for (const Rule rule : {Rule::sudden_dip, Rule::sustained, Rule::told_us, Rule::low_start,
                          Rule::absence, Rule::evidence}) {
    FindingNumbers numbers = dip_at(2);
    numbers.rule = rule;
    const std::string said =
        sentence(numbers, english()) + one_line(numbers, english()) + name_of(rule, english());
    for (const char* word : {"rupture", "poor", "resistance", "predict", "detect", "fail"})
      CHECK(said.find(word) == std::string::npos);
    CHECK_FALSE(said.empty());
  }
}
