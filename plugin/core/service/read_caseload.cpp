// SPDX-License-Identifier: MIT
#include "service/read_caseload.hpp"

#include <Poco/UTF8String.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "service/course_access.hpp"
#include "service/repair_today.hpp"
#include "service/seal.hpp"
#include "service/subjects.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// Whatever the case of either, in any script that has cases.
bool contains_text(const std::string& name, const std::string& text) {
  return Poco::UTF8::toLower(name).find(Poco::UTF8::toLower(text)) != std::string::npos;
}

struct Whose {
  ClinicianId clinician;
  bool only_flagged = false;  // a supervisor sees flagged courses only
};

std::vector<Whose> whose_courses(const access::Principal& principal, Day today) {
  std::vector<Whose> whose;
  if (principal.has(Role::therapist)) {
    if (!principal.person.clinician.empty()) whose.push_back({principal.person.clinician, false});
    for (const auto& cover : principal.person.covers)
      if (today <= cover.until) whose.push_back({cover.clinician, false});
  }
  if (principal.has(Role::supervisor) || principal.has(Role::external_supervisor))
    for (const auto& supervisee : principal.person.supervises) whose.push_back({supervisee, true});
  return whose;
}

using OpenAlerts = std::map<CourseId, std::vector<store::AlertNow>>;

OpenAlerts by_course(std::vector<store::AlertNow> alerts) {
  OpenAlerts open;
  for (auto& alert : alerts) open[alert.alert.course].push_back(std::move(alert));
  return open;
}

int rank_of(const store::StoredAlert& alert) {
  if (alert.rule == "A" || alert.rule == "B" || alert.rule == "E") return alert.strong ? 0 : 1;
  return alert.rule == "T" ? 2 : 3;
}

std::vector<CaseloadLine::Open> open_alerts(store::Reader& reader, const CourseId& course,
                                            const OpenAlerts& all, Instant now,
                                            const std::set<store::ClientKey>& left_out) {
  std::vector<CaseloadLine::Open> open;
  const auto of_course = all.find(course);
  if (of_course == all.end()) return open;
  for (const auto& alert : of_course->second)
    if (!left_out.contains(alert.alert.subject) && !is_sealed(reader, alert.alert, now)) {
      open.push_back({alert, {}});
      leave_out_sealed(reader, open.back().alert, now);
    }
  std::stable_sort(open.begin(), open.end(), [](const auto& one, const auto& other) {
    return rank_of(one.alert.alert) < rank_of(other.alert.alert);
  });
  return open;
}

// Says of each open check-in of a row that is shown whom it is about.
void name_partners(store::Reader& reader, bool initials_only, CaseloadLine& line) {
  for (auto& open : line.open)
    if (const auto partner = partner_meant(reader, open.alert.alert.subject, line.client))
      open.about = initials_only ? partner->client.initials : partner->client.name;
}

using Partners = std::multimap<CourseId, std::string>;

// Who else a search may find; nobody where nothing is sought.
Partners partners_of(store::Reader& reader, const ClinicianId& clinician, bool initials_only,
                     const std::string& text) {
  Partners partners;
  if (text.empty()) return partners;
  for (auto& one : reader.pages.partners(clinician))
    partners.emplace(one.course, initials_only ? one.initials : one.name);
  return partners;
}

bool is_found(const Partners& partners, const std::string& text, CaseloadLine& line) {
  if (text.empty() || contains_text(line.name, text)) return true;
  const auto [begin, end] = partners.equal_range(line.course);
  const auto found = std::find_if(
      begin, end, [&](const auto& partner) { return contains_text(partner.second, text); });
  if (found == end) return false;
  line.partner = found->second;
  return true;
}

constexpr std::size_t sessions_of_silence = 2;
constexpr std::size_t ratings_at_top = 4;

bool is_silent(const store::CourseLatest& latest) {
  return latest.held.size() == sessions_of_silence &&
         std::none_of(latest.held.begin(), latest.held.end(),
                      [](const auto& session) { return session.is_rated; });
}

bool is_at_top(const std::vector<double>& newest_first) {
  return newest_first.size() >= ratings_at_top &&
         std::all_of(newest_first.begin(), newest_first.begin() + ratings_at_top,
                     [](double total) { return total >= 100; });
}

// What stands beside the name: sessions, the last ratings, and what can be said of them.
void fill_recent(store::Reader& reader, Instant now, CaseloadLine& line) {
  const auto latest = reader.pages.latest(line.course, now);
  line.sessions = latest.sessions;
  if (!latest.held.empty()) line.last_session = latest.held.front().day;
  if (line.hides_totals) return;
  line.is_silent = !line.is_ended && is_silent(latest);
  line.is_at_top = !line.is_ended && is_at_top(latest.totals);
  line.recent.assign(latest.totals.rbegin(), latest.totals.rend());
}

bool needs_ratings(const CaseloadQuestion& question) {
  return question.show == CaseloadShow::silent || question.show == CaseloadShow::top ||
         question.order == CaseloadOrder::last;
}

