// SPDX-License-Identifier: MIT
#include "store/team.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

#define HOLDFAST_OPEN_RATING                                                        \
  " AND (r.sealed_until IS NULL OR r.sealed_until <= $4)"                           \
  " AND NOT EXISTS (SELECT 1 FROM rating_end e WHERE e.practice_id = r.practice_id" \
  " AND e.rating_id = r.id)"

// Who refused supervision is in no figure about several therapists either.
#define HOLDFAST_REFUSES                                                                       \
  " AND q.purpose = 'supervision' AND q.channel = '' AND q.answer IN ('refused', 'withdrawn')" \
  " AND NOT EXISTS (SELECT 1 FROM consent l WHERE l.practice_id = $1"                          \
  " AND l.client_key = q.client_key AND l.purpose = q.purpose AND l.channel = ''"              \
  " AND (l.made_at > q.made_at OR (l.made_at = q.made_at AND l.id > q.id))))"
#define HOLDFAST_NO_REFUSAL                                       \
  " NOT EXISTS (SELECT 1 FROM consent q WHERE q.practice_id = $1" \
  " AND q.client_key = r.subject_key" HOLDFAST_REFUSES

constexpr Sql select_with_check_in(
    "SELECT k.course_id FROM mirror_course_clinician k JOIN alert_now n"
    " ON n.practice_id = k.practice_id AND n.course_id = k.course_id"
    " AND n.status IN ('open', 'acknowledged', 'snoozed') AND n.joins IS NULL"
    " WHERE k.practice_id = $1 AND k.clinician_id = $2");
constexpr Sql select_with_repair(
    "SELECT k.course_id FROM mirror_course_clinician k JOIN repair_now p"
    " ON p.practice_id = k.practice_id AND p.course_id = k.course_id AND p.closed IS NULL"
    " WHERE k.practice_id = $1 AND k.clinician_id = $2");
constexpr Sql select_levels(
    "SELECT r.subject_key, AVG(r.pomp), COUNT(*) FROM mirror_course_clinician c JOIN rating r"
    " ON r.practice_id = c.practice_id AND r.course_id = c.course_id AND r.rater = 'client'"
    " AND r.scored = 1 AND r.day >= $3 WHERE c.practice_id = $1 AND c.clinician_id = $2"
    " AND r.relation = 'self' AND r.clinician_id = c.clinician_id" HOLDFAST_OPEN_RATING
    " GROUP BY r.subject_key HAVING" HOLDFAST_NO_REFUSAL " ORDER BY r.subject_key");
constexpr Sql count_sessions(
    "SELECT COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 FROM rating r"
    " WHERE r.practice_id = s.practice_id AND r.session_id = s.session_id AND r.rater = 'client'"
    " AND r.scored = 1) THEN 1 ELSE 0 END)"
    " FROM mirror_course_clinician c JOIN mirror_session s ON s.practice_id = c.practice_id"
    " AND s.course_id = c.course_id AND s.attendance = 'held'"
    " WHERE c.practice_id = $1 AND c.clinician_id = $2 AND s.clinician_id = c.clinician_id"
    " AND s.day >= $3 AND s.start_at <= $4"
    " AND NOT EXISTS (SELECT 1 FROM course_state t JOIN consent q"
    " ON q.practice_id = t.practice_id AND q.client_key = t.subject_key"
    " WHERE t.practice_id = $1 AND t.course_id = c.course_id" HOLDFAST_REFUSES);
constexpr Sql count_check_ins(
    "SELECT COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 FROM alert_event v"
    " WHERE v.practice_id = a.practice_id AND v.alert_id = a.id AND v.kind = 'logged')"
    " THEN 1 WHEN EXISTS (SELECT 1 FROM repair_now p WHERE p.practice_id = a.practice_id"
    " AND p.course_id = a.course_id AND p.alert_id = a.id AND p.talked_through = 1)"
    " THEN 1 ELSE 0 END)"
    " FROM alert a JOIN alert_now n ON n.practice_id = a.practice_id AND n.alert_id = a.id"
    " JOIN rating r ON r.practice_id = a.practice_id AND r.id = a.rating_id"
    " WHERE a.practice_id = $1 AND a.clinician_id = $2 AND a.day >= $3 AND a.kind = 'check_in'"
    " AND n.joins IS NULL AND n.status <> 'withdrawn' AND" HOLDFAST_NO_REFUSAL
        HOLDFAST_OPEN_RATING);

std::uint64_t count_of(const Row& row, std::size_t column) {
  return row.is_null(column) ? 0 : static_cast<std::uint64_t>(row.integer(column));
}

}  // namespace

std::set<CourseId> Team::flagged_courses(const ClinicianId& clinician) const {
  std::set<CourseId> courses;
  for (const Sql sql : {select_with_check_in, select_with_repair})
    connection_.select(sql, {in(clinician)}, [&](const Row& row) { courses.emplace(row.text(0)); });
  return courses;
}

std::vector<ClientLevel> Team::levels(const Since& since) const {
  std::vector<ClientLevel> levels;
  connection_.select(select_levels,
                     {in(since.clinician), std::string_view{to_text(since.day)}, in(since.now)},
                     [&](const Row& row) {
                       levels.push_back({ClientKey{row.text(0)}, row.real(1), count_of(row, 2)});
                     });
  return levels;
}

SessionsRated Team::sessions(const Since& since) const {
  SessionsRated sessions;
  connection_.select(count_sessions,
                     {in(since.clinician), std::string_view{to_text(since.day)}, in(since.now)},
                     [&](const Row& row) {
                       sessions = {count_of(row, 0), count_of(row, 1)};
                     });
  return sessions;
}

CheckInsTalked Team::check_ins(const Since& since) const {
  CheckInsTalked check_ins;
  connection_.select(count_check_ins,
                     {in(since.clinician), std::string_view{to_text(since.day)}, in(since.now)},
                     [&](const Row& row) {
                       check_ins = {count_of(row, 0), count_of(row, 1)};
                     });
  return check_ins;
}

}  // namespace holdfast::store
