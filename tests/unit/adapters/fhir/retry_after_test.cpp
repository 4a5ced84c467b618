// SPDX-License-Identifier: MIT
#include "fhir/retry_after.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::fhir;
using namespace std::chrono_literals;

namespace {

// Saturday, 28 November 2026, noon UTC
const auto noon = std::chrono::system_clock::from_time_t(1795867200);

auto wait(const char* said) { return wait_of(said, noon); }

}  // namespace

TEST_CASE("a wait in seconds is kept whole, a day at most") {
  CHECK(wait("0") == 0s);
  CHECK(wait("1") == 1s);
  CHECK(wait("30 ") == 30s);
  CHECK(wait("7200") == 2h);
  CHECK(wait("86400") == 24h);
  CHECK(wait("86401") == 24h);
  CHECK(wait("99999999999999999999999") == 24h);
}

TEST_CASE("a date is read in each of the three forms of HTTP") {
  CHECK(wait("Sat, 28 Nov 2026 12:30:00 GMT") == 30min);
  CHECK(wait("Saturday, 28-Nov-26 12:30:00 GMT") == 30min);
  CHECK(wait("Sat Nov 28 12:30:00 2026") == 30min);
  CHECK(http_date("Sun Nov  6 08:49:37 1994") == std::chrono::system_clock::from_time_t(784111777));
  CHECK(wait("Sat, 28 Nov 2026 11:00:00 GMT") == 0s);
  CHECK(wait("Tue, 28 Dec 2027 12:00:00 GMT") == 24h);
}

TEST_CASE("what is no wait means five seconds") {
  for (const auto* said :
       {"", " ", "-5", "soon", "1.5", "5 s", "+3", "Sat, 28 Nov 2026", "Sat Nov 28 12:30:00",
        "Sat, 28 Nov 2026 12:30:00 GMT+1", "28.11.2026"}) {
    CAPTURE(said);
    CHECK(wait(said) == 5s);
  }
}
