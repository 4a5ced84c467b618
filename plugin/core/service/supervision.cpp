// SPDX-License-Identifier: MIT
#include "service/supervision.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "service/course_access.hpp"
#include "service/repair_today.hpp"
#include "service/report_scope.hpp"
#include "service/seal.hpp"
#include "service/subjects.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// Two-sided 95 % points of Student's t for small samples lie within 5 % of this from 20 clients on,
// so the normal point is widened by that much.
constexpr double half_width = 1.96 * 1.05;

struct Question {
  store::Reader& reader;
  Instant now;
  Day today;
};

std::optional<store::AlertNow> oldest_open(const Question& question, const CourseId& course) {
  for (auto& alert : question.reader.alerts.of_course(course)) {
    if (alert.alert.kind != store::AlertKind::check_in || !store::is_open(alert) ||
        is_sealed(question.reader, alert.alert, question.now) ||
        refuses_supervision(question.reader, alert.alert.subject))
      continue;
    leave_out_sealed(question.reader, alert, question.now);
    return std::move(alert);
  }
  return std::nullopt;
}

bool was_logged(const Question& question, const AlertId& alert) {
  const auto events = question.reader.alerts.events(alert);
  return std::any_of(events.begin(), events.end(),
                     [](const auto& event) { return event.kind == "logged"; });
}

// Nothing where nothing unsealed is open.
std::optional<FlaggedCourse> flagged_of(const Question& question, const practice::Course& course) {
  FlaggedCourse flagged;
  flagged.course = course.id;
  flagged.of = course.client;
  flagged.open = oldest_open(question, course.id);
  if (flagged.open) {
    flagged.since = flagged.open->alert.day;
    flagged.subjects.insert(flagged.open->alert.subject);
    flagged.is_talked_about = was_logged(question, flagged.open->alert.id);
  }
  if (flagged.open) flagged.about = flagged.open->alert.subject;
  auto repairs = question.reader.repairs.of_course(course.id);
  judge_on(question.today, repairs);
  for (const auto& repair : repairs) {
    if (!is_under_way(repair)) continue;
    if (is_sealed(question.reader, repair.opened_by, question.now) ||
        refuses_supervision(question.reader, repair.subject))
      continue;
    flagged.repair = repair.state;
    flagged.subjects.insert(repair.subject);
    if (!flagged.open) flagged.about = repair.subject;
    flagged.since = flagged.open ? std::min(flagged.since, repair.opened) : repair.opened;
    flagged.is_talked_about =
        flagged.is_talked_about || repair.talked_through || was_logged(question, repair.alert);
  }
  if (!flagged.open && flagged.repair.empty()) return std::nullopt;
  return flagged;
}

// Whose name stands on the page, and how.
enum class Named { client_and_clinician, initials_and_clinician, client };

void add_flagged(const Question& question, const ClinicianId& clinician, Named named,
                 std::vector<FlaggedCourse>& into) {
  const auto who = question.reader.mirror.clinician(clinician);
  for (const auto& id : question.reader.team.flagged_courses(clinician)) {
    const auto course = question.reader.mirror.course(id);
    if (!course || refuses_supervision(question.reader, course->client)) continue;
    auto flagged = flagged_of(question, *course);
    if (!flagged) continue;
    const auto partner = partner_meant(question.reader, flagged->about, course->client);
    if (!partner) flagged->about = {};
    if (const auto client = partner ? std::optional{partner->client}
                                    : question.reader.mirror.client(course->client))
      flagged->client = named == Named::initials_and_clinician ? client->initials : client->name;
    if (named != Named::client && who) flagged->clinician = who->name;
    const bool is_known = std::any_of(into.begin(), into.end(), [&](const FlaggedCourse& known) {
      return known.course == flagged->course;
    });
    if (!is_known) into.push_back(std::move(*flagged));
  }
}

std::optional<MeanInterval> interval_of(const std::map<store::ClientKey, double>& means) {
  if (means.size() < 2) return std::nullopt;
  const double n = static_cast<double>(means.size());
  double sum = 0, squares = 0;
  for (const auto& [client, mean] : means) sum += mean;
  for (const auto& [client, mean] : means) squares += (mean - sum / n) * (mean - sum / n);
  const double half = half_width * std::sqrt(squares / (n - 1) / n);
  return MeanInterval{sum / n, std::max(0.0, sum / n - half), std::min(100.0, sum / n + half)};
}

