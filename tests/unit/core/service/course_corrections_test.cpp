// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "course_story.hpp"
#include "service/check_in.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;
using store::AlertKind;

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
