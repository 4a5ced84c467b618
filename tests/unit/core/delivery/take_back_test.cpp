// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "real_practice.hpp"
#include "service/outgoing.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

void take_back(RealPractice& practice, const RatingId& rating) {
  practice.house->store().commit([&](store::Unit& unit) {
    const auto stored = unit.ratings.find(rating);
    service::take_back(unit, {*stored, "wrong person", practice.now()});
  });
}

}  // namespace

TEST_CASE("what the practice has of a rating is marked as entered in error") {
  RealPractice practice(
      {"client_total", "subscales", "client_form", "alert", "alert_record", "repair"});
  for (int i = 7; i <= 16; ++i) practice.rate("a", i);
  const auto low = practice.rate("a", 17, 40);
  practice.tick();
  CHECK(practice.in_practice("SELECT count(*) FROM inbox WHERE withdrawn_ms IS NULL") == 1);
  const auto retracted = "SELECT count(*) FROM record WHERE retracted_ms IS NOT NULL";
  CHECK(practice.in_practice(retracted) == 0);
  take_back(practice, low.rating);
  practice.tick();
  CHECK(practice.in_practice(retracted) >= 4);  // total, form, mark and repair
  CHECK(practice.in_practice("SELECT count(*) FROM record WHERE retracted_ms IS NULL AND"
                             " json_extract(payload, '$.rating') = '" +
                             low.rating.value + "'") == 0);
  CHECK(practice.in_practice("SELECT count(*) FROM inbox WHERE withdrawn_ms IS NULL") == 0);
  take_back(practice, low.rating);  // once more does nothing more
  CHECK(practice.waiting().empty());
}

TEST_CASE("what the practice was not given yet is not given any more") {
  RealPractice practice({"client_total"});
  const auto rating = practice.rate("a", 1);
  take_back(practice, rating.rating);
  CHECK(practice.waiting().empty());
  practice.tick();
  CHECK(practice.in_practice("SELECT count(*) FROM record") == 0);
}

TEST_CASE("what may stand in the practice without our having heard of it is taken back too") {
  RealPractice practice({"client_total"});
  const auto rating = practice.rate("a", 1);
  const auto claimed = practice.house->store().commit([&](store::Unit& unit) {
    return unit.outbox.claim("other", practice.now(), practice.now() + std::chrono::minutes{5}, 10);
  });
  REQUIRE(practice.watched->put(claimed.at(0).key, claimed.at(0).body));
  take_back(practice, rating.rating);
  practice.wait(std::chrono::minutes{6});
  practice.tick();
  practice.tick();
  CHECK(practice.waiting().empty());
  CHECK(practice.in_practice("SELECT count(*) FROM record WHERE retracted_ms IS NULL") == 0);
}