TeamFigures figures_of(const Question& question, const std::vector<ClinicianId>& team) {
  TeamFigures figures;
  std::map<store::ClientKey, double> means;
  for (const auto& clinician : team) {
    if (clinician.empty()) continue;
    const store::Since since{clinician, question.today - supervision_span, question.now};
    ++figures.therapists;
    for (const auto& level : question.reader.team.levels(since)) {
      figures.ratings += level.ratings;
      means.emplace(level.client, level.mean);
    }
    const auto sessions = question.reader.team.sessions(since);
    figures.sessions_rated.of += sessions.held;
    figures.sessions_rated.count += sessions.rated;
    const auto check_ins = question.reader.team.check_ins(since);
    figures.talked_about.of += check_ins.raised;
    figures.talked_about.count += check_ins.talked_about;
  }
  figures.clients = means.size();
  if (!figures.has_enough()) return {.clients = figures.clients, .therapists = figures.therapists};
  figures.level = interval_of(means);
  return figures;
}

std::vector<ClinicianId> team_of(const Question& question, const ClinicianId& supervisor) {
  std::vector<ClinicianId> team;
  for (const auto& clinician : question.reader.mirror.clinicians())
    if (std::find(clinician.supervisors.begin(), clinician.supervisors.end(), supervisor) !=
        clinician.supervisors.end())
      team.push_back(clinician.id);
  return team;
}

void add_looks(const Question& question, const access::Principal& principal,
               std::vector<Look>& into) {
  constexpr int most = 100;
  for (const auto& course :
       question.reader.mirror.courses_of_clinician(principal.person.clinician)) {
    const auto key = question.reader.people.find_key(course.client);
    const auto client = question.reader.mirror.client(course.client);
    if (!key || !client) continue;
    for (const auto& line : question.reader.audit.by_others(
             {*key, principal.person.id.value, question.now - access_log_span, most})) {
      const auto name = question.reader.people.name_of(PersonId{line.entry.actor});
      into.push_back({line.at, name.empty() ? line.entry.actor : name, line.entry.why,
                      line.entry.action, client->name, course.id, line.entry.outcome == "denied"});
    }
  }
  std::sort(into.begin(), into.end(),
            [](const Look& one, const Look& other) { return one.at > other.at; });
  if (into.size() > most) into.resize(most);
}

void fill_own(const Question& question, const access::Principal& principal, Supervision& page) {
  page.is_own = true;
  const auto& own = principal.person.clinician;
  add_flagged(question, own, Named::client, page.flagged);
  if (const auto self = question.reader.mirror.clinician(own))
    for (const auto& supervisor : self->supervisors) {
      const auto who = question.reader.mirror.clinician(supervisor);
      page.supervisors.push_back(who ? who->name : supervisor.value);
      auto figures = figures_of(question, team_of(question, supervisor));
      figures.supervisor = page.supervisors.back();
      page.figures.push_back(std::move(figures));
    }
  add_looks(question, principal, page.looks);
}

void fill_team(const Question& question, const access::Principal& principal, bool initials_only,
               Supervision& page) {
  for (const auto& clinician : principal.person.supervises)
    add_flagged(question, clinician,
                initials_only ? Named::initials_and_clinician : Named::client_and_clinician,
                page.flagged);
  page.figures.push_back(figures_of(question, principal.person.supervises));
}

}  // namespace

bool TeamFigures::has_enough() const { return clients >= least_clients_of_others; }

Reply<Supervision> read_supervision(House& house, const access::Principal& principal, bool own,
                                    std::string_view from) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  const auto decision = access::decide(principal, Action::see_team_report, {}, today);
  const bool is_therapist = principal.has(Role::therapist);
  const bool allowed = decision.allowed || is_therapist;
  const Asking asking{principal, Action::see_team_report, "supervision.read", from};
  if (!allowed) {
    note_in_audit(house, asking, "denied");
    return Refusal{Refusal::Kind::denied,
                   "denied",
                   "This page is for supervisors and the therapists they supervise.",
                   {}};
  }
  Supervision page;
  house.store().read([&](store::Reader& reader) {
    const Question question{reader, now, today};
    if (is_therapist && (own || !decision.allowed))
      fill_own(question, principal, page);
    else
      fill_team(question, principal, decision.initials_only, page);
    std::stable_sort(page.flagged.begin(), page.flagged.end(),
                     [](const auto& one, const auto& other) { return one.since < other.since; });
  });
  Shown shown;
  for (const auto& flagged : page.flagged) {
    shown.clients.push_back(flagged.of);
    shown.subjects.insert(flagged.subjects.begin(), flagged.subjects.end());
  }
  note_shown(house, asking, shown);
  return page;
}

}  // namespace holdfast::service
