// SPDX-License-Identifier: MIT
#include "store/pages.hpp"

#include <algorithm>

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

#define HOLDFAST_STANDS                                                             \
  " AND NOT EXISTS (SELECT 1 FROM rating_end e WHERE e.practice_id = r.practice_id" \
  " AND e.rating_id = r.id)"

constexpr Sql answered_of_session(
    "SELECT r.rater, r.subject_key, r.instrument, r.declined FROM rating r"
    " WHERE r.practice_id = $1 AND r.session_id = $2" HOLDFAST_STANDS);
constexpr Sql key_of_client(
    "SELECT client_key FROM client_key WHERE practice_id = $1 AND kind = 'client'"
    " AND host_id = $2");
constexpr Sql client_of_key(
    "SELECT host_id FROM client_key WHERE practice_id = $1 AND kind = 'client'"
    " AND client_key = $2");
constexpr Sql count_held(
    "SELECT COUNT(*) FROM mirror_session WHERE practice_id = $1 AND course_id = $2"
    " AND attendance = 'held' AND start_at <= $3");
constexpr Sql last_held(
    "SELECT h.day, (SELECT COUNT(*) FROM rating r WHERE r.practice_id = h.practice_id"
    " AND r.session_id = h.session_id AND r.rater = 'client' AND r.course_id = h.course_id"
    " AND r.measures = 'alliance'" HOLDFAST_STANDS
    ") FROM mirror_session h WHERE h.practice_id = $1 AND h.course_id = $2"
    " AND h.attendance = 'held' AND h.start_at <= $3"
    " ORDER BY h.start_at DESC, h.session_id DESC LIMIT 2");
constexpr Sql last_totals(
    "SELECT r.pomp FROM rating r"
    " LEFT JOIN seal_end s ON s.practice_id = r.practice_id AND s.rating_id = r.id"
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND r.rater = 'client' AND r.scored = 1"
    " AND r.measures = 'alliance' AND CASE WHEN (r.sealed_until IS NULL"
    " OR r.sealed_until <= $3 OR s.ended_at <= $3) THEN 1 ELSE (SELECT COUNT(*) FROM "
    "mirror_session n"
    " WHERE n.practice_id = r.practice_id AND n.course_id = r.course_id"
    " AND n.start_at > COALESCE(r.session_start, r.entered_at) AND n.start_at <= $3"
    " AND n.attendance IN ('booked', 'held', 'no_show')) END > 0" HOLDFAST_STANDS
    " ORDER BY r.day DESC, r.session_start DESC, r.session_number DESC, r.id DESC LIMIT 12");
constexpr Sql state_of_repair(
    "SELECT state FROM repair_now WHERE practice_id = $1 AND course_id = $2 AND closed IS NULL"
    " ORDER BY opened DESC, repair_id DESC LIMIT 1");
constexpr Sql next_start(
    "SELECT MIN(start_at) FROM mirror_session WHERE practice_id = $1 AND course_id = $2"
    " AND attendance = 'booked' AND start_at > $3");
constexpr Sql select_partners(
    "SELECT DISTINCT s.course_id, n.name, n.initials, n.client_id FROM mirror_course_clinician k"
    " JOIN mirror_session s ON s.practice_id = k.practice_id AND s.course_id = k.course_id"
    " JOIN mirror_session_participant p"
    " ON p.practice_id = s.practice_id AND p.session_id = s.session_id"
    " JOIN mirror_client n ON n.practice_id = p.practice_id AND n.client_id = p.client_id"
    " WHERE k.practice_id = $1 AND k.clinician_id = $2 ORDER BY s.course_id, n.name, n.initials");
constexpr Sql any_rating(
    "SELECT 1 FROM mirror_course_clinician c WHERE c.practice_id = $1 AND c.clinician_id = $2"
    " AND EXISTS (SELECT 1 FROM rating r WHERE r.practice_id = c.practice_id"
    " AND r.course_id = c.course_id AND r.rater = 'client') LIMIT 1");
constexpr Sql overdue_forms(
    "SELECT id FROM form_given WHERE practice_id = $1 AND clinician_id = $2"
    " AND status IN ('given', 'opened') AND given_at < $3 ORDER BY given_at, id");

// Who takes part, the course's own client first; empty: nothing of theirs is stored yet.
std::vector<ClientKey> people_of(Connection& connection, const practice::Session& session,
                                 const ClientId& own) {
  std::vector<ClientKey> people;
  const auto add = [&](const ClientId& client) {
    auto& key = people.emplace_back();
    connection.select(key_of_client, {in(client)},
                      [&](const Row& row) { key.value = row.text(0); });
  };
  add(own);
  for (const auto& other : session.participants)
    if (other != own) add(other);
  return people;
}

