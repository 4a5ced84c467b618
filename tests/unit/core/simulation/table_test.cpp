// SPDX-License-Identifier: MIT
#include "published_table.hpp"

using namespace holdfast::simulation;

TEST_CASE("the published table of twenty thousand clients comes out again to the last digit") {
  check_table("simulation_table.txt", 20000);
}
