// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "detection/answering.hpp"
#include "detection/gap.hpp"
#include "detection/step.hpp"

using namespace holdfast;
using namespace holdfast::detection;

namespace {

// One series told as scores; what each rating raised, as letters.
struct Series {
  Settings settings;
  State state = start(settings);

  explicit Series(Settings given = {}) : settings(given), state(start(given)) {}
  Step rate(double y, int tension = -1, bool yes = false, std::vector<double> areas = {}) {
    return advance(settings, state,
                   {.score = {y}, .tension = tension, .said_directly = yes, .areas = areas});
  }
  std::string letters(const Step& step) {
    std::string text;
    for (const Finding& finding : findings_of(settings, step)) text += to_word(finding.rule);
    return text;
  }
  std::string raised(double y, int tension = -1, bool yes = false) {
    return letters(rate(y, tension, yes));
  }
  void settle(double y, int ratings = 12) {
    for (int i = 0; i < ratings; ++i) rate(y + (i % 2 ? 2 : -2));
  }
};

Settings rules_e() {
  Settings settings;
  settings.rules = RuleSet::E;
  return settings;
}

}  // namespace

TEST_CASE("the first rating never alerts, however low") {
  Series series;
  CHECK(series.raised(0) == "L");
}

TEST_CASE("a sudden dip needs eight points below the expected level and below the best so far") {
  Series series;
  series.settle(70, 20);
  const double M = series.state.total.M;
  SECTION("eight points are enough where the client hardly varies") {
    CHECK(series.raised(M - 8) == "A");
  }
  SECTION("a billionth less is taken as eight") { CHECK(series.raised(M - 8 + 5e-10) == "A"); }
  SECTION("less is not") { CHECK(series.raised(M - 8 + 1e-6).empty()); }
  SECTION("nor is a score that was never left behind by eight points") {
    series.state.highest = M - 1;
    CHECK(series.raised(M - 8.5).empty());
  }
}

TEST_CASE("strong is said from z 2.33 on") {
  Series series;
  series.settle(80);
  const auto findings = findings_of(series.settings, series.rate(40));
  REQUIRE(findings.size() >= 1);
  CHECK(findings[0].rule == Rule::sudden_dip);
  CHECK(findings[0].strong);
  CHECK(findings[0].usual_low == Approx(findings[0].expected - 1.75 * findings[0].sd));
  CHECK(findings[0].earlier == 12);
  CHECK(findings[0].chance == Chance{100, 0});
  CHECK(findings[0].parameters.view() == "built-in-1");
}

TEST_CASE("two clearly low ratings in a row alert though neither would alone") {
  Series series;
  series.settle(80, 4);
  const State before = series.state;
  const double M = before.total.M;
  const double sd = deviation_of(series.settings.given.total, before.total, M).sd;
  CHECK(series.raised(M - 1.4 * sd).empty());
  const double next_M = series.state.total.M;
  const double next_sd = deviation_of(series.settings.given.total, series.state.total, next_M).sd;
  const Step second = series.rate(next_M - 1.3 * next_sd);
  REQUIRE(series.letters(second) == "B");
  CHECK(second.expected_before_last == M);
}

TEST_CASE("after a dip three ratings are silent, and what is met in the silence is dropped") {
  Series series;
  series.settle(90);
  CHECK(series.raised(60) == "A");
  CHECK(series.raised(50).empty());
  CHECK(series.raised(40).empty());
  CHECK(series.raised(30).empty());
  CHECK(series.state.silence == 0);
  CHECK(series.raised(5) == "A");
}

TEST_CASE("a rating near the usual level ends the silence and is silent itself") {
  Series series;
  series.settle(90);
  CHECK(series.raised(60) == "A");
  CHECK(series.raised(90).empty());
  CHECK(series.state.silence == 0);
  CHECK(series.raised(55) == "A");
}

TEST_CASE("what the client says directly is told at every rating, silent or not") {
  Series series;
  series.settle(90);
  CHECK(series.raised(90, 1).empty());
  CHECK(series.raised(90, 2) == "T");
  CHECK(series.raised(90, -1, true) == "T");
  CHECK(series.raised(60, 4) == "AT");
  CHECK(series.raised(60, 3) == "T");
  CHECK(series.raised(90, 2) == "T");
  CHECK(series.raised(60) == "A");
}

TEST_CASE("being told starts no silence") {
  Series series;
  series.settle(90);
  CHECK(series.raised(90, 4) == "T");
  CHECK(series.raised(60) == "A");
}

TEST_CASE("a low start is said once, at the first of three ratings with 55 or less") {
  Series series;
  CHECK(series.raised(56).empty());
  CHECK(series.raised(0.55 * 100) == "L");
  CHECK(series.raised(40).find('L') == std::string::npos);
  Series late;
  for (int i = 0; i < 3; ++i) late.rate(60);
  CHECK(late.raised(50).empty());
}

