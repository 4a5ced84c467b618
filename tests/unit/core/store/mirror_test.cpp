// SPDX-License-Identifier: MIT
#include "store/mirror.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

practice::Client client(const std::string& id, const std::string& name) {
  practice::Client one;
  one.id.value = id;
  one.name = name;
  one.initials = "X.Y.";
  one.birth_date = day_of(-9000);
  one.sensitivity = {"R", "42CFRPart2"};
  return one;
}

practice::Session session(const std::string& id, int day, Attendance attendance) {
  practice::Session one;
  one.id.value = id;
  one.course.value = "course-1";
  one.clinician.value = "clinician-1";
  one.start = instant_of(day);
  one.day = day_of(day);
  one.minutes = 50;
  one.attendance = attendance;
  return one;
}

}  // namespace

TEST_CASE("what the host told comes back, and what it told last stands") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(client("c-1", "Before"));
    auto after = client("c-1", "After");
    after.active = false;
    after.merged_into.value = "c-2";
    unit.mirror.put(after);
    practice::Clinician clinician;
    clinician.id.value = "clinician-1";
    clinician.name = "Dr. A";
    clinician.person.value = "person-1";
    clinician.supervisors = {ClinicianId{"s-1"}, ClinicianId{"s-2"}};
    unit.mirror.put(clinician);
    clinician.supervisors = {ClinicianId{"s-2"}};
    unit.mirror.put(clinician);
    practice::Course course;
    course.id.value = "course-1";
    course.client.value = "c-1";
    course.clinicians = {ClinicianId{"clinician-1"}, ClinicianId{"clinician-2"}};
    course.setting = "couple";
    course.started = day_of(0);
    unit.mirror.put(course);
    auto group = session("s-1", 1, Attendance::held);
    group.participants = {ClientId{"c-3"}};
    group.facility = "North Street";
    unit.mirror.put(group);
    auto couple = session("s-0", 2, Attendance::held);
    couple.participants = {ClientId{"c-5"}, ClientId{"c-4"}};
    unit.mirror.put(couple);
    unit.mirror.put(session("s-2", 3, Attendance::held));
    unit.mirror.put_cursor("cursor-7", instant_of(1));
  });
  store->read([](Reader& reader) {
    const auto& mirror = reader.mirror;
    CHECK(mirror.client(ClientId{"c-1"})->name == "After");
    CHECK_FALSE(mirror.client(ClientId{"c-1"})->active);
    CHECK(mirror.client(ClientId{"c-1"})->merged_into.value == "c-2");
    CHECK(mirror.client(ClientId{"c-1"})->sensitivity ==
          std::vector<std::string>{"R", "42CFRPart2"});
    CHECK(mirror.client(ClientId{"c-1"})->birth_date == day_of(-9000));
    CHECK(mirror.clinician(ClinicianId{"clinician-1"})->supervisors ==
          std::vector{ClinicianId{"s-2"}});
    CHECK(mirror.clinicians().size() == 1);
    CHECK(mirror.course(CourseId{"course-1"})->clinicians.size() == 2);
    CHECK(mirror.course(CourseId{"course-1"})->setting == "couple");
    CHECK(mirror.courses_of_clinician(ClinicianId{"clinician-2"}).size() == 1);
    CHECK(mirror.courses_of_client(ClientId{"c-1"}).size() == 1);
    CHECK(mirror.session(SessionId{"s-1"})->session.participants == std::vector{ClientId{"c-3"}});
    const auto sessions = mirror.sessions_of_course(CourseId{"course-1"});
    REQUIRE(sessions.size() == 3);
    CHECK(sessions[0].session.participants == std::vector{ClientId{"c-3"}});
    CHECK(sessions[1].session.participants == std::vector{ClientId{"c-5"}, ClientId{"c-4"}});
    CHECK(sessions[2].session.participants.empty());
    CHECK(sessions[0].session.facility == "North Street");
    CHECK(mirror.session(SessionId{"s-1"})->session.facility == "North Street");
    CHECK(sessions[1].session.facility.empty());
    CHECK(mirror.cursor() == "cursor-7");
    CHECK(mirror.filled_at() == instant_of(1));
    CHECK_FALSE(mirror.client(ClientId{"nobody"}));
  });
}

