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

void keep_unsealed(store::Reader& reader, std::vector<store::AlertNow>& alerts, Instant now) {
  std::erase_if(alerts, [&](const store::AlertNow& alert) {
    return alert.alert.rule != "T" && is_sealed(reader, alert.alert.rating, now);
  });
  for (auto& alert : alerts) leave_out_sealed(reader, alert, now);
}

void fill_clinical(store::Reader& reader, const std::vector<ClinicianId>& clinicians, Day today,
                   Instant now, Today& view) {
  for (const auto& clinician : clinicians) {
    for (auto& alert : reader.alerts.open_of_clinician(clinician, today))
      view.check_ins.push_back(std::move(alert));
    for (auto& form : reader.pages.overdue(clinician, today))
      view.overdue.push_back(std::move(form));
  }
  view.nobody_rated = !reader.pages.has_ratings(clinicians);
  keep_unsealed(reader, view.check_ins, now);
  for (auto& row : view.sessions) keep_unsealed(reader, row.open, now);
  // Who was never here is told of today.
  const Instant since = view.last_here.value_or(Instant{today});
  for (const auto& alert : view.check_ins)
    if (alert.changed_at > since) ++view.check_ins_since;
  for (const auto& row : view.sessions)
    for (const auto& form : row.forms)
      if (form.status == store::FormStatus::done && form.rater == Rater::client &&
          form.changed_at > since)
        ++view.answered_since;
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
  const auto own = clinicians_of(principal, today);
  view.last_here = house.store().commit(
      [&](store::Unit& unit) { return unit.people.visit(principal.person.id, now); });
  std::vector<ClientId> shown;
  house.store().read([&](store::Reader& reader) {
    if (whole_practice)
      fill_practice(reader, part, day, now, view);
    else if (!own.empty())
      view.sessions = reader.pages.today(day, own);
    view.read_today = reader.risks.unread_of(principal.person.id);
    if (view.clinical) fill_clinical(reader, own, today, now, view);
    // One person may hold the front desk and a caseload: colleagues' alerts stay theirs.
    for (auto& row : view.sessions) {
      const bool is_own =
          std::find(own.begin(), own.end(), row.session.session.clinician) != own.end();
      if (!view.clinical || !is_own)
        row.open.clear();
      else
        shown.push_back(row.client);
    }
    for (const auto& alert : view.check_ins)
      if (const auto course = reader.mirror.course(alert.alert.course))
        shown.push_back(course->client);
    for (const auto& form : view.overdue) shown.push_back(form.client);
  });
  note_shown(house, asking, std::move(shown));
  return view;
}

}  // namespace holdfast::service