TEST_CASE("rule E adds the points of the tension item to the deviation") {
  Series series(rules_e());
  series.settle(80, 6);
  const double M = series.state.total.M;
  const double sd = deviation_of(series.settings.given.total, series.state.total, M).sd;
  const State before = series.state;
  SECTION("one point and a small drop are not enough") {
    CHECK(series.raised(M - 1.1 * sd, 1).empty());
  }
  SECTION("two points and a quarter of a deviation are") {
    const Step step = series.rate(M - 0.25 * sd, 2);
    REQUIRE(series.letters(step) == "ET");
    const auto findings = findings_of(series.settings, step);
    REQUIRE(findings[0].evidence);
    CHECK(findings[0].evidence->tension_points == 2);
    CHECK(findings[0].evidence->score_points == Approx(0.25));
    CHECK(findings[0].evidence->threshold == 2.19);
    CHECK_FALSE(findings[0].strong);
  }
  SECTION("a blank leaves the rating to A and B") { CHECK(series.raised(M - 30) == "A"); }
  SECTION("a tension of nought does not") { CHECK(series.raised(M - 2.18 * sd, 0).empty()); }
  SECTION("the same drop would be an A if it were blank") {
    series.state = before;
    CHECK(series.raised(M - 2.18 * sd) == "A");
  }
  SECTION("an evidence alert is followed by the same silence") {
    CHECK(series.raised(M - sd, 3) == "ET");
    CHECK(series.raised(M - sd, 3) == "T");
  }
}

TEST_CASE("with all three areas rule E takes the area that fell most, less its handicap") {
  Series series(rules_e());
  for (int i = 0; i < 8; ++i) series.rate(80, 0, false, {80, 80, 80});
  const Step step = series.rate(74, 1, false, {82, 82, 52});
  CHECK(step.threshold == 2.46);
  CHECK(step.evidence_from_area);
  CHECK(step.area == 2);
  CHECK(step.score_points == Approx(step.area_z - 0.35));
  CHECK(series.letters(step) == "E");
}

TEST_CASE("with an area left out rule E counts the total alone") {
  Series series(rules_e());
  for (int i = 0; i < 8; ++i) series.rate(80, 0, false, {80, 80, 80});
  const Step step = series.rate(74, 1, false, {82, std::nan(""), 52});
  CHECK(step.threshold == 2.19);
  CHECK_FALSE(step.evidence_from_area);
}

TEST_CASE("an area is named when it leads the next by half a deviation") {
  Series series;
  for (int i = 0; i < 8; ++i) series.rate(85, -1, false, {85, 85, 85});
  const State before = series.state;
  const auto named = findings_of(series.settings, series.rate(60, -1, false, {80, 35, 65}));
  REQUIRE(named.size() == 1);
  CHECK(named[0].area == 1);
  series.state = before;
  const auto unnamed = findings_of(series.settings, series.rate(60, -1, false, {60, 60, 60}));
  REQUIRE(unnamed.size() == 1);
  CHECK(unnamed[0].area == -1);
}

TEST_CASE("three falls in a row of fifteen points together are annotated, not alerted") {
  Series series;
  series.rate(80);
  series.rate(75);
  CHECK_FALSE(series.rate(70).annotations.three_falls);
  const Step third = series.rate(65);
  CHECK(third.annotations.three_falls);
  CHECK(series.letters(third).empty());
  Series shallow;
  for (const double y : {80., 76., 72., 67.}) CHECK_FALSE(shallow.rate(y).annotations.three_falls);
}

TEST_CASE("four ratings at the top are annotated") {
  Series series;
  for (int i = 0; i < 3; ++i) CHECK_FALSE(series.rate(100).annotations.four_at_top);
  CHECK(series.rate(100).annotations.four_at_top);
  CHECK_FALSE(series.rate(99).annotations.four_at_top);
}

TEST_CASE("chance is said as a range around the published steps") {
  CHECK_FALSE(chance_of(1.64));
  CHECK(chance_of(1.65) == Chance{25, 35});
  CHECK(chance_of(1.75) == Chance{30, 40});
  CHECK(chance_of(2.05) == Chance{50, 70});
  CHECK(chance_of(1.9) == Chance{40, 50});
  CHECK(chance_of(2.32) == Chance{90, 110});
  CHECK(chance_of(2.33) == Chance{100, 0});
  int before = 0;
  for (double z = 1.65; z < 2.3295; z += 0.001) {
    const auto chance = chance_of(z);
    REQUIRE(chance);
    CHECK(chance->from < chance->to);
    CHECK(chance->from >= before);
    before = chance->from;
  }
}

TEST_CASE("a change of the gap is noticed and a steady gap is not") {
  Gap gap;
  CHECK_FALSE(read_gap(gap, 70, 90));
  for (int i = 0; i < 6; ++i) {
    const auto steady = read_gap(gap, 70 + i % 2, 90);
    REQUIRE(steady);
    CHECK_FALSE(steady->changed);
  }
  const auto changed = read_gap(gap, 85, 65);
  REQUIRE(changed);
  CHECK(changed->changed);
  CHECK(changed->z > 1.75);
  CHECK(changed->usual == Approx(-19.57).margin(0.01));
}

