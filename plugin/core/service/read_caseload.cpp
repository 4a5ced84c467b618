// SPDX-License-Identifier: MIT
#include "service/read_caseload.hpp"

#include <algorithm>
#include <cctype>

#include "service/course_access.hpp"
#include "service/seal.hpp"

namespace holdfast::service {
namespace {

using access::Action;

constexpr std::size_t recent_ratings = 12;  // of the small line beside a name

bool contains_text(std::string_view name, std::string_view text) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(name.begin(), name.end(), text.begin(), text.end(), same) != name.end();
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

std::optional<store::AlertNow> open_alert(store::Reader& reader, const CourseId& course,
                                          const std::vector<store::AlertNow>& open, Instant now) {
  for (const auto& alert : open)
    if (alert.alert.course == course &&
        (alert.alert.rule == "T" || !is_sealed(reader, alert.alert.rating, now))) {
      auto shown = alert;
      leave_out_sealed(reader, shown, now);
      return shown;
    }
  return std::nullopt;
}

void fill_recent(store::Reader& reader, Instant now, CaseloadLine& line) {
  for (const auto& [session, number] : reader.mirror.sessions_of_course(line.course))
    if (session.attendance == Attendance::held) {
      line.sessions = number;
      line.last_session = session.day;
    }
  const auto ratings = reader.ratings.of_course(line.course);
  const auto sealed = sealed_of(reader, ratings, now);
  for (const auto& rating : ratings)
    if (rating.series.rater == Rater::client && rating.score &&
        rating.measures == Measures::alliance && !sealed.contains(rating.id))
      line.recent.emplace_back(rating.score->value);
  if (line.recent.size() > recent_ratings)
    line.recent.erase(line.recent.begin(),
                      line.recent.end() - static_cast<std::ptrdiff_t>(recent_ratings));
}

}  // namespace

Reply<Caseload> read_caseload(House& house, const access::Principal& principal,
                              const CaseloadQuestion& question) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  const Asking asking{principal, Action::see_caseload, "caseload.read", "/caseload"};
  const auto decision = access::decide(principal, Action::see_caseload, {}, today);
  note_in_audit(house, asking, decision.allowed ? "done" : "denied");
  if (!decision.allowed)
    return Refusal{
        Refusal::Kind::denied, "denied", "The caseload is for therapists and supervisors.", {}};
  Caseload caseload;
  house.store().read([&](store::Reader& reader) {
    for (const auto& whose : whose_courses(principal, today)) {
      const auto open = reader.alerts.open_of_clinician(whose.clinician, today);
      const auto clinician = reader.mirror.clinician(whose.clinician);
      for (const auto& row : reader.pages.caseload(whose.clinician, now)) {
        if (!question.client.empty() && row.course.client != question.client) continue;
        CaseloadLine line;
        line.course = row.course.id;
        line.name = decision.initials_only ? row.initials : row.client_name;
        if (!question.text.empty() && !contains_text(line.name, question.text)) continue;
        line.open = open_alert(reader, row.course.id, open, now);
        if (whose.only_flagged && !is_flagged(reader, row.course.id, now)) continue;
        if (question.only_open && !line.open) continue;
        if (clinician && whose.clinician != principal.person.clinician)
          line.clinician = clinician->name;
        line.is_ended = row.course.ended.has_value();
        caseload.rows.push_back(std::move(line));
      }
    }
    std::sort(caseload.rows.begin(), caseload.rows.end(),
              [](const CaseloadLine& one, const CaseloadLine& other) {
                return std::tuple(!one.open, one.is_ended, one.name, one.course) <
                       std::tuple(!other.open, other.is_ended, other.name, other.course);
              });
    for (auto& line : caseload.rows) fill_recent(reader, now, line);
  });
  return caseload;
}

}  // namespace holdfast::service
