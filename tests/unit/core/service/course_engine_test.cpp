// SPDX-License-Identifier: MIT
#include "service/course_engine.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "course_story.hpp"
#include "service/check_in.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;
using store::AlertKind;

namespace {

// Ups and downs with a few deep dips, a change of language and back, and blanks.
std::vector<Sent> story_of(std::uint32_t seed, int sessions) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t limit) { return static_cast<int>(random() % limit); };
  std::vector<Sent> story;
  for (int i = 1; i <= sessions; ++i) {
    Sent sent{i, 70.0 + below(20), below(6) == 0 ? 2 : 0};
    if (below(5) == 0) sent.each -= 30;
    sent.declined = below(9) == 0;
    sent.other_language = i > sessions / 2 && i <= sessions / 2 + 3;
    story.push_back(sent);
    if (below(2) == 0)
      story.push_back({.session = i, .each = 60.0 + below(30), .by_therapist = true});
  }
  return story;
}

// What was found, whenever that was. An alert keeps the numbers it was found with.
std::vector<std::string> found_in(PracticeOfOne& practice) {
  std::vector<std::string> found;
  practice.read([&](store::Reader& reader) {
    for (const auto& alert : reader.alerts.facts_of_course(course)) {
      if (const auto now = reader.alerts.find(alert.id))
        if (now->status == AlertStatus::withdrawn) continue;
      found.push_back(alert.rule + " " + alert.session.value);
    }
  });
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("a course that follows its ratings one by one stands as one worked out from its facts") {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    PracticeOfOne practice({}, 24);
    for (const auto& sent : story_of(seed, 24)) {
      REQUIRE(submit_rating(*practice.house, submission_of(practice, sent)));
      INFO("seed " << seed << " session " << sent.session);
      check_against_facts(practice);
    }
  }
}

TEST_CASE("whatever the order in which ratings come in, a course ends in the same state") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    auto story = story_of(seed, 14);
    PracticeOfOne in_order({}, 14);
    for (const auto& sent : story)
      REQUIRE(submit_rating(*in_order.house, submission_of(in_order, sent)));
    std::shuffle(story.begin(), story.end(), std::mt19937(seed * 7919));
    PracticeOfOne shuffled({}, 14);
    for (const auto& sent : story)
      REQUIRE(submit_rating(*shuffled.house, submission_of(shuffled, sent)));
    check_against_facts(shuffled);
    CHECK(found_in(shuffled) == found_in(in_order));
    CHECK(expectations(shuffled) == expectations(in_order));
  }
}

TEST_CASE("a dip at the latest session is a check-in with every number") {
  PracticeOfOne practice({}, 10);
  for (int i = 1; i < 10; ++i) practice.rate(i, 80);
  const auto sent = practice.rate(10, 50);
  REQUIRE(sent.raised.size() == 1);
  const auto alert = alert_at(practice, 10);
  REQUIRE(alert);
  CHECK(alert->alert.kind == AlertKind::check_in);
  CHECK(alert->alert.rule == "A");
  CHECK(alert->alert.rating == sent.rating);
  CHECK(alert->alert.raw == "200");
  CHECK(alert->alert.score == Approx(50));
  CHECK(alert->alert.expected > 79);
  CHECK(alert->alert.highest == Approx(80));
  CHECK(alert->alert.earlier == 9);
  CHECK(alert->alert.z == Approx((alert->alert.expected - 50) / alert->alert.sd));
  CHECK(alert->alert.high - alert->alert.expected == Approx(1.75 * alert->alert.sd));
  const auto repairs =
      practice.read([](store::Reader& reader) { return reader.repairs.of_course(course); });
  REQUIRE(repairs.size() == 1);
  CHECK(repairs[0].state == "open");
  CHECK(repairs[0].alert == alert->alert.id);
  CHECK(repairs[0].opened_by == sent.rating);
}

TEST_CASE("the numbers of a picture are those that the alert was found with") {
  PracticeOfOne practice({}, 10);
  for (int i = 1; i < 10; ++i) practice.rate(i, 76.0 + i % 3);
  const auto sent = practice.rate(10, 50);
  const auto alert = alert_at(practice, 10);
  REQUIRE(alert);
  const auto file = practice.file();
  const auto steps = practice.read([&](store::Reader& reader) {
    return steps_of(reader, file, reader.ratings.of_course(file.of.course));
  });
  REQUIRE(steps.size() == 10);
  CHECK(steps.back().rating == sent.rating);
  CHECK(steps.back().step.expected == alert->alert.expected);
  CHECK(steps.back().step.sd == alert->alert.sd);
  CHECK(steps.back().step.z == alert->alert.z);
}

TEST_CASE("a second low rating tells of the one before it") {
  PracticeOfOne practice({}, 14);
  for (int i = 1; i < 13; ++i) practice.rate(i, 80);
  practice.rate(13, 73);
  practice.rate(14, 71);
  const auto file = practice.file();
  const auto steps = practice.read([&](store::Reader& reader) {
    return steps_of(reader, file, reader.ratings.of_course(file.of.course));
  });
  const auto alert = alert_at(practice, 14);
  REQUIRE(alert);
  REQUIRE(alert->alert.rule == "B");
  REQUIRE(alert->alert.previous_score);
  CHECK(*alert->alert.previous_score == Approx(73));
  CHECK(*alert->alert.previous_z == Approx(steps[12].step.z));
}

TEST_CASE("the therapist's rating first, then the client's dip: still a check-in") {
  PracticeOfOne practice({}, 10);
  for (int i = 1; i < 10; ++i) practice.rate(i, 80);
  REQUIRE(submit_rating(
      *practice.house, submission_of(practice, {.session = 10, .each = 75, .by_therapist = true})));
  practice.rate(10, 50);
  const auto alert = alert_at(practice, 10);
  REQUIRE(alert);
  CHECK(alert->alert.kind == AlertKind::check_in);
}