TEST_CASE("a form filled in less than two seconds an item was hasty; no time known was not") {
  CHECK(is_too_fast(std::chrono::milliseconds(7999), 4));
  CHECK_FALSE(is_too_fast(std::chrono::milliseconds(8000), 4));
  CHECK_FALSE(is_too_fast(std::chrono::milliseconds(0), 4));
  CHECK_FALSE(is_too_fast(std::chrono::milliseconds(1), 0));
}

TEST_CASE("no series of any scores breaks what the rules promise") {
  std::mt19937_64 random(20260101);
  std::uniform_real_distribution<double> score(0, 100);
  std::uniform_int_distribution<int> tension(-1, 4);
  for (int run = 0; run < 2000; ++run) {
    Series series(run % 2 ? rules_e() : Settings{});
    int since_dip = 99, low_starts = 0;
    double highest = -1;
    for (int i = 0; i < 40; ++i) {
      const double y = run % 3 ? score(random) : 90 - 10 * std::floor(score(random) / 25);
      const int told = tension(random);
      const State before = series.state;
      const Step step = series.rate(y, told);
      ++since_dip;
      CHECK(step.sd >= 3);
      CHECK(step.raises(Rule::told_us) == (told >= 2));
      low_starts += step.raises(Rule::low_start);
      if (step.raises_dip()) {
        CHECK(i >= 1);
        CHECK(since_dip >= 2);
        if (!step.raises(Rule::evidence)) {
          CHECK(at_least(step.expected - y, 8));
          CHECK(at_most(y, highest - 8));
        }
        if (step.raises(Rule::sudden_dip)) CHECK_FALSE(step.raises(Rule::sustained));
        CHECK(series.state.silence == 3);
        since_dip = 0;
      }
      CHECK(std::abs(series.state.total.M - before.total.M) <= 3 * step.sd + 1e-9);
      CHECK(series.state.total.b >= before.total.b);
      highest = std::max(highest, y);
    }
    CHECK(low_starts <= 1);
  }
}

TEST_CASE("a practice that moves a threshold moves that rule and no other") {
  const auto raised_by = [](const Thresholds& thresholds, double y, int ratings = 12) {
    Settings settings;
    settings.thresholds = thresholds;
    Series series(settings);
    series.settle(80, ratings);
    return series.raised(series.state.total.M - y);
  };
  CHECK(raised_by({}, 20) == "A");
  CHECK(raised_by({.sudden_dip = false}, 20) == "");
  CHECK(raised_by({.sudden_z = 2.6}, 12) == "");
  CHECK(raised_by({}, 12) == "A");
  CHECK(raised_by({.least_drop = 15}, 14) == "");
  CHECK(raised_by({.first_sudden = 5}, 60, 3) == raised_by({.sudden_dip = false}, 60, 3));
  CHECK(raised_by({.first_sudden = 5}, 60, 4) == "A");
}

TEST_CASE("rule B is switched off, delayed and moved by its own thresholds alone") {
  const auto letters_of = [](const Thresholds& thresholds) {
    Settings settings;
    settings.thresholds = thresholds;
    settings.thresholds.sudden_dip = false;
    Series series(settings);
    series.settle(80, 12);
    std::string all;
    for (int i = 0; i < 2; ++i) all += series.raised(62) + ".";
    return all;
  };
  CHECK(letters_of({}) == ".B.");
  CHECK(letters_of({.sustained = false}) == "..");
  CHECK(letters_of({.first_sustained = 20}) == "..");
}

TEST_CASE("a silence lasts as many ratings as the practice says") {
  const auto quiet_after = [](std::uint8_t silence) {
    Settings settings;
    settings.thresholds.silence = silence;
    Series series(settings);
    series.settle(80, 20);
    REQUIRE(series.raised(40) == "A");
    int quiet = 0;
    while (series.raised(10).empty()) ++quiet;
    return quiet;
  };
  CHECK(quiet_after(0) == 0);
  CHECK(quiet_after(1) == 1);
  CHECK(quiet_after(3) == 3);
}

TEST_CASE(
    "in a silence rule E speaks again only where a practice asked, from so many points more") {
  const auto second = [](double speaks_again, int tension) {
    Settings settings;
    settings.rules = RuleSet::E;
    settings.thresholds.speaks_again = speaks_again;
    Series series(settings);
    series.settle(80, 20);
    REQUIRE(series.raised(80, 4) == "ET");  // 2.5 points for the tension alone
    REQUIRE(series.state.silence == 3);
    const Baseline& usual = series.state.total;
    const double y = usual.M - 1.2 * deviation_of(settings.given.total, usual, 0).sd;
    const std::string letters = series.raised(y, tension);
    return letters + std::to_string(series.state.silence);
  };
  CHECK(second(0, 4) == "T2");
  CHECK(second(0.75, 4) == "ET3");  // and the silence begins anew
  CHECK(second(0.75, 1) == "2");    // over the threshold, not by so much
  CHECK(second(3, 4) == "T2");
}
