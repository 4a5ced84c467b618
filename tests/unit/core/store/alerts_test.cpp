// SPDX-License-Identifier: MIT
#include "store/alerts.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"
#include "store/alert_numbers.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

StoredAlert raise(Unit& unit, int number, const AlertId& joins = {}) {
  const auto row = rating(unit.ids, {.number = number, .score = 50});
  unit.ratings.insert(row, {}, {});
  auto raised = alert(unit.ids, row);
  raised.joins = joins;
  raised.tension = 3;
  raised.evidence = 6.25;
  raised.tension_points = 1.5;
  raised.evidence_threshold = 5.25;
  raised.said_directly = true;
  raised.previous_score = 61.5;
  raised.previous_z = 1.125;
  raised.before_third_session = true;
  unit.alerts.insert(raised);
  return raised;
}

AlertEvent event(Unit& unit, const AlertId& alert, std::string kind) {
  AlertEvent event;
  event.id = unit.ids.uuid();
  event.alert = alert;
  event.kind = std::move(kind);
  event.by = "person-1";
  event.at = instant_of(20);
  return event;
}

}  // namespace

TEST_CASE("an alert keeps every number it was found with") {
  Folder folder;
  const auto store = open_store(folder);
  const auto raised = store->commit([](Unit& unit) { return raise(unit, 9); });
  const auto now = store->read([&](Reader& reader) { return reader.alerts.find(raised.id); });
  REQUIRE(now);
  const auto& found = now->alert;
  CHECK(found.rule == "A");
  CHECK(found.strong);
  CHECK(found.raw == raised.raw);
  CHECK(found.score == raised.score);
  CHECK(found.expected == raised.expected);
  CHECK(found.sd == raised.sd);
  CHECK(found.z == raised.z);
  CHECK(found.low == raised.low);
  CHECK(found.high == raised.high);
  CHECK(found.highest == raised.highest);
  CHECK(found.earlier == raised.earlier);
  CHECK(found.tension == raised.tension);
  CHECK(found.area == "bond");
  CHECK(found.evidence == 6.25);
  CHECK(found.tension_points == 1.5);
  CHECK(found.evidence_threshold == 5.25);
  CHECK(found.said_directly);
  CHECK(found.previous_score == 61.5);
  CHECK(found.previous_z == 1.125);
  CHECK(found.before_third_session);
  CHECK(found.parameter_version == 1);
  CHECK(now->status == AlertStatus::open);
}

TEST_CASE("numbers that an alert was not found with stay absent") {
  Folder folder;
  const auto store = open_store(folder);
  const auto id = store->commit([](Unit& unit) {
    const auto row = rating(unit.ids, {.number = 2, .score = 50});
    unit.ratings.insert(row, {}, {});
    const auto plain = alert(unit.ids, row);
    unit.alerts.insert(plain);
    return plain.id;
  });
  const auto found = store->read([&](Reader& reader) { return reader.alerts.find(id)->alert; });
  CHECK_FALSE(found.previous_score);
  CHECK_FALSE(found.previous_z);
  CHECK_FALSE(found.said_directly);
  CHECK_FALSE(found.before_third_session);
  CHECK_FALSE(found.tension);
}

TEST_CASE("later findings of one cause join the open check-in with a count") {
  Folder folder;
  const auto store = open_store(folder);
  const auto first = store->commit([](Unit& unit) { return raise(unit, 3); });
  store->commit([&](Unit& unit) {
    const auto open = unit.alerts.open_of_cause(CourseId{"course-1"}, ClientKey{"key-1"}, "dip");
    REQUIRE(open);
    raise(unit, 8, open->alert.id);
  });
  store->read([&](Reader& reader) {
    const auto all = reader.alerts.of_course(CourseId{"course-1"});
    REQUIRE(all.size() == 1);
    CHECK(all[0].findings == 2);
    CHECK(all[0].last_day == day_of(8));
    CHECK(reader.alerts.joined(first.id).size() == 1);
    CHECK(reader.alerts.facts_of_course(CourseId{"course-1"}).size() == 2);
  });
}

TEST_CASE("a snoozed check-in comes back on its day") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    auto snooze = event(unit, raise(unit, 3).id, "snoozed");
    snooze.until = day_of(30);
    snooze.reason = "holidays";
    unit.alerts.record(snooze);
  });
  store->read([](Reader& reader) {
    const ClinicianId clinician{"clinician-1"};
    CHECK(reader.alerts.open_of_clinician(clinician, day_of(29)).empty());
    CHECK(reader.alerts.open_of_clinician(clinician, day_of(30)).size() == 1);
  });
}

