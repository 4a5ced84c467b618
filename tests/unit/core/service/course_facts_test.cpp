// SPDX-License-Identifier: MIT
#include "service/course_facts.hpp"

#include <catch2/catch.hpp>

#include "practice_of_one.hpp"
#include "service/course_engine.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

TEST_CASE("what is done past midnight counts on the practice's day, not on that of UTC") {
  PracticeOfOne practice;
  for (int session = 1; session <= 8; ++session) practice.rate(session, 75 + session % 3);
  practice.rate(9, 30);
  const auto alerts = practice.alerts();
  REQUIRE(alerts.size() == 1);
  // 00:30 of the next day in the practice's zone, Europe/Berlin in winter.
  const Instant late = Instant{day_of(9)} + std::chrono::hours{23} + std::chrono::minutes{30};
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) {
    store::AlertEvent closing;
    closing.id = unit.ids.uuid();
    closing.alert = alerts.front().alert.id;
    closing.kind = "not_a_dip";
    closing.by = "person-1";
    closing.at = late;
    unit.alerts.record(closing);
    const auto repair = unit.repairs.of_course(course).front();
    store::RepairEvent talk;
    talk.id = unit.ids.uuid();
    talk.repair = repair.id;
    talk.course = course;
    talk.subject = repair.subject;
    talk.kind = "talked_through";
    talk.by = "person-1";
    talk.at = late;
    unit.repairs.record(talk);
  });
  std::size_t done = 0;
  for (const auto& fact :
       practice.read([&](store::Reader& reader) { return facts_of(reader, file.of); })) {
    if (!std::holds_alternative<replay::TalkedThrough>(fact.event) &&
        !std::holds_alternative<replay::CheckInClosed>(fact.event))
      continue;
    CHECK(fact.place.day == day_of(9) + std::chrono::days{1});
    ++done;
  }
  CHECK(done == 2);
}
