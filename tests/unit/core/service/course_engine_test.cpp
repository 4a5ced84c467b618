// SPDX-License-Identifier: MIT
#include "service/course_engine.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "practice_of_one.hpp"
#include "service/check_in.hpp"
#include "service/read_caseload.hpp"
#include "service/read_picture.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;
using store::AlertKind;
using store::AlertStatus;

namespace {

// A form of the story: who rated, how, and in which language.
struct Sent {
  int session = 0;
  double each = 0;
  int tension = 0;
  bool by_therapist = false;
  bool declined = false;
  bool other_language = false;
};

Submission submission_of(const PracticeOfOne& practice, const Sent& sent) {
  auto submission =
      practice.submission(sent.session, sent.each,
                          sent.by_therapist ? "holdfast-session-therapist" : "holdfast-session");
  if (!sent.by_therapist) submission.answers.emplace("tension", double(sent.tension));
  if (sent.declined) submission.answers.clear();
  submission.declined = sent.declined;
  if (sent.other_language) submission.language = "ar";
  return submission;
}

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

void check_against_facts(PracticeOfOne& practice) {
  const auto file = practice.file();
  const auto from_facts =
      practice.read([&](store::Reader& reader) { return state_from_facts(reader, file); });
  CHECK(practice.state() == from_facts);
}

std::vector<double> expectations(PracticeOfOne& practice) {
  const auto file = practice.file();
  std::vector<double> all;
  for (const auto& step : practice.read([&](store::Reader& reader) {
         return steps_of(reader, file, reader.ratings.of_course(file.of.course));
       }))
    all.push_back(step.step.expected);
  return all;
}

std::optional<store::AlertNow> alert_at(PracticeOfOne& practice, int session) {
  for (auto& alert : practice.alerts())
    if (alert.alert.session == session_id(session)) return std::move(alert);
  return std::nullopt;
}

std::vector<store::RepairNow> repairs_of(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) { return reader.repairs.of_course(course); });
}

// Every number of every repair, in their order.
std::string text_of(const std::vector<store::RepairNow>& repairs) {
  std::string text;
  for (const auto& repair : repairs)
    text += repair.opened_by.value + " " + repair.state + " " + std::to_string(repair.level) + " " +
            std::to_string(repair.lowest) + " " + std::to_string(repair.ratings) + " " +
            (repair.closed ? to_text(*repair.closed) : "open") +
            (repair.talked_through ? " talked through\n" : "\n");
  return text;
}

void rerun(PracticeOfOne& practice) {
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
}

void end(PracticeOfOne& practice, const RatingId& rating) {
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) {
    unit.ratings.end({.rating = rating,
                      .how = store::EndOfRating::voided,
                      .reason = "test",
                      .by = "person-1",
                      .successor = {},
                      .at = practice.host.clock});
    rerun_course(unit, file);
  });
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

TEST_CASE("a late entry that adds an alert to a past session adds a note") {
  PracticeOfOne practice({}, 12);
  for (int i = 1; i <= 12; ++i)
    if (i != 9) practice.rate(i, 80);
  CHECK(practice.alerts().empty());
  practice.rate(9, 40);
  const auto alert = alert_at(practice, 9);
  REQUIRE(alert);
  CHECK(alert->alert.kind == AlertKind::note);
  CHECK(alert->status == AlertStatus::closed);
  check_against_facts(practice);
}

TEST_CASE("an alert that the facts no longer bear out is withdrawn, and comes back with them") {
  PracticeOfOne practice({}, 10);
  for (int i = 1; i < 10; ++i)
    if (i != 9) practice.rate(i, 80);
  practice.rate(10, 50);
  REQUIRE(alert_at(practice, 10));
  REQUIRE(alert_at(practice, 10)->status == AlertStatus::open);
  // A low rating just before it: the drop was there, and the silence after it covers this one.
  const auto late = practice.rate(9, 30);
  auto alert = alert_at(practice, 10);
  REQUIRE(alert);
  CHECK(alert->status == AlertStatus::withdrawn);
  const auto events =
      practice.read([&](store::Reader& reader) { return reader.alerts.events(alert->alert.id); });
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == "withdrawn");
  CHECK(events[0].reason == "data corrected");
  end(practice, late.rating);
  alert = alert_at(practice, 10);
  CHECK(alert->status == AlertStatus::open);
  CHECK(alert_at(practice, 9)->status == AlertStatus::withdrawn);
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

namespace {

// Rates sessions 1, 2, ... as they come, and answers what was stored for each.
std::vector<Submitted> rate_all(PracticeOfOne& practice, const std::vector<double>& all) {
  practice.host.clock = start_of(1);
  std::vector<Submitted> sent;
  for (const double each : all)
    sent.push_back(practice.rate(static_cast<int>(sent.size()) + 1, each));
  return sent;
}

std::string alerts_of(PracticeOfOne& practice) {
  std::string text;
  practice.read([&](store::Reader& reader) {
    for (const auto& now : reader.alerts.everything_of_course(course))
      text += now.alert.rule + " " + now.alert.session.value + " " +
              std::to_string(static_cast<int>(now.status)) + " " + std::to_string(now.findings) +
              " " + to_text(now.last_day) + (now.joins.empty() ? "" : " joined") + "\n";
  });
  return text;
}

void check_rebuilt(PracticeOfOne& practice) {
  const auto before = alerts_of(practice);
  practice.house->store().commit([](store::Unit& unit) { unit.alerts.rebuild(); });
  CHECK(alerts_of(practice) == before);
  rerun(practice);
  CHECK(alerts_of(practice) == before);
}

int alerts_in_budget(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) {
    return reader.alerts.budget(clinician, day_of(1), day_of(40)).alerts;
  });
}

