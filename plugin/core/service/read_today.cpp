// SPDX-License-Identifier: MIT
#include "service/read_today.hpp"

#include <algorithm>

#include "service/course_access.hpp"
#include "service/seal.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// Whose sessions this therapist sees: the own and those covered today.
std::vector<ClinicianId> clinicians_of(const access::Principal& principal, Day day) {
  std::vector<ClinicianId> ids;
  if (!principal.person.clinician.empty()) ids.push_back(principal.person.clinician);
  for (const auto& cover : principal.person.covers)
    if (day <= cover.until) ids.push_back(cover.clinician);
  return ids;
}

struct Asker {
  const access::Principal& principal;
  std::vector<ClinicianId> clinicians;  // the own and those covered today
  Day today;
  Instant now;

  bool may_see(const access::Subject& course) const {
    return access::decide(principal, Action::see_check_in, course, today).allowed;
  }
};

void keep_unsealed(store::Reader& reader, std::vector<store::AlertNow>& alerts, Instant now) {
  std::erase_if(alerts,
                [&](const store::AlertNow& alert) { return is_sealed(reader, alert.alert, now); });
  for (auto& alert : alerts) leave_out_sealed(reader, alert, now);
}

// Who was never here is told of today.
Instant since_of(const Asker& asker, const Today& view) {
  return view.last_here.value_or(Instant{asker.today});
}

// Whoever held a session, or stood in once, sees nothing of a course that is not theirs today.
// Whose check-ins they are is added to `shown`.
void fill_check_ins(store::Reader& reader, const Asker& asker, Today& view, Shown& shown) {
  for (const auto& clinician : asker.clinicians) {
    auto open = reader.alerts.open_of_clinician(clinician, asker.today);
    keep_unsealed(reader, open, asker.now);
    for (auto& alert : open) {
      const auto course = reader.mirror.course(alert.alert.course);
      if (!course || !asker.may_see({course->id, course->client, course->clinicians})) continue;
      shown.clients.push_back(course->client);
      shown.subjects.insert(alert.alert.subject);
      view.check_ins.push_back(std::move(alert));
    }
  }
  for (const auto& alert : view.check_ins)
    if (alert.changed_at > since_of(asker, view)) ++view.check_ins_since;
}

void fill_clinical(store::Reader& reader, const Asker& asker, Today& view) {
  for (const auto& clinician : asker.clinicians)
    for (auto& form : reader.pages.overdue(clinician, asker.today))
      view.overdue.push_back(std::move(form));
  view.nobody_rated = !reader.pages.has_ratings(asker.clinicians);
  for (const auto& row : view.sessions)
    for (const auto& form : row.forms)
      if (form.status == store::FormStatus::done && form.rater == Rater::client &&
          form.changed_at > since_of(asker, view))
        ++view.answered_since;
}

// One person may hold the front desk and a caseload: colleagues' alerts stay theirs.
void keep_own_check_ins(store::Reader& reader, const Asker& asker, Today& view, Shown& shown) {
  for (auto& row : view.sessions) {
    const auto& held_by = row.session.session.clinician;
    const bool is_own = std::find(asker.clinicians.begin(), asker.clinicians.end(), held_by) !=
                        asker.clinicians.end();
    if (view.clinical && is_own) shown.clients.push_back(row.client);
    if (!view.clinical || !asker.may_see({row.course, row.client, row.clinicians}))
      row.open.clear();
    else
      keep_unsealed(reader, row.open, asker.now);
    for (const auto& alert : row.open) shown.subjects.insert(alert.alert.subject);
  }
}

// A long day opens where the practice is; what is sought by name is looked for in all of it.
void fill_practice(store::Reader& reader, const TodayPart& part, Day day, Instant now,
                   Today& view) {
  constexpr auto still_here = std::chrono::hours{1};
  view.of = reader.mirror.count_of_day(day);
  if (part.from)
    view.from = *part.from;
  else if (part.most > 0 && part.name.empty() && view.of > part.most)
    view.from = reader.mirror.count_of_day_before(day, now - still_here);
  view.from = std::clamp(view.from, 0, std::max(0, view.of - 1));
  view.sessions = reader.pages.today(day, {view.from, part.most, part.name});
}

}  // namespace

Reply<Today> read_today(House& house, const access::Principal& principal, Day day,
                        const TodayPart& part) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  const Asking asking{principal, Action::see_schedule, "today.read", "/today"};
  if (!access::decide(principal, Action::see_schedule, {}, today).allowed) {
    note_in_audit(house, asking, "denied");
    return Refusal{Refusal::Kind::denied,
                   "denied",
                   "The day's list is for therapists and the front desk.",
                   {}};
  }
  Today view;
  view.clinical = principal.has(Role::therapist);
  const bool whole_practice = principal.has(Role::front_desk);
  const Asker asker{principal, clinicians_of(principal, today), today, now};
  view.last_here = house.store().commit(
      [&](store::Unit& unit) { return unit.people.visit(principal.person.id, now); });
  Shown shown;
  house.store().read([&](store::Reader& reader) {
    if (whole_practice)
      fill_practice(reader, part, day, now, view);
    else if (!asker.clinicians.empty())
      view.sessions = reader.pages.today(day, asker.clinicians);
    view.read_today = reader.risks.unread_of(principal.person.id);
    if (view.clinical) {
      fill_clinical(reader, asker, view);
      fill_check_ins(reader, asker, view, shown);
    }
    keep_own_check_ins(reader, asker, view, shown);
    for (const auto& form : view.overdue) shown.clients.push_back(form.client);
  });
  note_shown(house, asking, shown);
  return view;
}

}  // namespace holdfast::service
