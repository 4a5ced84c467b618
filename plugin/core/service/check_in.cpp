// SPDX-License-Identifier: MIT
#include "service/check_in.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "detection/budget.hpp"
#include "service/check_in_numbers.hpp"
#include "service/client_courses.hpp"
#include "service/course_engine.hpp"
#include "service/repair_today.hpp"
#include "service/seal.hpp"
#include "service/taken_out.hpp"

namespace holdfast::service {
namespace {

using access::Action;
using store::AlertStatus;

constexpr std::array<std::string_view, 5> strains{"none", "moving_away", "moving_against", "both",
                                                  "unsure"};

Refusal unknown() {
  return {Refusal::Kind::not_found, "unknown-check-in", "There is no such check-in.", {}};
}

std::optional<store::AlertNow> find(House& house, const AlertId& id) {
  auto alert = house.store().read([&](store::Reader& reader) { return reader.alerts.find(id); });
  // A finding that counts for another check-in has no page of its own.
  if (alert && !alert->joins.empty() && alert->status != AlertStatus::withdrawn)
    return std::nullopt;
  return alert;
}

// Dips of two forms may have joined one check-in, each with a repair of its own: the one that asks
// something comes first, then one that is still followed, then the newest.
std::optional<store::RepairNow> repair_of(store::Reader& reader, const store::AlertNow& alert) {
  const auto urgency = [](const store::RepairNow& repair) {
    return std::tuple{repair.asks_for_new_level, !repair.closed, repair.opened};
  };
  std::optional<store::RepairNow> found;
  for (auto& repair : reader.repairs.of_course(alert.alert.course))
    if (repair.alert == alert.alert.id && (!found || urgency(*found) <= urgency(repair)))
      found = std::move(repair);
  return found;
}

Problems wrong(std::string field, std::string rule, std::string message) {
  return {{std::move(field), std::move(rule), std::move(message)}};
}

Problems check_reason(const std::string& reason) {
  if (reason.empty())
    return wrong("reason", "required", "Say why in a few words, for whoever looks next.");
  if (reason.size() > reason_limit)
    return wrong("reason", "too-long", "The reason has at most 2,000 characters.");
  return {};
}

bool takes_part(House& house, const OwnCheckIn& wish) {
  if (wish.about.empty()) return true;
  const auto ratings = house.store().read(
      [&](store::Reader& reader) { return reader.ratings.of_course(wish.course); });
  return std::any_of(ratings.begin(), ratings.end(),
                     [&](const auto& rating) { return rating.subject == wish.about; });
}

// What each act writes. `operator()` answers problems, or none and the act is in the unit.
struct Doing {
  store::Unit& unit;
  const House& house;
  const store::AlertNow& alert;
  const std::string& person;
  Instant now;
  Day today;

  void record(store::AlertEvent event) const {
    event.id = unit.ids.uuid();
    event.alert = alert.alert.id;
    event.by = person;
    event.at = now;
    unit.alerts.record(event);
  }
  void record_repair(const store::RepairNow& repair, std::string kind, std::string detail) const {
    store::RepairEvent event;
    event.id = unit.ids.uuid();
    event.repair = repair.id;
    event.course = repair.course;
    event.subject = repair.subject;
    event.kind = std::move(kind);
    event.detail = std::move(detail);
    event.session = last_session();
    event.by = person;
    event.at = now;
    unit.repairs.record(event);
  }
  SessionId last_session() const {
    const auto held = unit.mirror.previous_held(alert.alert.course, now);
    return held ? held->id : SessionId{};
  }