TodayRow today_row(Connection& connection, NumberedSession session) {
  const Mirror mirror(connection);
  TodayRow row;
  row.course = session.session.course;
  row.forms = Forms(connection).of_session(session.session.id);
  if (const auto course = mirror.course(row.course)) {
    row.client = course->client;
    row.clinicians = course->clinicians;
    if (const auto client = mirror.client(course->client)) {
      row.client_name = client->name;
      row.initials = client->initials;
      row.client_active = client->active;
      row.birth_date = client->birth_date;
    }
  }
  row.people = people_of(connection, session.session, row.client);
  connection.select(answered_of_session, {in(session.session.id)}, [&](const Row& one) {
    row.answered.push_back(
        {word_of<Rater>(one, 0), ClientKey{one.text(1)}, one.text(2), truth_of(one, 3)});
  });
  row.open = Alerts(connection).of_course(row.course);
  std::erase_if(row.open, [](const AlertNow& alert) { return !is_open(alert); });
  row.session = std::move(session);
  return row;
}

std::vector<TodayRow> today_rows(Connection& connection, std::vector<NumberedSession> sessions) {
  std::vector<TodayRow> rows;
  rows.reserve(sessions.size());
  for (auto& session : sessions) rows.push_back(today_row(connection, std::move(session)));
  return rows;
}

}  // namespace

std::vector<TodayRow> Pages::today(Day day, const std::vector<ClinicianId>& clinicians) const {
  const Mirror mirror(connection_);
  std::vector<NumberedSession> sessions;
  for (const auto& clinician : clinicians)
    for (auto& session : mirror.sessions_of_day(day, clinician))
      sessions.push_back(std::move(session));
  std::sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) {
    return std::tie(a.session.start, a.session.id) < std::tie(b.session.start, b.session.id);
  });
  return today_rows(connection_, std::move(sessions));
}

std::vector<TodayRow> Pages::today(Day day, const DayPart& part) const {
  return today_rows(connection_, Mirror(connection_).sessions_of_day(day, part));
}

bool Pages::has_ratings(const std::vector<ClinicianId>& clinicians) const {
  bool found = false;
  for (const auto& clinician : clinicians)
    connection_.select(any_rating, {in(clinician)}, [&](const Row&) { found = true; });
  return found;
}

std::vector<OverdueForm> Pages::overdue(const ClinicianId& clinician, Instant before) const {
  const Mirror mirror(connection_);
  std::vector<std::string> ids;
  connection_.select(overdue_forms, {in(clinician), in(before)},
                     [&](const Row& row) { ids.push_back(row.text(0)); });
  std::vector<OverdueForm> rows;
  for (const auto& id : ids) {
    OverdueForm row;
    if (auto form = Forms(connection_).find(id)) row.form = std::move(*form);
    if (const auto course = mirror.course(row.form.course)) row.client = course->client;
    // Whose form it is: in a couple or a group, any of those who take part.
    connection_.select(client_of_key, {in(row.form.subject)},
                       [&](const Row& found) { row.client = ClientId{found.text(0)}; });
    if (const auto client = mirror.client(row.client)) row.client_name = client->name;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<CoursePicture> Pages::picture(const CourseId& id) const {
  const Mirror mirror(connection_);
  auto course = mirror.course(id);
  if (!course) return std::nullopt;
  CoursePicture picture;
  picture.course = std::move(*course);
  if (auto client = mirror.client(picture.course.client)) picture.client = std::move(*client);
  picture.sessions = mirror.sessions_of_course(id);
  picture.ratings = Ratings(connection_).of_course(id);
  picture.alerts = Alerts(connection_).of_course(id);
  picture.repairs = Repairs(connection_).of_course(id);
  picture.comments = Ratings(connection_).comments_of_course(id, Addressee::therapist);
  return picture;
}

std::vector<CaseloadRow> Pages::caseload(const ClinicianId& clinician, Instant now) const {
  const Mirror mirror(connection_);
  std::vector<CaseloadRow> rows;
  for (auto& course : mirror.courses_of_clinician(clinician)) {
    CaseloadRow row;
    const auto id = in(course.id);
    if (const auto client = mirror.client(course.client)) {
      row.client_name = client->name;
      row.initials = client->initials;
    }
    connection_.select(state_of_repair, {id}, [&](const Row& r) { row.repair = r.text(0); });
    connection_.select(next_start, {id, in(now)},
                       [&](const Row& r) { row.next_session = optional_instant_of(r, 0); });
    row.course = std::move(course);
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const CaseloadRow& a, const CaseloadRow& b) {
    return std::tie(a.client_name, a.course.id) < std::tie(b.client_name, b.course.id);
  });
  return rows;
}

std::vector<PartnerOfCourse> Pages::partners(const ClinicianId& clinician) const {
  std::vector<PartnerOfCourse> partners;
  connection_.select(select_partners, {in(clinician)}, [&](const Row& row) {
    partners.push_back({CourseId{row.text(0)}, row.text(1), row.text(2), ClientId{row.text(3)}});
  });
  return partners;
}

CourseLatest Pages::latest(const CourseId& course, Instant now) const {
  CourseLatest latest;
  const auto id = in(course);
  connection_.select(count_held, {id, in(now)},
                     [&](const Row& row) { latest.sessions = integer_of(row, 0); });
  connection_.select(last_held, {id, in(now)}, [&](const Row& row) {
    latest.held.push_back({day_of(row, 0), row.integer(1) > 0});
  });
  connection_.select(last_totals, {id, in(now)},
                     [&](const Row& row) { latest.totals.push_back(row.real(0)); });
  return latest;
}

}  // namespace holdfast::store
