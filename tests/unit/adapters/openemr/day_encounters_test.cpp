// SPDX-License-Identifier: MIT
#include "openemr/day_encounters.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::openemr;
using holdfast::payload::Instant;

namespace {

Instant at(int hour, int minute = 0) {
  return Instant{} + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

const std::vector<DayAppointment> two{{"a-7", at(9)}, {"a-12-20261123", at(16)}};

}  // namespace

TEST_CASE("where one appointment is, every encounter of the day is its, the latest for good") {
  const std::vector<DayAppointment> one{{"a-7", at(9)}};
  CHECK(encounter_of("a-7", one, {{101, at(15), 0}}) == 101);
  CHECK(encounter_of("a-7", one, {{101, at(9), 0}, {102, at(11), 0}}) == 102);
  CHECK(encounter_of("a-7", one, {}) == std::nullopt);
  CHECK(encounter_of("a-7", {}, {{101, at(9), 0}}) == std::nullopt);
}

TEST_CASE("of two appointments an encounter is that which begins nearest, and not the other") {
  CHECK(encounter_of("a-12-20261123", two, {{101, at(15, 50), 0}}) == 101);
  CHECK(encounter_of("a-7", two, {{101, at(15, 50), 0}}) == std::nullopt);
  CHECK(encounter_of("a-7", two, {{101, at(15, 50), 0}, {102, at(10), 0}}) == 102);
}

TEST_CASE("without a time the first encounter is the first appointment") {
  const std::vector<DayEncounter> untimed{{101, {}, 0}, {102, {}, 0}, {103, {}, 0}};
  CHECK(encounter_of("a-7", two, untimed) == 101);
  CHECK(encounter_of("a-12-20261123", two, untimed) == 103);
}

TEST_CASE("who was checked in for an appointment is of that one, whatever the clock says") {
  CHECK(encounter_of("a-12-20261123", two, {{101, at(9), 12}}) == 101);
  CHECK(encounter_of("a-7", two, {{101, at(9), 12}}) == std::nullopt);
  CHECK(encounter_of("a-7", two, {{101, at(9), 1}}) == 101);  // of another patient or day
}
