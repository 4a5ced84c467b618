// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>

#include "published_table.hpp"

using namespace holdfast::simulation;

TEST_CASE(
    "rule E catches half of the visible dips at three false alerts, on seeds it was not tuned on") {
  double visible = 0, all = 0, quiet = 0;
  constexpr int seeds = 10;
  for (std::uint64_t seed = 3; seed < 3 + seeds; ++seed) {
    const auto table = measure(model_of(Scenario::wai_like), seed, 20000);
    const auto row = std::find_if(table.rows.begin(), table.rows.end(), [](const Measured& one) {
      return one.rules == "E at 3, speaks again";
    });
    REQUIRE(row != table.rows.end());
    visible += row->visible.percent() / seeds;
    all += row->all.percent() / seeds;
    quiet += row->false_alerts.percent() / seeds;
  }
  CAPTURE(visible, all, quiet);
  CHECK(visible >= 50);
  CHECK(all >= 36);
  CHECK(quiet <= 3);
}

TEST_CASE("the published table of twenty thousand clients comes out again to the last digit") {
  check_table("simulation_table.txt", 20000);
}
