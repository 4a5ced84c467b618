// SPDX-License-Identifier: MIT
#include "repair/survival.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::repair;

namespace {

std::vector<TimeToRepair> times(std::initializer_list<std::pair<std::uint32_t, bool>> given) {
  std::vector<TimeToRepair> found;
  for (const auto& [ratings, repaired] : given) found.push_back({ratings, repaired});
  return found;
}

}  // namespace

TEST_CASE("a worked example with ties and censoring gives the product-limit estimate") {
  // 6-MP arm of Freireich et al. (1963), the textbook example: 21 patients, 9 events.
  const auto steps = kaplan_meier(times(
      {{6, true},   {6, true},   {6, true},   {6, false},  {7, true},   {9, false},  {10, true},
       {10, false}, {11, false}, {13, true},  {16, true},  {17, false}, {19, false}, {20, false},
       {22, true},  {23, true},  {25, false}, {32, false}, {32, false}, {34, false}, {35, false}}));
  const auto at = [&](std::uint32_t time) {
    for (const auto& step : steps)
      if (step.ratings == time) return step;
    return SurvivalStep{};
  };
  CHECK(at(6).unrepaired == Approx(0.8571).margin(5e-5));
  CHECK(at(7).unrepaired == Approx(0.8067).margin(5e-5));
  CHECK(at(10).unrepaired == Approx(0.7529).margin(5e-5));
  CHECK(at(13).unrepaired == Approx(0.6902).margin(5e-5));
  CHECK(at(16).unrepaired == Approx(0.6275).margin(5e-5));
  CHECK(at(22).unrepaired == Approx(0.5378).margin(5e-5));
  CHECK(at(23).unrepaired == Approx(0.4482).margin(5e-5));
  CHECK(at(10).at_risk == 15);
  CHECK(median_time(steps) == 23u);
  // R's survfit gives 23 (13, NA) with conf.type = "log-log".
  CHECK(median_interval(steps).low == 13u);
  CHECK_FALSE(median_interval(steps).high);
  // Log-log intervals of the same example (Collett; R's survfit with conf.type = "log-log").
  CHECK(at(6).low == Approx(0.6197).margin(1e-3));
  CHECK(at(6).high == Approx(0.9516).margin(1e-3));
  CHECK(at(23).low == Approx(0.1881).margin(1e-3));
  CHECK(at(23).high == Approx(0.6801).margin(1e-3));
}

TEST_CASE("without censoring it is the plain share") {
  const auto steps = kaplan_meier(times({{2, true}, {3, true}, {3, true}, {5, true}}));
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].unrepaired == Approx(0.75));
  CHECK(steps[1].unrepaired == Approx(0.25));
  CHECK(steps[2].unrepaired == Approx(0));
  CHECK(median_time(steps) == 3u);
}

TEST_CASE("when nothing was repaired there is no median and nothing is claimed") {
  const auto steps = kaplan_meier(times({{5, false}, {5, false}}));
  CHECK(steps.back().unrepaired == 1);
  CHECK_FALSE(median_time(steps));
  CHECK(kaplan_meier({}).empty());
}

TEST_CASE("an episode that ended with the course is censored at its last rating") {
  Episode episode;
  episode.ratings = 3;
  episode.state = State::improving;
  CHECK_FALSE(time_of(episode).is_repaired);
  CHECK(time_of(episode).ratings == 3);
  episode.state = State::repaired;
  CHECK(time_of(episode).is_repaired);
}