TEST_CASE("a session cancelled ahead does not make today's dip a thing of the past") {
  PracticeOfOne practice({}, 10);
  auto holiday = PracticeOfOne::session(12);
  holiday.attendance = Attendance::cancelled_by_practice;
  practice.house->store().commit([&](store::Unit& unit) { unit.mirror.put(holiday); });
  for (int i = 1; i < 10; ++i) practice.rate(i, 80);
  practice.rate(10, 50);
  REQUIRE(alert_at(practice, 10));
  CHECK(alert_at(practice, 10)->alert.kind == AlertKind::check_in);
  check_against_facts(practice);
}

TEST_CASE("a form in another language begins a series, and the old one is taken up again") {
  PracticeOfOne practice({}, 14);
  for (int i = 1; i <= 8; ++i) practice.rate(i, 80);
  for (int i = 9; i <= 11; ++i)
    REQUIRE(
        submit_rating(*practice.house,
                      submission_of(practice, {.session = i, .each = 30, .other_language = true})));
  for (const auto& alert : practice.alerts()) CHECK(alert.alert.rule == "L");
  practice.rate(12, 80);
  practice.rate(13, 40);
  const auto alert = alert_at(practice, 13);
  REQUIRE(alert);
  CHECK(alert->alert.rule == "A");
  CHECK(alert->alert.earlier == 9);
  CHECK(alert->alert.highest == Approx(80));
  check_against_facts(practice);
}

TEST_CASE("a finding joins the open check-in of its cause, and another cause stands alone") {
  PracticeOfOne practice({}, 20);
  practice.host.clock = start_of(1);
  for (int i = 1; i < 10; ++i) practice.rate(i, 85);
  practice.rate(10, 45);
  for (int i = 11; i < 16; ++i) practice.rate(i, 85);
  practice.rate(16, 40);
  auto all = practice.alerts();
  REQUIRE(all.size() == 1);
  CHECK(all[0].findings == 2);
  CHECK(all[0].last_day == day_of(16));
  REQUIRE(submit_rating(*practice.house,
                        submission_of(practice, {.session = 17, .each = 80, .tension = 3})));
  all = practice.alerts();
  REQUIRE(all.size() == 2);
  CHECK(all[1].alert.cause == "told");
  CHECK(all[1].alert.tension == 3);
}

TEST_CASE("a closed check-in is a fact of its course, and the next dip opens another") {
  PracticeOfOne practice({}, 20);
  for (int i = 1; i < 10; ++i) practice.rate(i, 85);
  practice.host.clock = start_of(10) + std::chrono::hours{1};
  practice.rate(10, 45);
  const auto first = alert_at(practice, 10);
  REQUIRE(first);
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), first->alert.id,
                          NotADip{"other", "the form was filled on the bus"}));
  check_against_facts(practice);
  for (int i = 11; i < 16; ++i) practice.rate(i, 85);
  practice.rate(16, 40);
  check_against_facts(practice);
  const auto all = practice.alerts();
  REQUIRE(all.size() == 2);
  CHECK(all[0].status == AlertStatus::closed);
  CHECK(all[1].status == AlertStatus::open);
}

TEST_CASE("a re-run about one participant leaves the other's repair alone") {
  PracticeOfOne practice({}, 12);
  for (int i = 1; i < 10; ++i) practice.rate(i, 85);
  practice.rate(10, 45);
  auto other = practice.submission(11, 70);
  other.client = ClientId{"client-2"};
  REQUIRE(submit_rating(*practice.house, other));
  other = practice.submission(9, 70);
  other.client = ClientId{"client-2"};
  other.key = "late-of-the-other";
  REQUIRE(submit_rating(*practice.house, other));
  const auto repairs =
      practice.read([](store::Reader& reader) { return reader.repairs.of_course(course); });
  REQUIRE(repairs.size() == 1);
  CHECK(repairs[0].subject == practice.key());
  check_against_facts(practice);
}

TEST_CASE("a missed session follows a dip whose check-in was closed by mistake and opened again") {
  PracticeOfOne practice({}, 9);
  for (int i = 1; i <= 8; ++i) {
    auto submission = submission_of(practice, {i, i == 8 ? 55.0 : 80.0, i == 8 ? 3 : 0});
    practice.host.clock = start_of(i) + std::chrono::hours{1};
    REQUIRE(submit_rating(*practice.house, submission));
  }
  const auto of_cause = [&](std::string_view cause) {
    for (const auto& alert : practice.alerts())
      if (alert.alert.cause == cause) return alert.alert.id;
    return AlertId{};
  };
  const auto act = [&](std::string_view cause, const CheckInAct& done) {
    practice.host.clock += std::chrono::minutes{1};
    REQUIRE(act_on_check_in(*practice.house, practice.therapist(), of_cause(cause), done));
    check_against_facts(practice);
  };
  const NotADip slip{"slip", "a slip of the finger"};
  const auto miss = [&] {
    practice.host.clock = start_of(9) + std::chrono::hours{1};
    practice.house->store().commit([&](store::Unit& unit) {
      auto missed = PracticeOfOne::session(9);
      missed.attendance = Attendance::no_show;
      unit.mirror.put(missed);
    });
    rerun(practice);
    return !of_cause("absence").empty();
  };
  SECTION("the other one is closed") {
    act("told", slip);
    CHECK(miss());
  }
  SECTION("closed and opened again") {
    act("told", slip);
    act("dip", slip);
    act("dip", Reopen{});
    CHECK(miss());
  }
  SECTION("both are closed") {
    act("told", slip);
    act("dip", slip);
    CHECK_FALSE(miss());
  }
}
