// SPDX-License-Identifier: MIT
#include "service/report_scope.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "service/course_access.hpp"

namespace holdfast::service {
namespace {

using access::Action;

constexpr std::array<Action, 3> actions{Action::see_own_report, Action::see_team_report,
                                        Action::see_practice_report};

std::vector<ReportScope> scopes_of(const access::Principal& principal, Day today) {
  std::vector<ReportScope> scopes;
  for (const auto scope : {ReportScope::own, ReportScope::team, ReportScope::practice})
    if (access::decide(principal, actions[static_cast<std::size_t>(scope)], {}, today).allowed)
      scopes.push_back(scope);
  return scopes;
}

std::optional<ReportScope> chosen(const std::vector<ReportScope>& offered, std::string_view word) {
  if (offered.empty()) return std::nullopt;
  if (word.empty()) return offered.front();
  const auto scope = from_word<ReportScope>(word);
  if (!scope || std::find(offered.begin(), offered.end(), *scope) == offered.end())
    return std::nullopt;
  return scope;
}

// Asked clinician by clinician: the practice may have a million ratings. Two may share a course.
std::vector<store::RatedCourse> rated_courses(store::Reader& reader,
                                              const access::Principal& principal,
                                              ReportScope scope) {
  if (scope == ReportScope::practice) return reader.reports.rated_courses();
  std::vector<ClinicianId> clinicians;
  if (scope == ReportScope::own)
    clinicians.push_back(principal.person.clinician);
  else
    clinicians = principal.person.supervises;
  std::set<CourseId> left_out;  // where somebody refused that supervisors look
  if (scope == ReportScope::team)
    for (const auto& client : reader.consents.refusing(store::Purpose::supervision))
      for (auto& course : reader.states.courses_of(client)) left_out.insert(std::move(course));
  std::map<CourseId, store::RatedCourse> of_id;
  for (const auto& clinician : clinicians)
    if (!clinician.empty())
      for (auto& course : reader.reports.rated_courses(clinician))
        if (!left_out.contains(course.course)) of_id.emplace(course.course, std::move(course));
  std::vector<store::RatedCourse> courses;
  courses.reserve(of_id.size());
  for (auto& [id, course] : of_id) courses.push_back(std::move(course));
  return courses;
}

}  // namespace

Reply<ReportAccess> open_report(House& house, const ReportDoor& door,
                                const ReportQuestion& question) {
  const auto today = house.day_of(house.now());
  ReportAccess access;
  access.offered = scopes_of(door.principal, today);
  const auto scope = chosen(access.offered, question.scope);
  const auto action = scope ? actions[static_cast<std::size_t>(*scope)] : Action::see_own_report;
  note_in_audit(house, {door.principal, action, door.verb, door.from}, scope ? "done" : "denied");
  if (!scope)
    return Refusal{Refusal::Kind::denied,
                   "denied",
                   "The report card is for therapists, supervisors and administrators, each about "
                   "their own part of the practice.",
                   {}};
  access.scope = *scope;
  if (question.years == "1" || question.years == "2" || question.years == "5")
    access.years = question.years.front() - '0';
  else if (!question.years.empty())
    return invalid({{"years", "unknown", "Choose courses begun in the last 1, 2 or 5 years."}});
  access.may_change_settings =
      access::decide(door.principal, Action::change_settings, {}, today).allowed;
  return access;
}

PastSelection select_past(store::Reader& reader, const access::Principal& principal,
                          const ReportAccess& access, Day today) {
  PastSelection past;
  past.scope = access.scope;
  if (access.scope == ReportScope::own) past.own = principal.person.clinician;
  const Day since = access.years
                        ? today - std::chrono::days{*access.years * 365 + *access.years / 4}
                        : Day::min();
  auto courses = rated_courses(reader, principal, access.scope);
  std::erase_if(courses, [&](const store::RatedCourse& course) { return course.first < since; });
  std::stable_sort(courses.begin(), courses.end(),
                   [](const auto& one, const auto& other) { return one.first > other.first; });
  for (auto& course : courses) {
    if (past.ratings + course.ratings > most_ratings_read) {
      past.is_cut = true;
      break;
    }
    past.ratings += course.ratings;
    past.first = course.first;
    past.courses.push_back(std::move(course.course));
  }
  return past;
}

}  // namespace holdfast::service
