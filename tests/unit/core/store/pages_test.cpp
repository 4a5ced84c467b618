// SPDX-License-Identifier: MIT
#include "store/pages.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

practice::Session session_of(const std::string& course, const std::string& id, int number) {
  practice::Session session;
  session.id.value = id;
  session.course.value = course;
  session.clinician.value = "clinician-1";
  session.start = instant_of(number);
  session.day = day_of(number);
  session.attendance = Attendance::held;
  return session;
}

void course_with_ratings(Unit& unit, const std::string& number, int ratings) {
  practice::Client client;
  client.id.value = "client-" + number;
  client.name = "Client " + number;
  client.initials = "C." + number;
  unit.mirror.put(client);
  practice::Course course;
  course.id.value = "course-" + number;
  course.client = client.id;
  course.clinicians = {ClinicianId{"clinician-1"}};
  unit.mirror.put(course);
  for (int i = 1; i <= ratings + 1; ++i) {
    auto session =
        session_of(course.id.value, course.id.value + "-session-" + std::to_string(i), i);
    if (i > ratings) session.attendance = Attendance::booked;
    unit.mirror.put(session);
    if (i <= ratings)
      submit(
          unit,
          {.course = course.id.value, .client = "key-" + number, .number = i, .score = 70.0 + i});
  }
}

}  // namespace

TEST_CASE("Today shows each session with its forms, its ratings and the course's open check-ins") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    course_with_ratings(unit, "1", 10);
    course_with_ratings(unit, "2", 9);
    FormGiven form;
    form.id = unit.ids.uuid();
    form.course.value = "course-2";
    form.session.value = "course-2-session-10";
    form.subject.value = "key-2";
    form.clinician.value = "clinician-1";
    form.given_at = instant_of(10);
    unit.forms.insert(form);
    submit(unit, {.course = "course-1", .number = 10, .rater = Rater::therapist});
  });
  store->read([](Reader& reader) {
    const auto rows = reader.pages.today(day_of(10), {ClinicianId{"clinician-1"}});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].client_name == "Client 1");
    REQUIRE(rows[0].answered.size() == 2);
    CHECK(rows[0].answered[0].rater != rows[0].answered[1].rater);
    CHECK(rows[0].answered[0].subject.value == "key-1");
    CHECK_FALSE(rows[0].answered[0].declined);
    CHECK(rows[0].people.size() == 1);
    CHECK(rows[0].session.number == 10);
    CHECK(rows[0].open.size() == 2);
    CHECK(rows[1].answered.empty());
    CHECK(rows[1].forms.size() == 1);
    CHECK(rows[1].open.empty());
    CHECK(reader.pages.today(day_of(10), store::DayPart{}).size() == 2);
    const auto named = reader.pages.today(day_of(10), store::DayPart{.name = "LIENT 2"});
    REQUIRE(named.size() == 1);
    CHECK(named.front().client_name == "Client 2");
    CHECK(reader.pages.today(day_of(10), store::DayPart{.name = "%"}).empty());
    CHECK(reader.pages.today(day_of(10), {ClinicianId{"clinician-9"}}).empty());
    const auto overdue = reader.pages.overdue(ClinicianId{"clinician-1"}, instant_of(11));
    REQUIRE(overdue.size() == 1);
    CHECK(overdue[0].client_name == "Client 2");
  });
}

