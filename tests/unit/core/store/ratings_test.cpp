// SPDX-License-Identifier: MIT
#include "store/ratings.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

StoredRating full_rating(Identifiers& ids) {
  StoredRating row = rating(ids, {});
  row.series.relation = Relation::carer;
  row.series.rater_id = "key-of-a-carer";
  row.series.mode = Mode::paper;
  row.series.setting = Setting::group;
  row.submitted_as = "person-1";
  row.place = Place::video;
  row.assistance = Assistance::interpreter;
  row.source = RatingSource::paper;
  row.tension = 2;
  row.told = true;
  row.sealed_until = row.entered_at + std::chrono::hours{24};
  row.subscales = {{"bond", "80", Pomp{80.1}}, {"goals", "71", Pomp{71.2}}};
  return row;
}

}  // namespace

TEST_CASE("a rating comes back as it was stored") {
  Folder folder;
  const auto store = open_store(folder);
  const StoredRating row = full_rating(store->ids());
  store->commit([&](Unit& unit) {
    unit.ratings.insert(row, answers(), {{Addressee::therapist, "free", "für Sie"}});
  });
  store->read([&](Reader& reader) {
    const auto found = reader.ratings.find(row.id);
    REQUIRE(found);
    CHECK(found->series == row.series);
    CHECK(found->subject == row.subject);
    CHECK(found->session == row.session);
    CHECK(found->day == row.day);
    CHECK(found->session_start == row.session_start);
    CHECK(found->session_number == row.session_number);
    CHECK(found->entered_at == row.entered_at);
    CHECK(found->submitted_by == row.submitted_by);
    CHECK(found->submitted_as == row.submitted_as);
    CHECK(found->place == row.place);
    CHECK(found->assistance == row.assistance);
    CHECK(found->source == row.source);
    CHECK_FALSE(found->declined);
    CHECK(found->raw == row.raw);
    CHECK(found->score == row.score);
    CHECK(found->tension == row.tension);
    CHECK(found->told == row.told);
    CHECK(found->duration_ms == row.duration_ms);
    CHECK(found->answered == row.answered);
    CHECK(found->straight_line == row.straight_line);
    CHECK(found->sealed_until == row.sealed_until);
    CHECK(found->idempotency_key == row.idempotency_key);
    CHECK(found->request_digest == row.request_digest);
    REQUIRE(found->subscales.size() == 2);
    CHECK(found->subscales[0].name == "bond");
    CHECK(found->subscales[1].score == Pomp{71.2});
    const auto given = reader.ratings.answers(row.id);
    REQUIRE(given.size() == 6);
    CHECK(given[0].item == "goals");
    CHECK(given[0].value == "71");
    CHECK_FALSE(given[4].touched);
    CHECK_FALSE(given[5].value);
    CHECK(reader.ratings.comments(row.id, Addressee::therapist).front().text == "für Sie");
    CHECK(reader.ratings.by_idempotency_key(row.idempotency_key)->id == row.id);
  });
}

TEST_CASE("a course's ratings come with their own subscales, comments and keys") {
  Folder folder;
  const auto store = open_store(folder);
  auto first = rating(store->ids(), {.number = 1});
  auto second = rating(store->ids(), {.number = 2});
  auto voided = rating(store->ids(), {.number = 3});
  auto elsewhere = rating(store->ids(), {.course = "course-2"});
  first.subscales = {{"tasks", "60", Pomp{60}}, {"bond", "80", Pomp{80}}};
  second.subscales = {{"bond", "40", Pomp{40}}};
  elsewhere.subscales = {{"bond", "10", Pomp{10}}};
  const auto said = [](const char* words) {
    return std::vector{StoredComment{Addressee::therapist, "free", words}};
  };
  store->commit([&](Unit& unit) {
    unit.ratings.insert(second, {}, said("second"));
    unit.ratings.insert(first, {}, {});
    unit.ratings.insert(voided, {}, said("voided"));
    unit.ratings.insert(elsewhere, {}, said("elsewhere"));
    unit.ratings.end({voided.id, EndOfRating::voided, "test", "p-1", {}, instant_of(5)});
  });
  store->read([&](Reader& reader) {
    const CourseId course{"course-1"};
    const auto found = reader.ratings.of_course(course);
    REQUIRE(found.size() == 2);
    REQUIRE(found[0].subscales.size() == 2);
    CHECK(found[0].subscales[0].name == "tasks");
    CHECK(found[0].subscales[1].score == Pomp{80});
    REQUIRE(found[1].subscales.size() == 1);
    CHECK(found[1].subscales[0].raw == "40");
    const auto comments = reader.ratings.comments_of_course(course, Addressee::therapist);
    REQUIRE(comments.size() == 1);
    CHECK(comments.front().rating == second.id);
    CHECK(comments.front().comment.text == "second");
    CHECK(reader.ratings.comments_of_course(course, Addressee::second_contact).empty());
    CHECK(reader.ratings.idempotency_keys_of_course(course) ==
          std::set{first.idempotency_key, second.idempotency_key, voided.idempotency_key});
  });
}

