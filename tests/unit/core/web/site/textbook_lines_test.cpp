// SPDX-License-Identifier: MIT
// Cut-off, drop since the last rating and a low area: lines to look at, and never an alert.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

TEST_CASE("the lines of the textbooks stand in the picture when asked for, and alert nobody") {
  SiteInPractice site;
  for (int number = 1; number <= 4; ++number)
    site.client_rates(SiteInPractice::session("co-1", number), 80);
  site.client_rates("co-1-s5", 74);
  const auto usual = site.get("own", "/courses/co-1").body;
  CHECK(usual.find("below the cut-off") == std::string::npos);
  CHECK(usual.find("class=\"cut-off\"") == std::string::npos);
  CHECK(usual.find("class=\"drop\"") == std::string::npos);
  CHECK_THAT(usual, Contains("/courses/co-1?lines=1"));
  const auto lines = site.get("own", "/courses/co-1", "lines=1").body;
  CHECK_THAT(lines, Contains("below the cut-off"));
  CHECK_THAT(lines, Contains("a point of 40 or more below the last"));
  CHECK_THAT(lines, Contains("below 7.5 of 10"));
  CHECK_THAT(lines, Contains("class=\"cut-off\""));
  CHECK_THAT(lines, Contains("36 of 40"));
  // On the graph: how low each rating but the first could be, the line for areas, the low one.
  CHECK_THAT(lines, Contains("class=\"drop\""));
  CHECK_THAT(lines, Contains("7.5 of 10"));
  CHECK_THAT(lines, Contains("lowest area, below 7.5 of 10"));
  CHECK_THAT(lines, Contains("/courses/co-1/chart.svg?lines=1"));
  const auto alone = site.get("own", "/courses/co-1/chart.svg", "lines=1").body;
  CHECK_THAT(alone, Contains("one point of 40 below the last rating"));
  CHECK(site.count("SELECT count(*) FROM alert") == 0);
}