TEST_CASE("missed sessions come by start, each with how many were held before it") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(session("late", 6, Attendance::cancelled_late));
    unit.mirror.put(session("first", 1, Attendance::no_show));
    unit.mirror.put(session("one", 2, Attendance::held));
    unit.mirror.put(session("in-time", 3, Attendance::cancelled_by_client));
    unit.mirror.put(session("practice", 3, Attendance::cancelled_by_practice));
    unit.mirror.put(session("two", 4, Attendance::held));
    unit.mirror.put(session("b", 4, Attendance::no_show));  // the same hour as "two", before it
    unit.mirror.put(session("next", 9, Attendance::booked));
    auto other = session("other", 5, Attendance::no_show);
    other.course.value = "course-2";
    unit.mirror.put(other);
  });
  store->read([](Reader& reader) {
    std::vector<std::pair<std::string, int>> missed;
    for (const auto& one : reader.mirror.missed_of_course(CourseId{"course-1"})) {
      missed.emplace_back(one.id.value, one.held_before);
      CHECK(one.day == day_of(one.id.value == "first" ? 1 : one.id.value == "b" ? 4 : 6));
    }
    CHECK(missed == std::vector<std::pair<std::string, int>>{{"first", 0}, {"b", 1}, {"late", 2}});
  });
}

TEST_CASE("a session's number is its rank among the course's held sessions") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(session("b", 2, Attendance::held));
    unit.mirror.put(session("a", 2, Attendance::held));
    unit.mirror.put(session("first", 1, Attendance::held));
    unit.mirror.put(session("missed", 3, Attendance::no_show));
    unit.mirror.put(session("late", 4, Attendance::held));
    unit.mirror.put(session("next", 5, Attendance::booked));
  });
  store->read([](Reader& reader) {
    std::vector<std::pair<std::string, int>> numbers;
    for (const auto& one : reader.mirror.sessions_of_course(CourseId{"course-1"}))
      numbers.emplace_back(one.session.id.value, one.number);
    CHECK(numbers ==
          std::vector<std::pair<std::string, int>>{
              {"first", 1}, {"a", 2}, {"b", 3}, {"missed", 0}, {"late", 4}, {"next", 5}});
    CHECK(reader.mirror.next_session(CourseId{"course-1"}, instant_of(4))->id.value == "next");
    CHECK(reader.mirror.previous_held(CourseId{"course-1"}, instant_of(4))->id.value == "b");
    CHECK(reader.mirror.sessions_of_day(day_of(2), store::DayPart{}).size() == 2);
    CHECK(reader.mirror.sessions_of_day(day_of(2), ClinicianId{"clinician-2"}).empty());
    CHECK(reader.mirror.count_of_day(day_of(2)) == 2);
    CHECK(reader.mirror.count_of_day_before(day_of(2), instant_of(2)) == 0);
    CHECK(reader.mirror.count_of_day_before(day_of(2), instant_of(3)) == 2);
    const auto second = reader.mirror.sessions_of_day(day_of(2), {.from = 1, .most = 5});
    REQUIRE(second.size() == 1);
    CHECK(second.front().session.id.value == "b");
    CHECK(second.front().number == 3);
  });
}

TEST_CASE("what the host removed is gone from the mirror") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(client("c-1", "Gone"));
    unit.mirror.put(session("s-1", 1, Attendance::held));
    unit.mirror.remove(ClientId{"c-1"});
    unit.mirror.remove(SessionId{"s-1"});
    CHECK_FALSE(unit.mirror.client(ClientId{"c-1"}));
    CHECK_FALSE(unit.mirror.session(SessionId{"s-1"}));
  });
}

TEST_CASE("a search finds names by part, without case, and takes signs as they are") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.mirror.put(client("c-1", "Zoë Ångström"));
    unit.mirror.put(client("c-2", "Anna 100%"));
    unit.mirror.put(client("c-3", "Anna 1000"));
    auto merged = client("c-4", "Anna Merged");
    merged.merged_into.value = "c-2";
    unit.mirror.put(merged);
  });
  const auto found = [&](const char* text, int limit) {
    return store->read([&](Reader& reader) { return reader.mirror.search(text, limit); });
  };
  REQUIRE(found("ÅNG", 5).size() == 1);
  CHECK(found("ÅNG", 5)[0].id.value == "c-1");
  CHECK(found("100%", 5).size() == 1);
  CHECK(found("anna", 5).size() == 2);
  CHECK(found("anna", 1).size() == 1);
  CHECK(found("'; DROP TABLE mirror_client; --", 5).empty());
}