TEST_CASE("events close, reopen, withdraw and hand over, and the facts rebuild the same view") {
  Folder folder;
  const auto store = open_store(folder);
  const auto ids = store->commit([](Unit& unit) {
    std::vector<AlertId> all;
    for (int i = 0; i < 5; ++i) all.push_back(raise(unit, i + 1).id);
    unit.alerts.record(event(unit, all[0], "not_a_dip"));
    unit.alerts.record(event(unit, all[1], "closed"));
    unit.alerts.record(event(unit, all[1], "reopened"));
    unit.alerts.record(event(unit, all[2], "withdrawn"));
    auto over = event(unit, all[3], "handed_over");
    over.handed_to = ClinicianId{"clinician-2"};
    unit.alerts.record(over);
    unit.alerts.record(event(unit, all[4], "logged"));
    raise(unit, 9, all[4]);
    return all;
  });
  const auto view = [&] {
    return store->read([&](Reader& reader) {
      std::vector<std::tuple<AlertStatus, std::string, int, Day, Instant>> lines;
      for (const auto& id : ids) {
        const auto now = reader.alerts.find(id);
        lines.emplace_back(now->status, now->clinician.value, now->findings, now->last_day,
                           now->changed_at);
      }
      return lines;
    });
  };
  const auto before = view();
  CHECK(std::get<0>(before[0]) == AlertStatus::closed);
  CHECK(std::get<0>(before[1]) == AlertStatus::open);
  CHECK(std::get<0>(before[2]) == AlertStatus::withdrawn);
  CHECK(std::get<1>(before[3]) == "clinician-2");
  CHECK(std::get<0>(before[4]) == AlertStatus::acknowledged);
  CHECK(std::get<2>(before[4]) == 2);
  store->commit([](Unit& unit) { unit.alerts.rebuild(); });
  CHECK(view() == before);
  CHECK(store->read([&](Reader& reader) { return reader.alerts.events(ids[1]); }).size() == 2);
}

TEST_CASE("the budget counts a clinician's alerts and client totals of a span of days") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(practice::Course{.id = CourseId{"course-1"},
                                     .client = ClientId{"client-1"},
                                     .clinicians = {ClinicianId{"clinician-1"}},
                                     .setting = "individual",
                                     .started = {},
                                     .ended = {},
                                     .end_reason = {}});
    for (int i = 1; i <= 9; ++i) unit.ratings.insert(rating(unit.ids, {.number = i}), {}, {});
    raise(unit, 10);
  });
  const auto budget = store->read([](Reader& reader) {
    return reader.alerts.budget(ClinicianId{"clinician-1"}, day_of(5), day_of(10));
  });
  CHECK(budget.alerts == 1);
  CHECK(budget.ratings == 6);
}

TEST_CASE("numbers written as text come back to the last bit") {
  StoredAlert alert;
  alert.raw = "211.3";
  alert.score = 0.1 + 0.2;
  alert.expected = 77.98765432109876;
  alert.sd = 1e-17;
  alert.z = 2.5666666666666664;
  alert.earlier = 7;
  alert.previous_z = -0.25;
  alert.tension = 3;
  alert.strong = true;
  alert.area = "goals|tasks";
  StoredAlert read;
  put_numbers(numbers_of(alert), read);
  CHECK(numbers_of(read) == numbers_of(alert));
  CHECK(read.score == alert.score);
  CHECK(read.sd == alert.sd);
  CHECK_FALSE(read.previous_score);
  CHECK(read.area == "goals|tasks");
  for (const auto* damaged : {"", "1|", "2|a", "1|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s"}) {
    put_numbers(damaged, read);
    CHECK(numbers_of(read) == numbers_of(alert));
  }
}

TEST_CASE("a finding that joined takes the check-in's place, and the next one counts for it") {
  Folder folder;
  const auto store = open_store(folder);
  std::vector<AlertId> ids;
  store->commit([&](Unit& unit) {
    const auto first = raise(unit, 9);
    ids = {first.id, raise(unit, 14, first.id).id, raise(unit, 19, first.id).id};
    auto snoozed = event(unit, first.id, "snoozed");
    snoozed.until = Day{std::chrono::days{20300}};
    unit.alerts.record(snoozed);
    unit.alerts.record(event(unit, ids[1], "promoted"));
    unit.alerts.record(event(unit, first.id, "withdrawn"));
  });
  const auto check = [&] {
    store->read([&](Reader& reader) {
      const auto head = reader.alerts.find(ids[1]);
      REQUIRE(head);
      CHECK(head->joins.empty());
      CHECK(head->status == AlertStatus::snoozed);
      CHECK(head->snoozed_until == Day{std::chrono::days{20300}});
      CHECK(head->findings == 2);
      CHECK(reader.alerts.find(ids[0])->joins == ids[1]);
      CHECK(reader.alerts.find(ids[0])->findings == 1);
      const auto joined = reader.alerts.joined(ids[1]);
      REQUIRE(joined.size() == 1);
      CHECK(joined[0].id == ids[2]);
      CHECK(reader.alerts.of_course(CourseId{"course-1"}).size() == 2);
    });
  };
  check();
  store->commit([](Unit& unit) { unit.alerts.rebuild(); });
  check();
}
