// SPDX-License-Identifier: MIT
// GET /supervision: what is open with one's supervisees, or, for a therapist, what others see.
#include "service/supervision.hpp"

#include "service/audit_words.hpp"
#include "service/report_scope.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/report_frame.hpp"
#include "web/view/supervision.hpp"

namespace holdfast::web {
namespace {

SupervisedRow row_of(const service::FlaggedCourse& flagged, const Visit& visit) {
  SupervisedRow row;
  row.client = flagged.client;
  row.href = "/courses/" + percent_encoded(flagged.course.value);
  if (!flagged.about.empty()) row.href += "?about=" + percent_encoded(flagged.about.value);
  row.clinician = flagged.clinician;
  row.since = flagged.since;
  if (flagged.open) row.line = sentence_of(flagged.open->alert, visit.language);
  row.repair = flagged.repair == "open"        ? SupervisedRow::Repair::open
               : flagged.repair == "improving" ? SupervisedRow::Repair::improving
                                               : SupervisedRow::Repair::none;
  row.is_talked_about = flagged.is_talked_about;
  return row;
}

TeamNumbers numbers_of(const service::TeamFigures& figures) {
  TeamNumbers team;
  team.supervisor = figures.supervisor;
  team.clients = figures.clients;
  team.therapists = figures.therapists;
  team.least_clients = service::least_clients_of_others;
  team.has_enough = figures.has_enough();
  if (!team.has_enough) return team;
  team.ratings = figures.ratings;
  team.sessions_rated = share_numbers(figures.sessions_rated);
  team.talked_about = share_numbers(figures.talked_about);
  if (figures.level) team.level = {figures.level->mean, figures.level->low, figures.level->high};
  return team;
}

}  // namespace

Response get_supervision(const Visit& visit) {
  const bool own = visit.query.get("scope") == "own";
  const auto supervision =
      service::read_supervision(visit.house(), visit.principal, own, "/supervision");
  if (!supervision) return refuse(visit, supervision.refusal());
  SupervisionView view;
  view.is_own = supervision->is_own;
  view.supervisors = supervision->supervisors;
  const bool is_both =
      visit.principal.has(Role::therapist) &&
      (visit.principal.has(Role::supervisor) || visit.principal.has(Role::external_supervisor));
  if (is_both)
    view.choice = {{visit("My supervisees"), "/supervision", !view.is_own},
                   {visit("My own work"), "/supervision?scope=own", view.is_own}};
  for (const auto& flagged : supervision->flagged) view.flagged.push_back(row_of(flagged, visit));
  for (const auto& figures : supervision->figures) view.figures.push_back(numbers_of(figures));
  for (const auto& look : supervision->looks) {
    LookRow row;
    row.when = day_and_time(visit, look.at);
    row.who = look.who;
    row.client = look.client;
    row.href = "/courses/" + percent_encoded(look.course.value);
    row.what = service::action_text(look.action, visit.language);
    row.why = service::reason_text(look.why, visit.language);
    view.looks.push_back(std::move(row));
  }
  return html(render(view, visit.page(Section::supervision)));
}

}  // namespace holdfast::web