const std::vector<double> two_dips{80, 80, 80, 80, 80, 80, 60, 82, 55, 80};

}  // namespace

TEST_CASE("the first of two dips is taken out: the check-in goes on with the second") {
  PracticeOfOne practice({}, 10);
  const auto sent = rate_all(practice, two_dips);
  const auto first = alert_at(practice, 7);
  REQUIRE(first);
  REQUIRE(first->findings == 2);
  REQUIRE(act_on_check_in(*practice.house, practice.therapist(), first->alert.id, Acknowledge{}));
  end(practice, sent[6].rating);
  CHECK(alert_at(practice, 7)->status == AlertStatus::withdrawn);
  const auto second = alert_at(practice, 9);
  REQUIRE(second);
  CHECK(second->status == AlertStatus::acknowledged);  // as the first stood
  CHECK(second->joins.empty());
  CHECK(second->findings == 1);
  CHECK(second->last_day == day_of(9));
  CHECK(alerts_in_budget(practice) == 1);
  const auto repairs = repairs_of(practice);
  REQUIRE(repairs.size() == 1);
  CHECK(repairs[0].alert == second->alert.id);
  const auto page = read_check_in(*practice.house, practice.therapist(), second->alert.id);
  REQUIRE(page);
  REQUIRE(page->events.size() == 2);
  CHECK(page->events[0].kind == "recalculated");  // without the first, less was expected
  CHECK(page->events[1].kind == "promoted");
  check_rebuilt(practice);
}

TEST_CASE("a finding that joined is taken out: the check-in counts one less") {
  PracticeOfOne practice({}, 10);
  const auto sent = rate_all(practice, two_dips);
  end(practice, sent[8].rating);
  const auto first = alert_at(practice, 7);
  REQUIRE(first);
  CHECK(first->status == AlertStatus::open);
  CHECK(first->findings == 1);
  CHECK(first->last_day == day_of(7));
  CHECK(alert_at(practice, 9)->status == AlertStatus::withdrawn);
  CHECK(alerts_in_budget(practice) == 1);
  check_rebuilt(practice);
  end(practice, sent[6].rating);
  CHECK(alerts_in_budget(practice) == 0);
  check_rebuilt(practice);
}

TEST_CASE("a dip that a correction gives another rule stays a check-in") {
  PracticeOfOne practice({}, 9);
  const auto sent = rate_all(practice, {80, 80, 80, 80, 80, 80, 80, 70, 68});
  REQUIRE(alert_at(practice, 9)->alert.rule == "B");
  end(practice, sent[7].rating);
  const auto today = practice.read(
      [](store::Reader& reader) { return reader.alerts.open_of_clinician(clinician, day_of(9)); });
  REQUIRE(today.size() == 1);
  CHECK(today[0].alert.rule == "A");
  CHECK(repairs_of(practice).at(0).alert == today[0].alert.id);
  check_rebuilt(practice);
}

TEST_CASE("a withdrawn check-in that comes back joins the one that took its place") {
  PracticeOfOne practice({}, 10);
  practice.host.clock = start_of(1);
  std::vector<Submitted> sent;
  for (int i = 1; i <= 9; ++i)
    if (i != 6) practice.rate(i, two_dips[static_cast<std::size_t>(i) - 1]);
  REQUIRE(alert_at(practice, 7)->findings == 2);
  // A low rating before the first dip: that one is silent now, and the second stands.
  const auto late = practice.rate(6, 30);
  REQUIRE(alert_at(practice, 7)->status == AlertStatus::withdrawn);
  end(practice, late.rating);
  CHECK_FALSE(practice.alerts().empty());
  const auto open = practice.read(
      [](store::Reader& reader) { return reader.alerts.open_of_clinician(clinician, day_of(10)); });
  REQUIRE(open.size() == 1);
  CHECK(open[0].findings == 2);
  check_rebuilt(practice);
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

TEST_CASE("a standing check-in tells the numbers of a re-run, and those it was found with") {
  PracticeOfOne practice({}, 8);
  practice.host.clock = start_of(1);
  for (int i = 1; i <= 8; ++i)
    if (i != 3 && i != 4) practice.rate(i, i == 8 ? 58 : 80);
  const auto before = alert_at(practice, 8);
  REQUIRE(before);
  CHECK(before->alert.earlier == 5);
  CHECK_FALSE(before->found);
  practice.rate(3, 72);
  const auto late = practice.rate(4, 72);
  const auto after = alert_at(practice, 8);
  REQUIRE(after);
  CHECK(after->alert.id == before->alert.id);
  CHECK(after->alert.earlier == 7);
  CHECK(after->alert.expected < before->alert.expected);
  CHECK(after->alert.expected == expectations(practice).back());
  REQUIRE(after->found);
  CHECK(after->found->expected == before->alert.expected);
  CHECK(after->found->z == before->alert.z);
  CHECK(after->found->earlier == 5);
  check_rebuilt(practice);

  const auto page = read_check_in(*practice.house, practice.therapist(), after->alert.id);
  REQUIRE(page);
  CHECK(page->now.alert.expected == after->alert.expected);
  CHECK(page->events.size() == 2);
  CHECK(page->events[0].kind == "recalculated");
  end(practice, late.rating);
  CHECK(alert_at(practice, 8)->alert.earlier == 6);
  check_rebuilt(practice);
}
