// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "course_story.hpp"
#include "service/check_in.hpp"
#include "service/read_caseload.hpp"
#include "service/read_picture.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

TEST_CASE("the answer about a new usual level is kept over a re-run") {
  PracticeOfOne practice({}, 20);
  for (int i = 1; i < 10; ++i) practice.rate(i, 85);
  practice.rate(10, 55);
  for (int i = 11; i <= 14; ++i) practice.rate(i, 56);
  const auto repair = [&] {
    return practice.read(
        [](store::Reader& reader) { return reader.repairs.of_course(course).at(0); });
  };
  REQUIRE(repair().state == "new_level");
  REQUIRE(repair().asks_for_new_level);
  const auto alert = alert_at(practice, 10);
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), alert->alert.id,
                          AnswerNewLevel{false}));
  CHECK_FALSE(repair().asks_for_new_level);
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
  CHECK_FALSE(repair().asks_for_new_level);
}

TEST_CASE("two series of a course with a repair each: neither writes into the other's") {
  PracticeOfOne practice({}, 22);
  for (int i = 1; i <= 22; ++i) {
    // Odd sessions: a fall that stays. Even ones, in another language: a deeper fall that mends.
    const bool is_other = i % 2 == 0;
    double each = 80;
    if (is_other && i == 14) each = 40;
    if (!is_other && i >= 13) each = 60;
    practice.host.clock = start_of(i) + std::chrono::hours{1};
    REQUIRE(submit_rating(
        *practice.house,
        submission_of(practice, {.session = i, .each = each, .other_language = is_other})));
  }
  const auto repairs = repairs_of(practice);
  REQUIRE(repairs.size() == 2);
  CHECK(repairs[0].state == "new_level");
  CHECK(repairs[0].lowest == Approx(60));
  CHECK(repairs[0].asks_for_new_level);
  CHECK(repairs[1].state == "repaired");
  CHECK(repairs[1].lowest == Approx(40));
  CHECK(repairs[1].closed == day_of(18));
  rerun(practice);
  CHECK(text_of(repairs_of(practice)) == text_of(repairs));

  // One check-in for both dips: it asks about the one, and the other's answer is not taken for it.
  const auto alert = alert_at(practice, 13);
  REQUIRE(alert);
  CHECK(alert->findings == 2);
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), alert->alert.id,
                          AnswerNewLevel{false}));
  CHECK_FALSE(repairs_of(practice)[0].asks_for_new_level);
}

TEST_CASE("talked through on the day of the fifth rating, which was good: repaired after all") {
  PracticeOfOne practice({}, 13);
  for (int i = 1; i < 8; ++i) practice.rate(i, 80);
  practice.host.clock = start_of(8) + std::chrono::hours{1};
  int session = 8;
  for (const double each : {60, 62, 72, 61, 73, 80}) practice.rate(session++, each);
  REQUIRE(repairs_of(practice).at(0).state == "unrepaired");
  const auto alert = alert_at(practice, 8);
  REQUIRE(alert);
  LogWhatWasDone done;
  done.talked_through = true;
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), alert->alert.id, done));
  const auto repairs = repairs_of(practice);
  REQUIRE(repairs.size() == 1);
  CHECK(repairs[0].state == "repaired");
  CHECK(repairs[0].talked_through);
  CHECK(repairs[0].closed == day_of(13));
  rerun(practice);
  CHECK(text_of(repairs_of(practice)) == text_of(repairs));
}

TEST_CASE("a mark is shown at once, not only when the next rating comes") {
  PracticeOfOne practice({}, 12);
  for (int i = 1; i < 8; ++i) practice.rate(i, 80);
  practice.rate(8, 55);
  practice.rate(9, 60);
  LogWhatWasDone done;
  done.talked_through = true;
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), alert_at(practice, 8)->alert.id,
                          done));
  CHECK(repairs_of(practice).at(0).talked_through);
}

TEST_CASE("forms that come in after the course has ended move its repair as a rebuild does") {
  PracticeOfOne practice({}, 12);
  for (int i = 1; i < 8; ++i) practice.rate(i, 80);
  practice.rate(8, 55);
  practice.house->store().commit([&](store::Unit& unit) {
    auto known = *unit.mirror.course(course);
    known.ended = day_of(12);
    unit.mirror.put(known);
  });
  rerun(practice);
  REQUIRE(repairs_of(practice).at(0).state == "ended");
  practice.rate(9, 80);
  CHECK(repairs_of(practice).at(0).ratings == 1);
  practice.rate(10, 80);
  const auto repairs = repairs_of(practice);
  CHECK(repairs[0].state == "repaired");
  CHECK(repairs[0].ratings == 2);
  rerun(practice);
  CHECK(text_of(repairs_of(practice)) == text_of(repairs));
  check_against_facts(practice);
}

TEST_CASE("45 days without a rating: what is read says unrepaired, what is stored does not") {
  PracticeOfOne practice({}, 8);
  for (int i = 1; i < 8; ++i) practice.rate(i, 80);
  practice.rate(8, 55);
  const auto alert = alert_at(practice, 8);
  REQUIRE(alert);
  const auto shown = [&] {
    const auto picture =
        read_picture(*practice.house, practice.therapist(), course, "/courses/{course}");
    const auto page = read_check_in(*practice.house, practice.therapist(), alert->alert.id);
    const auto rows = read_caseload(*practice.house, practice.therapist(), {});
    return picture->held.repairs.at(0).state + " " + page->repair->state + " " +
           rows->rows.at(0).repair;
  };
  practice.host.clock = start_of(8) + std::chrono::days{44};
  CHECK(shown() == "open open open");
  practice.host.clock = start_of(8) + std::chrono::days{45};
  CHECK(shown() == "unrepaired unrepaired ");
  CHECK(repairs_of(practice).at(0).state == "open");
  CHECK_FALSE(repairs_of(practice).at(0).closed);
}