bool fits(const CaseloadLine& line, CaseloadShow show) {
  switch (show) {
    case CaseloadShow::all:
      return true;
    case CaseloadShow::open:
      return !line.open.empty();
    case CaseloadShow::repair:
      return !line.repair.empty();
    case CaseloadShow::silent:
      return line.is_silent;
    case CaseloadShow::top:
      return line.is_at_top;
    case CaseloadShow::ended:
      return line.is_ended;
  }
  return false;
}

void sort_by(CaseloadOrder order, std::vector<CaseloadLine>& rows) {
  const auto rank = [order](const CaseloadLine& line) {
    const auto last = line.last_session ? -line.last_session->time_since_epoch().count() : 1;
    const auto next = line.next_session ? line.next_session->time_since_epoch().count() : INT64_MAX;
    return std::tuple(order == CaseloadOrder::attention && line.open.empty(),
                      order == CaseloadOrder::attention && line.is_ended,
                      order == CaseloadOrder::last ? last : 0,
                      order == CaseloadOrder::next ? next : 0, line.name, line.course);
  };
  std::sort(rows.begin(), rows.end(), [&](const CaseloadLine& one, const CaseloadLine& other) {
    return rank(one) < rank(other);
  });
}

void keep_page(const CaseloadQuestion& question, std::vector<CaseloadLine>& rows) {
  const auto from = std::min(question.from, rows.size());
  const auto to = from + std::min(question.most, rows.size() - from);
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(to), rows.end());
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(from));
}

// The state of a repair says something about the rating that began it.
std::string unsealed_repair(store::Reader& reader, const store::CaseloadRow& row, Instant now,
                            Day today, const std::set<store::ClientKey>& left_out) {
  if (row.repair != "open" && row.repair != "improving") return {};
  std::string state;
  auto repairs = reader.repairs.of_course(row.course.id);
  judge_on(today, repairs);
  for (auto& repair : repairs) {
    if (!is_under_way(repair)) continue;
    if (left_out.contains(repair.subject) || is_sealed(reader, repair.opened_by, now)) return {};
    state = std::move(repair.state);
  }
  return state;
}

// Partners of the course who keep supervisors out.
std::set<store::ClientKey> refusing(store::Reader& reader, const CourseId& course) {
  std::set<store::ClientKey> found;
  for (auto& subject : reader.states.subjects_of(course))
    if (refuses_supervision(reader, subject)) found.insert(std::move(subject));
  return found;
}

}  // namespace

Reply<Caseload> read_caseload(House& house, const access::Principal& principal,
                              const CaseloadQuestion& question) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  const Asking asking{principal, Action::see_caseload, "caseload.read", "/caseload"};
  const auto decision = access::decide(principal, Action::see_caseload, {}, today);
  if (!decision.allowed) {
    note_in_audit(house, asking, "denied");
    return Refusal{
        Refusal::Kind::denied, "denied", "The caseload is for therapists and supervisors.", {}};
  }
  Caseload caseload;
  house.store().read([&](store::Reader& reader) {
    for (const auto& whose : whose_courses(principal, today)) {
      const auto open = by_course(reader.alerts.open_of_clinician(whose.clinician, today));
      const auto partners =
          partners_of(reader, whose.clinician, decision.initials_only, question.text);
      const auto clinician = reader.mirror.clinician(whose.clinician);
      for (const auto& row : reader.pages.caseload(whose.clinician, now)) {
        if (!question.client.empty() && row.course.client != question.client) continue;
        CaseloadLine line;
        line.course = row.course.id;
        line.client = row.course.client;
        line.name = decision.initials_only ? row.initials : row.client_name;
        if (!is_found(partners, question.text, line)) continue;
        if (whose.only_flagged && (!is_flagged(reader, row.course.id, {now, today}) ||
                                   refuses_supervision(reader, row.course.client)))
          continue;
        std::set<store::ClientKey> left_out;
        if (whose.only_flagged) left_out = refusing(reader, row.course.id);
        line.hides_totals = !left_out.empty();
        line.open = open_alerts(reader, row.course.id, open, now, left_out);
        if (clinician && whose.clinician != principal.person.clinician)
          line.clinician = clinician->name;
        line.is_ended = row.course.ended.has_value();
        line.next_session = row.next_session;
        line.may_act = !line.open.empty() && !whose.only_flagged;
        line.repair = unsealed_repair(reader, row, now, today, left_out);
        if (needs_ratings(question)) fill_recent(reader, now, line);
        if (fits(line, question.show)) caseload.rows.push_back(std::move(line));
      }
    }
    sort_by(question.order, caseload.rows);
    caseload.total = caseload.rows.size();
    keep_page(question, caseload.rows);
    for (auto& line : caseload.rows) name_partners(reader, decision.initials_only, line);
    if (!needs_ratings(question))
      for (auto& line : caseload.rows) fill_recent(reader, now, line);
  });
  Shown shown;
  for (const auto& line : caseload.rows) {
    shown.clients.push_back(line.client);
    for (const auto& open : line.open) shown.subjects.insert(open.alert.alert.subject);
  }
  note_shown(house, asking, shown);
  return caseload;
}

}  // namespace holdfast::service
