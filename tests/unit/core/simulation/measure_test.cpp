// SPDX-License-Identifier: MIT
#include "simulation/measure.hpp"

#include <catch2/catch.hpp>

#include "published_table.hpp"

using namespace holdfast::simulation;

TEST_CASE("the published table of two thousand clients comes out again to the last digit") {
  check_table("simulation_table_small.txt", 2000);
}

TEST_CASE("A and B behave as their text expects") {
  const auto table = measure(model_of(Scenario::wai_like), 4, 8000);
  const Measured& ours = table.rows[0];
  CHECK(ours.rules == "A or B");
  CHECK(ours.false_alerts.percent() == Approx(2.8).margin(0.3));
  CHECK(ours.alerts.percent() == Approx(4).margin(0.4));
  CHECK(ours.real.percent() == Approx(38).margin(4));
  CHECK(ours.visible.percent() == Approx(34).margin(2.5));
  CHECK(ours.by_depth[2].percent() == Approx(49).margin(4));
  CHECK(ours.false_courses.percent() == Approx(24).margin(2.5));
}

TEST_CASE("one question about tension finds more at the same price") {
  const auto table = measure(model_of(Scenario::wai_like), 4, 8000);
  const Measured &score = table.rows[0], &areas = table.rows[2];
  CHECK(areas.false_alerts.percent() < score.false_alerts.percent() + 0.2);
  CHECK(areas.visible.percent() > score.visible.percent() + 11);
}

TEST_CASE("simulated ratings are a file that a replay can read") {
  const std::string text = ratings_csv(model_of(Scenario::srs_like), 1, 3);
  CHECK(text.starts_with("client,session,date,score,tension\nC0000001,"));
  CHECK(text == ratings_csv(model_of(Scenario::srs_like), 1, 3));
}
