// SPDX-License-Identifier: MIT
#include "alliance/moment.hpp"

#include <catch2/catch.hpp>

using namespace holdfast;

TEST_CASE("a day that exists survives the round trip, and no other is read") {
  CHECK(to_text(*parse_day("2024-02-29")) == "2024-02-29");
  for (const auto* wrong :
       {"2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01x", "", "x"})
    CHECK_FALSE(parse_day(wrong));
}

TEST_CASE("an instant is kept in UTC whatever its offset") {
  CHECK(to_text(*parse_instant("2026-11-23T13:05:00Z")) == "2026-11-23T13:05:00.000Z");
  CHECK(to_text(*parse_instant("2026-11-23T01:05:00.25+02:30")) == "2026-11-22T22:35:00.250Z");
  CHECK(to_text(*parse_instant("2026-11-23T23:05:00.9999-05:00")) == "2026-11-24T04:05:00.999Z");
  for (const auto* wrong :
       {"2026-11-23", "2026-11-23T24:00:00Z", "2026-11-23T10:00:00", "2026-11-23T10:00:00.Z",
        "2026-11-23T10:00:60Z", "2026-11-23T10:00:00Zx"})
    CHECK_FALSE(parse_instant(wrong));
}