  Problems operator()(const Acknowledge&) const {
    record({.kind = "acknowledged"});
    return {};
  }
  Problems operator()(const Snooze& act) const {
    const auto until = parse_day(act.until);
    if (!until) return wrong("until", "day", "Give the day as YYYY-MM-DD, for example 2026-12-01.");
    if (*until <= today || *until > today + longest_snooze)
      return wrong("until", "range", "Choose a day after today and within 90 days.");
    if (auto problems = check_reason(act.reason); !problems.empty()) return problems;
    record({.kind = "snoozed", .reason = act.reason, .until = until});
    return {};
  }
  Problems operator()(const NotADip& act) const {
    if (auto problems = check_reason(act.reason); !problems.empty()) return problems;
    const auto reason = act.cause.empty() ? act.reason : act.cause + ": " + act.reason;
    record({.kind = "not_a_dip", .reason = reason});
    rerun();  // from now on none of its cause is open that a missed session could follow
    return {};
  }
  Problems operator()(const LogWhatWasDone& act) const {
    if (!act.strain.empty() &&
        std::find(strains.begin(), strains.end(), act.strain) == strains.end())
      return wrong("strain", "unknown", "Choose one of the kinds of strain on the page.");
    if (act.words.size() > reason_limit)
      return wrong("words", "too-long", "The client's words have at most 2,000 characters.");
    std::string tried;
    for (const auto& one : act.tried) tried += (tried.empty() ? "" : ",") + one;
    if (act.strain.empty() && tried.empty() && act.words.empty() && !act.talked_through)
      return wrong("tried", "required", "Fill at least one line of what was done.");
    record({.kind = "logged", .strain = act.strain, .tried = tried, .words = act.words});
    if (act.talked_through)
      if (const auto repair = repair_of(unit, alert)) {
        record_repair(*repair, "talked_through", {});
        rerun();
      }
    return {};
  }
  Problems operator()(const Reopen&) const {
    record({.kind = "reopened"});
    rerun();  // as if it had never been closed
    return {};
  }
  Problems operator()(const AnswerNewLevel& act) const {
    auto repair = repair_of(unit, alert);
    if (!repair || !repair->asks_for_new_level)
      return wrong("answer", "not-asked", "This check-in does not ask about a new usual level.");
    const auto opened = unit.ratings.find(repair->opened_by);
    record_repair(*repair, act.accept ? "new_level_accepted" : "new_level_declined",
                  opened ? replay::series_name(opened->series) : std::string{});
    if (act.accept) rerun();
    repair = unit.repairs.find(repair->id);
    if (repair) {
      repair->asks_for_new_level = false;
      unit.repairs.put(*repair);
    }
    return {};
  }
  void rerun() const {
    rerun_course(unit, {{alert.alert.course, alert.alert.subject, house},
                        alert.alert.clinician,
                        now,
                        today,
                        nullptr});
  }
};

}  // namespace

Reply<CheckIn> read_check_in(House& house, const access::Principal& principal, const AlertId& id) {
  const auto alert = find(house, id);
  if (!alert) return unknown();
  auto known = house.store().read([&](store::Reader& reader) {
    auto at = at_door(reader, alert->alert.course, {house.now(), house.day_of(house.now())});
    at.no_supervision = at.no_supervision || refuses_supervision(reader, alert->alert.subject);
    return at;
  });
  known.others = {alert->alert.subject};
  auto course = open_course(
      house, {principal, Action::see_check_in, "check_in.read", "/check-ins/{check_in}"},
      std::move(known));
  if (!course) return course.refusal();
  const auto now = house.now();
  const auto today = house.day_of(now);
  CheckIn check_in;
  check_in.course = std::move(*course);
  check_in.now = *alert;
  const access::Subject subject{check_in.course.course.id, check_in.course.client.id,
                                check_in.course.course.clinicians, true};
  check_in.may_act = access::decide(principal, Action::act_on_check_in, subject, today).allowed;
  house.store().read([&](store::Reader& reader) {
    check_in.is_sealed = is_sealed(reader, alert->alert.rating, now);
    check_in.events = reader.alerts.events(id);
    leave_out_sealed(reader, check_in.now, now);
    const auto stands = [&](const store::StoredAlert& one) {
      return one.rating.empty() || reader.ratings.stands(one.rating);
    };
    if (!stands(alert->alert)) leave_out_what_it_said(check_in.now.alert);
    for (auto& joined : reader.alerts.joined(id))
      if (!is_sealed(reader, joined, now) && stands(joined))
        check_in.joined.push_back(std::move(joined));
    auto ratings = reader.ratings.of_course(alert->alert.course);
    const auto sealed = sealed_of(reader, ratings, now);
    check_in.repair = repair_of(reader, *alert);
    if (check_in.repair) judge_on(today, *check_in.repair);
    if (check_in.repair && !is_free_of_sealed(*check_in.repair, ratings, sealed))
      check_in.repair.reset();
    if (check_in.repair) check_in.repair_events = reader.repairs.events(check_in.repair->id);
    work_out(reader, {ratings, sealed, house}, check_in);
    for (auto& rating : ratings)
      if (rating.subject == alert->alert.subject && !sealed.contains(rating.id))
        check_in.ratings.push_back(std::move(rating));
    if (const auto& of = check_in.now.alert.session; !of.empty())
      if (const auto session = reader.mirror.session(of)) check_in.session_number = session->number;
    if (principal.person.clinician == alert->alert.clinician)
      check_in.budget = reader.alerts.budget(
          alert->alert.clinician, today - std::chrono::days{detection::budget_days - 1}, today);
  });
  return check_in;
}

Reply<AlertStatus> act_on_check_in(House& house, const access::Principal& principal,
                                   const AlertId& id, const CheckInAct& act, const SentOnce& sent) {
  const auto alert = find(house, id);
  if (!alert) return unknown();
  auto course = open_course(
      house, {principal, Action::act_on_check_in, "check_in.act", "/check-ins/{check_in}"},
      alert->alert.course);
  if (!course) return course.refusal();
  if (alert->status == AlertStatus::withdrawn)
    return Refusal{Refusal::Kind::conflict,
                   "withdrawn",
                   "The data behind this check-in were corrected; there is nothing left to do.",
                   {}};
  const auto now = house.now();
  bool is_other = false;
  auto done = house.store().commit([&](store::Unit& unit) -> Result<AlertStatus> {
    const auto before = sent.before(unit);
    is_other = before && before->digest != sent.digest;
    if (is_other) return alert->status;
    auto problems = before ? Problems{}
                           : std::visit(Doing{unit, house, *alert, principal.person.id.value, now,
                                              house.day_of(now)},
                                        act);
    if (!problems.empty()) return problems;
    if (!before) sent.remember(unit, id.value, now);
    const auto after = unit.alerts.find(id);
    return after ? after->status : AlertStatus::closed;
  });
  if (!done) return invalid(done.problems());
  if (is_other) return used_for_another();
  return *done;
}

Reply<AlertId> open_check_in(House& house, const access::Principal& principal,
                             const OwnCheckIn& wish, const SentOnce& sent) {
  auto access = open_course(
      house, {principal, Action::act_on_check_in, "check_in.open", "/courses/{course}/check-ins"},
      wish.course);
  if (!access) return access.refusal();
  if (auto problems = check_reason(wish.reason); !problems.empty()) return invalid(problems);
  if (!takes_part(house, wish))
    return invalid(wrong("about", "unknown", "Choose one of those who have ratings here."));
  const auto now = house.now();
  bool is_other = false;
  auto opened = house.store().commit([&](store::Unit& unit) {
    if (const auto before = sent.before(unit)) {
      is_other = before->digest != sent.digest;
      return AlertId{before->answer};
    }
    store::StoredAlert alert;
    alert.id = AlertId{unit.ids.uuid()};
    alert.kind = store::AlertKind::own;
    alert.cause = "own";
    alert.course = wish.course;
    alert.subject = wish.about.empty() ? unit.people.key_of(access->client.id) : wish.about;
    alert.clinician = lead_of(unit, wish.course, principal.person.clinician);
    alert.day = house.day_of(now);
    alert.found_at = now;
    unit.alerts.insert(alert);
    store::AlertEvent event{.id = unit.ids.uuid(), .alert = alert.id, .kind = "logged"};
    event.words = wish.reason;
    event.by = principal.person.id.value;
    event.at = now;
    unit.alerts.record(event);
    sent.remember(unit, alert.id.value, now);
    return alert.id;
  });
  if (is_other) return used_for_another();
  return opened;
}

}  // namespace holdfast::service
