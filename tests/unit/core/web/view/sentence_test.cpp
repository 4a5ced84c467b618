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

TEST_CASE("the calculation shows each condition with this client's numbers") {
  const auto steps = calculation(dip_at(2.62), english());
  REQUIRE(steps.size() >= 6);
  CHECK(steps[0].how == "62.0");
  CHECK(steps[2].how == "80.0 − 62.0 = 18.0");
  CHECK(steps[2].meets == "at least 8: yes");
  CHECK(steps.back().meets == "at least 2.33: yes");
  FindingNumbers shallow = dip_at(1.8);
  shallow.rating = 75;
  CHECK(calculation(shallow, english())[2].meets == "at least 8: no");
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