TEST_CASE("a text for the second contact is not the therapist's to read") {
  Folder folder;
  const auto store = open_store(folder);
  const StoredRating row = rating(store->ids(), {});
  store->commit([&](Unit& unit) {
    unit.ratings.insert(row, {}, {{Addressee::second_contact, "other", "somebody else only"}});
  });
  store->read([&](Reader& reader) {
    CHECK(reader.ratings.comments(row.id, Addressee::therapist).empty());
    CHECK(reader.ratings.comments(row.id, Addressee::second_contact).size() == 1);
  });
}

TEST_CASE(
    "ratings of a course stand in order of day, start and number, whenever they were entered") {
  Folder folder;
  const auto store = open_store(folder);
  std::vector<RatingId> expected(4);
  store->commit([&](Unit& unit) {
    for (const int number : {3, 1, 2}) {
      const auto row = rating(unit.ids, {.number = number});
      expected[static_cast<std::size_t>(number - 1)] = row.id;
      unit.ratings.insert(row, {}, {});
    }
    auto later = rating(unit.ids, {.number = 3});
    later.session.value = "afternoon";
    later.session_start = instant_of(3) + std::chrono::hours{5};
    expected[3] = later.id;
    unit.ratings.insert(later, {}, {});
  });
  store->read([&](Reader& reader) {
    std::vector<RatingId> found;
    for (const auto& row : reader.ratings.of_course(CourseId{"course-1"})) found.push_back(row.id);
    CHECK(found == expected);
    const auto key = reader.ratings.find(expected[0])->series;
    CHECK(reader.ratings.of_series(key, ClientKey{"key-1"}).size() == 4);
    CHECK(reader.ratings.last_of_series(key, ClientKey{"key-1"})->id == expected[3]);
    CHECK(reader.ratings.of_series(key, ClientKey{"partner"}).empty());
    CHECK(reader.ratings.of_session(SessionId{"afternoon"}).front().id == expected[3]);
  });
}

TEST_CASE("a rating that ended is found, but no longer stands") {
  Folder folder;
  const auto store = open_store(folder);
  const auto moved = store->commit([](Unit& unit) {
    const auto first = rating(unit.ids, {});
    auto second = rating(unit.ids, {.course = "course-2", .client = "key-2"});
    second.takes_place_of = first.id;
    unit.ratings.insert(first, {}, {});
    unit.ratings.insert(second, {}, {});
    unit.ratings.end(
        {first.id, EndOfRating::moved, "wrong person", "person-1", second.id, instant_of(2)});
    return std::pair{first.id, second.id};
  });
  const auto &wrong = moved.first, &right = moved.second;
  store->read([&](Reader& reader) {
    CHECK_FALSE(reader.ratings.stands(wrong));
    CHECK(reader.ratings.stands(right));
    CHECK(reader.ratings.find(wrong).has_value());
    CHECK(reader.ratings.of_course(CourseId{"course-1"}).empty());
    CHECK(reader.ratings.find(right)->takes_place_of == wrong);
    const auto ends = reader.ratings.ends_of_client(ClientKey{"key-1"});
    REQUIRE(ends.size() == 1);
    CHECK(ends[0].successor == right);
    CHECK(ends[0].reason == "wrong person");
  });
  CHECK_THROWS_AS(store->commit([&](Unit& unit) {
    unit.ratings.end({wrong, EndOfRating::voided, "again", "person-1", {}, instant_of(3)});
  }),
                  Failure);
}

