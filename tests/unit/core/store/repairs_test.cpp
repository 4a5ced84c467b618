// SPDX-License-Identifier: MIT
#include "store/repairs.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

RepairNow repair(const std::string& id, int day) {
  RepairNow now;
  now.id.value = id;
  now.course.value = "course-1";
  now.subject.value = "key-1";
  now.clinician.value = "clinician-1";
  now.alert.value = "alert";
  now.opened_by.value = "rating";
  now.opened = day_of(day);
  now.state = "open";
  now.level = 81.25;
  now.lowest = 60;
  return now;
}

}  // namespace

TEST_CASE("a repair is followed from open to closed") {
  Folder folder;
  const auto store = open_store(folder);
  auto now = repair("repair-1", 3);
  store->commit([&](Unit& unit) { unit.repairs.put(now); });
  const auto open = [&] {
    return store->read([](Reader& reader) {
      return reader.repairs.open_of_course(CourseId{"course-1"}, ClientKey{"key-1"});
    });
  };
  REQUIRE(open());
  CHECK(open()->level == 81.25);
  now.state = "repaired";
  now.closed = day_of(12);
  now.talked_through = true;
  now.recovered = 0.9;
  store->commit([&](Unit& unit) { unit.repairs.put(now); });
  CHECK_FALSE(open());
  const auto found =
      store->read([](Reader& reader) { return reader.repairs.find(RepairId{"repair-1"}); });
  CHECK(found->state == "repaired");
  CHECK(found->closed == day_of(12));
  CHECK(found->talked_through);
}

TEST_CASE("what people marked outlives a re-run of the course") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.repairs.put(repair("repair-1", 3));
    RepairEvent event;
    event.id = unit.ids.uuid();
    event.repair.value = "repair-1";
    event.course.value = "course-1";
    event.subject.value = "key-1";
    event.kind = "opened";
    event.at = instant_of(3);
    unit.repairs.record(event);
    event.id = unit.ids.uuid();
    event.kind = "talked_through";
    event.by = "person-1";
    event.session.value = "course-1-session-4";
    unit.repairs.record(event);
    unit.repairs.forget_course(CourseId{"course-1"}, ClientKey{"key-1"});
  });
  store->read([](Reader& reader) {
    CHECK(reader.repairs.of_course(CourseId{"course-1"}).empty());
    CHECK(reader.repairs.events(RepairId{"repair-1"}).size() == 2);
    const auto marks = reader.repairs.marks_of_course(CourseId{"course-1"});
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].kind == "talked_through");
    CHECK(marks[0].session.value == "course-1-session-4");
  });
}