TEST_CASE("the picture holds everything of a course, and nothing that ended") {
  Folder folder;
  const auto store = open_store(folder);
  RatingId spoken;
  store->commit([&](Unit& unit) {
    course_with_ratings(unit, "1", 12);
    const auto voided = submit(unit, {.number = 5});
    unit.ratings.end({voided, EndOfRating::voided, "test", "p-1", {}, instant_of(5)});
    const auto row = rating(unit.ids, {.number = 12, .rater = Rater::therapist});
    spoken = row.id;
    unit.ratings.insert(row, {}, {{Addressee::therapist, "free", "a word"}});
    auto apart = rating(unit.ids, {.number = 11, .rater = Rater::therapist});
    unit.ratings.insert(apart, {}, {{Addressee::second_contact, "other", "not here"}});
  });
  const auto picture =
      store->read([](Reader& reader) { return reader.pages.picture(CourseId{"course-1"}); });
  REQUIRE(picture);
  CHECK(picture->client.name == "Client 1");
  CHECK(picture->sessions.size() == 13);
  CHECK(picture->ratings.size() == 14);
  CHECK(picture->alerts.size() == 1);
  REQUIRE(picture->comments.size() == 1);
  CHECK(picture->comments.front().rating == spoken);
  CHECK(picture->comments.front().comment.text == "a word");
  CHECK_FALSE(store->read([](Reader& reader) { return reader.pages.picture(CourseId{"none"}); }));
}

TEST_CASE("the caseload lists each course with its next session") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    course_with_ratings(unit, "2", 10);
    course_with_ratings(unit, "1", 0);
  });
  const auto rows = store->read([](Reader& reader) {
    return reader.pages.caseload(ClinicianId{"clinician-1"}, instant_of(10));
  });
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].client_name == "Client 1");
  CHECK_FALSE(rows[0].next_session);
  CHECK(rows[1].next_session == instant_of(11));
}

TEST_CASE("the end of a course: its sessions, the last two of them, and the last open totals") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    course_with_ratings(unit, "1", 14);
    course_with_ratings(unit, "2", 0);
    submit(unit, {.number = 14, .score = 1.0, .rater = Rater::therapist});
    auto sealed = rating(unit.ids, {.number = 15, .score = 2.0});
    sealed.sealed_until = instant_of(16);
    unit.ratings.insert(sealed, {}, {});
    const auto voided = submit(unit, {.number = 16, .score = 3.0});
    unit.ratings.end({voided, EndOfRating::voided, "test", "p-1", {}, instant_of(16)});
    unit.mirror.put(session_of("course-1", "session-without", 15));
  });
  const auto at = [&](const char* course, Instant now) {
    return store->read([&](Reader& reader) { return reader.pages.latest(CourseId{course}, now); });
  };
  const auto before = at("course-1", instant_of(15));
  CHECK(before.sessions == 15);
  REQUIRE(before.held.size() == 2);
  CHECK(before.held[0].day == day_of(15));
  CHECK_FALSE(before.held[0].is_rated);
  REQUIRE(before.totals.size() == 12);
  CHECK(before.totals.front() == 84.0);
  CHECK(before.totals.back() == 73.0);
  CHECK(at("course-1", instant_of(16)).totals.front() == 2.0);  // no longer sealed
  CHECK(at("course-1", instant_of(3)).sessions == 3);
  const auto empty = at("course-2", instant_of(15));
  CHECK(empty.sessions == 0);
  CHECK(empty.held.empty());
  CHECK(empty.totals.empty());
}

TEST_CASE("figures about the past come course by course as they come for the whole practice") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    course_with_ratings(unit, "1", 12);
    course_with_ratings(unit, "2", 3);
    course_with_ratings(unit, "3", 0);
  });
  store->read([](Reader& reader) {
    const auto all = reader.reports.rated_courses();
    REQUIRE(all.size() == 2);
    const auto mine = reader.reports.rated_courses(ClinicianId{"clinician-1"});
    REQUIRE(mine.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(mine[i].course == all[i].course);
      CHECK(mine[i].first == all[i].first);
      CHECK(mine[i].ratings == all[i].ratings);
    }
    CHECK(reader.reports.rated_courses(ClinicianId{"clinician-2"}).empty());
    std::vector<std::string> practice, courses;
    reader.reports.raised_check_ins(
        [&](const RaisedCheckIn& one) { practice.push_back(one.id.value); });
    for (const char* course : {"course-1", "course-2"})
      reader.reports.raised_check_ins(
          CourseId{course}, [&](const RaisedCheckIn& one) { courses.push_back(one.id.value); });
    CHECK_FALSE(practice.empty());
    std::sort(courses.begin(), courses.end());
    CHECK(practice == courses);
  });
}