TEST_CASE("a seal ends at the earlier of its end and what ended it") {
  Folder folder;
  const auto store = open_store(folder);
  const auto row = full_rating(store->ids());
  const Instant early = row.entered_at + std::chrono::minutes{3};
  store->commit([&](Unit& unit) {
    unit.ratings.insert(row, {}, {});
    unit.ratings.end_seal(row.id, Ratings::SealEnd::therapist_rated, early);
    unit.ratings.end_seal(row.id, Ratings::SealEnd::released, early + std::chrono::hours{1});
  });
  CHECK(store->read([&](Reader& reader) { return reader.ratings.find(row.id)->sealed_until; }) ==
        early);
}

TEST_CASE("an idempotency key is good for one rating") {
  Folder folder;
  const auto store = open_store(folder);
  const auto first = rating(store->ids(), {});
  auto second = rating(store->ids(), {.number = 2});
  second.idempotency_key = first.idempotency_key;
  store->commit([&](Unit& unit) { unit.ratings.insert(first, {}, {}); });
  CHECK_THROWS_AS(store->commit([&](Unit& unit) { unit.ratings.insert(second, {}, {}); }), Failure);
  CHECK(store->read([&](Reader& reader) { return reader.ratings.find(second.id).has_value(); }) ==
        false);
}

TEST_CASE("a form without an appointment waits to be matched") {
  Folder folder;
  const auto store = open_store(folder);
  auto row = rating(store->ids(), {});
  row.session = {};
  row.session_start.reset();
  store->commit([&](Unit& unit) { unit.ratings.insert(row, {}, {}); });
  const auto waiting = store->read(
      [](Reader& reader) { return reader.ratings.without_session(CourseId{"course-1"}); });
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].session.empty());
  CHECK_FALSE(waiting[0].session_start);
}

TEST_CASE("an import stores many ratings at once, with and without answers") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    std::vector<StoredRating> rows;
    std::vector<std::vector<StoredAnswer>> given;
    for (int number = 1; number <= 500; ++number) {
      rows.push_back(rating(unit.ids, {.number = number}));
      rows.back().source = RatingSource::import;
      given.push_back(number % 2 == 0 ? answers() : std::vector<StoredAnswer>{});
    }
    unit.ratings.insert_many(rows, given);
  });
  store->read([](Reader& reader) {
    const auto rows = reader.ratings.of_course(CourseId{"course-1"});
    REQUIRE(rows.size() == 500);
    CHECK(reader.ratings.answers(rows[0].id).empty());
    CHECK(reader.ratings.answers(rows[1].id).size() == 6);
  });
}

TEST_CASE("facts are never changed or removed, not even by REPLACE") {
  Folder folder;
  open_store(folder)->commit([](Unit& unit) {
    submit(unit, {.number = 10});
    note_reason(unit, "key-1");
  });
  const std::string over =
      holdfast::testing::is_on_postgresql() ? "TRUNCATE TABLE " : "REPLACE INTO ";
  for (const std::string table : {"rating", "alert", "audit_line", "audit_payload"}) {
    INFO(table);
    CHECK_THROWS(folder.by_hand("DELETE FROM " + table));
    CHECK_THROWS(folder.by_hand("UPDATE " + table + " SET practice_id = practice_id"));
    CHECK_THROWS(
        folder.by_hand(over + table + (over[0] == 'T' ? " CASCADE" : " SELECT * FROM " + table)));
  }
}

TEST_CASE("erasing may remove a client's facts, but never audit lines") {
  Folder folder;
  open_store(folder)->commit([](Unit& unit) { submit(unit, {}); });
  CHECK_THROWS(folder.by_hand("DELETE FROM rating"));
  folder.by_hand("INSERT INTO erasing VALUES ('default', 'e')");
  CHECK_NOTHROW(folder.by_hand("DELETE FROM rating"));
  CHECK_THROWS(folder.by_hand("DELETE FROM audit_line"));
}
