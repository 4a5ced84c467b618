// SPDX-License-Identifier: MIT
#include "store/mirror.hpp"

#include <Poco/UTF8String.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql put_client(
    "INSERT INTO mirror_client (practice_id, client_id, name, folded_name, initials, birth_date,"
    " language, active, deceased, merged_into, sensitivity)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (practice_id, client_id) DO UPDATE SET name = excluded.name,"
    " folded_name = excluded.folded_name, initials = excluded.initials,"
    " birth_date = excluded.birth_date, language = excluded.language, active = excluded.active,"
    " deceased = excluded.deceased, merged_into = excluded.merged_into,"
    " sensitivity = excluded.sensitivity");
constexpr Sql put_clinician(
    "INSERT INTO mirror_clinician (practice_id, clinician_id, name, person_id, active)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (practice_id, clinician_id) DO UPDATE SET"
    " name = excluded.name, person_id = excluded.person_id, active = excluded.active");
constexpr Sql put_supervisor(
    "INSERT INTO mirror_clinician_supervisor (practice_id, clinician_id, place, supervisor_id)"
    " VALUES ($1, $2, $3, $4)");
constexpr Sql put_course(
    "INSERT INTO mirror_course (practice_id, course_id, client_id, setting, started, ended,"
    " end_reason) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (practice_id, course_id) DO UPDATE SET client_id = excluded.client_id,"
    " setting = excluded.setting, started = excluded.started, ended = excluded.ended,"
    " end_reason = excluded.end_reason");
constexpr Sql put_course_clinician(
    "INSERT INTO mirror_course_clinician (practice_id, course_id, place, clinician_id)"
    " VALUES ($1, $2, $3, $4)");
constexpr Sql put_session(
    "INSERT INTO mirror_session (practice_id, session_id, course_id, clinician_id, start_at, day,"
    " minutes, attendance, place, setting, facility)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (practice_id, session_id) DO UPDATE SET course_id = excluded.course_id,"
    " clinician_id = excluded.clinician_id, start_at = excluded.start_at, day = excluded.day,"
    " minutes = excluded.minutes, attendance = excluded.attendance, place = excluded.place,"
    " setting = excluded.setting, facility = excluded.facility");
constexpr Sql put_participant(
    "INSERT INTO mirror_session_participant (practice_id, session_id, place, client_id)"
    " VALUES ($1, $2, $3, $4)");

constexpr Sql delete_client("DELETE FROM mirror_client WHERE practice_id = $1 AND client_id = $2");
constexpr Sql delete_clinician(
    "DELETE FROM mirror_clinician WHERE practice_id = $1 AND clinician_id = $2");
constexpr Sql delete_supervisors(
    "DELETE FROM mirror_clinician_supervisor WHERE practice_id = $1 AND clinician_id = $2");
constexpr Sql delete_course("DELETE FROM mirror_course WHERE practice_id = $1 AND course_id = $2");
constexpr Sql delete_course_clinicians(
    "DELETE FROM mirror_course_clinician WHERE practice_id = $1 AND course_id = $2");
constexpr Sql delete_session(
    "DELETE FROM mirror_session WHERE practice_id = $1 AND session_id = $2");
constexpr Sql delete_participants(
    "DELETE FROM mirror_session_participant WHERE practice_id = $1 AND session_id = $2");

#define HOLDFAST_CLIENT                                                                    \
  "SELECT client_id, name, initials, birth_date, language, active, deceased, merged_into," \
  " sensitivity FROM mirror_client"
#define HOLDFAST_COURSE                                                          \
  "SELECT c.course_id, c.client_id, c.setting, c.started, c.ended, c.end_reason" \
  " FROM mirror_course c"
// The number a session has, or would have if it were held.
#define HOLDFAST_SESSION                                                                     \
  "SELECT s.session_id, s.course_id, s.clinician_id, s.start_at, s.day, s.minutes,"          \
  " s.attendance, s.place, s.setting, CASE WHEN s.attendance IN ('held', 'booked') THEN 1 +" \
  " (SELECT COUNT(*) FROM mirror_session h WHERE h.practice_id = s.practice_id"              \
  " AND h.course_id = s.course_id AND h.attendance = 'held'"                                 \
  " AND (h.start_at, h.session_id) < (s.start_at, s.session_id)) ELSE 0 END, s.facility"     \
  " FROM mirror_session s"

constexpr Sql select_client(HOLDFAST_CLIENT " WHERE practice_id = $1 AND client_id = $2");
constexpr Sql search_clients(
    HOLDFAST_CLIENT
    " WHERE practice_id = $1 AND folded_name LIKE $2 ESCAPE '!' AND merged_into IS NULL"
    " ORDER BY folded_name, client_id LIMIT $3");
constexpr Sql select_clients_by_end(
    "SELECT c.client_id FROM mirror_course c"
    " JOIN client_key k ON k.practice_id = c.practice_id AND k.kind = 'client'"
    " AND k.host_id = c.client_id"
    " WHERE c.practice_id = $1 AND c.ended <= $2 ORDER BY c.ended, c.course_id LIMIT $3");
constexpr Sql select_clinician(
    "SELECT clinician_id, name, person_id, active FROM mirror_clinician"
    " WHERE practice_id = $1 AND clinician_id = $2");
constexpr Sql select_clinicians(
    "SELECT clinician_id, name, person_id, active FROM mirror_clinician WHERE practice_id = $1"
    " ORDER BY name, clinician_id");
constexpr Sql select_supervisors(
    "SELECT supervisor_id FROM mirror_clinician_supervisor"
    " WHERE practice_id = $1 AND clinician_id = $2 ORDER BY place");
constexpr Sql select_course(HOLDFAST_COURSE " WHERE c.practice_id = $1 AND c.course_id = $2");
constexpr Sql select_courses_of_client(
    HOLDFAST_COURSE
    " WHERE c.practice_id = $1 AND c.client_id = $2 ORDER BY c.started, c.course_id");
constexpr Sql select_courses_of_clinician(
    HOLDFAST_COURSE
    " JOIN mirror_course_clinician k ON k.practice_id = c.practice_id AND k.course_id = c.course_id"
    " WHERE c.practice_id = $1 AND k.clinician_id = $2 ORDER BY c.course_id");
constexpr Sql select_course_clinicians(
    "SELECT clinician_id FROM mirror_course_clinician WHERE practice_id = $1 AND course_id = $2"
    " ORDER BY place");
constexpr Sql select_session(HOLDFAST_SESSION " WHERE s.practice_id = $1 AND s.session_id = $2");
// A whole course is put in order and numbered here: a database would sort whole rows.
constexpr Sql select_sessions_of_course(
    "SELECT s.session_id, s.course_id, s.clinician_id, s.start_at, s.day, s.minutes, s.attendance,"
    " s.place, s.setting, 0, s.facility FROM mirror_session s"
    " WHERE s.practice_id = $1 AND s.course_id = $2");
constexpr Sql select_missed_of_course(
    "SELECT s.session_id, s.start_at, s.day, s.attendance,"
    " (SELECT COUNT(*) FROM mirror_session h WHERE h.practice_id = s.practice_id"
    " AND h.course_id = s.course_id AND h.attendance = 'held'"
    " AND (h.start_at, h.session_id) < (s.start_at, s.session_id))"
    " FROM mirror_session s WHERE s.practice_id = $1 AND s.course_id = $2"
    " AND s.attendance IN ('no_show', 'cancelled_late') ORDER BY s.start_at, s.session_id");
constexpr Sql select_sessions_of_day(
    HOLDFAST_SESSION " WHERE s.practice_id = $1 AND s.day = $2 ORDER BY s.start_at, s.session_id");
// The page's sessions are chosen first: a session's number is asked of those alone.
#define HOLDFAST_PART_OF_DAY                                           \
  HOLDFAST_SESSION                                                     \
  " WHERE s.practice_id = $1 AND s.session_id IN (SELECT p.session_id" \
  " FROM mirror_session p WHERE p.practice_id = $1 AND p.day = $2"
constexpr Sql select_part_of_day(HOLDFAST_PART_OF_DAY
                                 " ORDER BY p.start_at, p.session_id LIMIT $3 OFFSET $4)"
                                 " ORDER BY s.start_at, s.session_id");
constexpr Sql select_named_of_day(
    HOLDFAST_PART_OF_DAY
    " AND EXISTS (SELECT 1 FROM mirror_course o JOIN mirror_client n"
    " ON n.practice_id = o.practice_id AND n.client_id = o.client_id"
    " WHERE o.practice_id = p.practice_id AND o.course_id = p.course_id"
    " AND n.folded_name LIKE $3 ESCAPE '!')"
    " ORDER BY p.start_at, p.session_id LIMIT $4 OFFSET $5) ORDER BY s.start_at, s.session_id");
constexpr Sql count_sessions_of_day(
    "SELECT COUNT(*) FROM mirror_session WHERE practice_id = $1 AND day = $2");
constexpr Sql count_sessions_before(
    "SELECT COUNT(*) FROM mirror_session WHERE practice_id = $1 AND day = $2 AND start_at < $3");
constexpr Sql select_sessions_of_day_and_clinician(
    HOLDFAST_SESSION
    " WHERE s.practice_id = $1 AND s.day = $2 AND s.clinician_id = $3"
    " ORDER BY s.start_at, s.session_id");
constexpr Sql select_next_session(
    HOLDFAST_SESSION
    " WHERE s.practice_id = $1 AND s.course_id = $2 AND s.start_at > $3"
    " AND s.attendance IN ('booked', 'held', 'no_show') ORDER BY s.start_at, s.session_id LIMIT 1");
constexpr Sql select_previous_held(
    HOLDFAST_SESSION
    " WHERE s.practice_id = $1 AND s.course_id = $2 AND s.attendance = 'held' AND s.start_at < $3"
    " ORDER BY s.start_at DESC, s.session_id DESC LIMIT 1");
constexpr Sql select_participants(
    "SELECT client_id FROM mirror_session_participant WHERE practice_id = $1 AND session_id = $2"
    " ORDER BY place");
constexpr Sql select_participants_of_course(
    "SELECT p.session_id, p.place, p.client_id FROM mirror_session s"
    " JOIN mirror_session_participant p"
    " ON p.practice_id = s.practice_id AND p.session_id = s.session_id"
    " WHERE s.practice_id = $1 AND s.course_id = $2");
constexpr Sql select_cursor("SELECT cursor, filled_at FROM mirror_cursor WHERE practice_id = $1");
constexpr Sql put_cursor_row(
    "INSERT INTO mirror_cursor (practice_id, cursor, filled_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (practice_id) DO UPDATE SET cursor = excluded.cursor,"
    " filled_at = excluded.filled_at");

// Sensitivity labels, a line each; no host's code holds a line break.
std::string lines_of(const std::vector<std::string>& labels) {
  std::string text;
  for (const auto& label : labels) text += label + '\n';
  return text;
}

std::vector<std::string> labels_of(const std::string& text) {
  std::vector<std::string> labels;
  for (std::size_t at = 0, end; (end = text.find('\n', at)) != text.npos; at = end + 1)
    labels.push_back(text.substr(at, end - at));
  return labels;
}

practice::Client client_of(const Row& row) {
  practice::Client client;
  client.id.value = row.text(0);
  client.name = row.text(1);
  client.initials = row.text(2);
  client.birth_date = optional_day_of(row, 3);
  client.language = row.text(4);
  client.active = truth_of(row, 5);
  client.deceased = truth_of(row, 6);
  client.merged_into.value = row.text(7);
  client.sensitivity = labels_of(row.text(8));
  return client;
}

std::vector<practice::Clinician> clinicians_of(Connection& connection, Sql sql,
                                               std::initializer_list<Value> values) {
  std::vector<practice::Clinician> all;
  connection.select(sql, values, [&](const Row& row) {
    practice::Clinician one;
    one.id.value = row.text(0);
    one.name = row.text(1);
    one.person.value = row.text(2);
    one.active = truth_of(row, 3);
    all.push_back(std::move(one));
  });
  for (auto& one : all)
    connection.select(select_supervisors, {in(one.id)},
                      [&](const Row& row) { one.supervisors.emplace_back(row.text(0)); });
  return all;
}

std::vector<practice::Course> courses_of(Connection& connection, Sql sql,
                                         std::initializer_list<Value> values) {
  std::vector<practice::Course> all;
  connection.select(sql, values, [&](const Row& row) {
    practice::Course one;
    one.id.value = row.text(0);
    one.client.value = row.text(1);
    one.setting = row.text(2);
    one.started = optional_day_of(row, 3);
    one.ended = optional_day_of(row, 4);
    one.end_reason = row.text(5);
    all.push_back(std::move(one));
  });
  for (auto& one : all)
    connection.select(select_course_clinicians, {in(one.id)},
                      [&](const Row& row) { one.clinicians.emplace_back(row.text(0)); });
  return all;
}

std::vector<NumberedSession> rows_of(Connection& connection, Sql sql,
                                     std::initializer_list<Value> values) {
  std::vector<NumberedSession> all;
  connection.select(sql, values, [&](const Row& row) {
    NumberedSession one;
    one.session.id.value = row.text(0);
    one.session.course.value = row.text(1);
    one.session.clinician.value = row.text(2);
    one.session.start = instant_of(row, 3);
    one.session.day = day_of(row, 4);
    one.session.minutes = integer_of(row, 5);
    one.session.attendance = word_of<Attendance>(row, 6);
    one.session.place = word_of<Place>(row, 7);
    one.session.setting = row.text(8);
    one.number = integer_of(row, 9);
    one.session.facility = row.text(10);
    all.push_back(std::move(one));
  });
  return all;
}

std::vector<NumberedSession> sessions_of(Connection& connection, Sql sql,
                                         std::initializer_list<Value> values) {
  auto all = rows_of(connection, sql, values);
  for (auto& one : all)
    connection.select(select_participants, {in(one.session.id)},
                      [&](const Row& row) { one.session.participants.emplace_back(row.text(0)); });
  return all;
}

template <class T>
std::optional<T> first_of(std::vector<T> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

std::optional<practice::Session> session_of(std::vector<NumberedSession> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front().session);
}

std::string contains(std::string_view text) {
  std::string pattern = "%";
  for (const char c : Poco::UTF8::toLower(std::string{text})) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + '%';
}

void add_participants_of_course(Connection& connection, const CourseId& course,
                                std::vector<NumberedSession>& sessions) {
  std::unordered_map<std::string_view, practice::Session*> of_id;
  for (auto& numbered : sessions) of_id.emplace(numbered.session.id.value, &numbered.session);
  std::vector<std::tuple<practice::Session*, std::int64_t, ClientId>> found;
  connection.select(select_participants_of_course, {in(course)}, [&](const Row& row) {
    if (const auto session = of_id.find(row.view(0)); session != of_id.end())
      found.emplace_back(session->second, row.integer(1), ClientId{row.text(2)});
  });
  std::sort(found.begin(), found.end());
  for (auto& [session, place, client] : found) session->participants.push_back(std::move(client));
}

}  // namespace

void Mirror::put(const practice::Client& client) {
  const std::string birth = optional_day_text(client.birth_date);
  connection_.run(
      put_client,
      {in(client.id), std::string_view{client.name},
       std::string_view{Poco::UTF8::toLower(client.name)}, std::string_view{client.initials},
       optional_text(birth), optional_text(client.language), in(client.active), in(client.deceased),
       in(client.merged_into), std::string_view{lines_of(client.sensitivity)}});
}

void Mirror::put(const practice::Clinician& clinician) {
  connection_.run(put_clinician, {in(clinician.id), std::string_view{clinician.name},
                                  in(clinician.person), in(clinician.active)});
  connection_.run(delete_supervisors, {in(clinician.id)});
  for (int place = 0; const auto& supervisor : clinician.supervisors)
    connection_.run(put_supervisor, {in(clinician.id), in(place++), in(supervisor)});
}

void Mirror::put(const practice::Course& course) {
  const std::string started = optional_day_text(course.started);
  const std::string ended = optional_day_text(course.ended);
  connection_.run(put_course,
                  {in(course.id), in(course.client), std::string_view{course.setting},
                   optional_text(started), optional_text(ended), optional_text(course.end_reason)});
  connection_.run(delete_course_clinicians, {in(course.id)});
  for (int place = 0; const auto& clinician : course.clinicians)
    connection_.run(put_course_clinician, {in(course.id), in(place++), in(clinician)});
}

void Mirror::put(const practice::Session& session) {
  connection_.run(put_session,
                  {in(session.id), in(session.course), in(session.clinician), in(session.start),
                   std::string_view{to_text(session.day)}, in(session.minutes),
                   to_word(session.attendance), to_word(session.place),
                   std::string_view{session.setting}, std::string_view{session.facility}});
  connection_.run(delete_participants, {in(session.id)});
  for (int place = 0; const auto& client : session.participants)
    connection_.run(put_participant, {in(session.id), in(place++), in(client)});
}

void Mirror::remove(const ClientId& id) { connection_.run(delete_client, {in(id)}); }

void Mirror::remove(const ClinicianId& id) {
  connection_.run(delete_supervisors, {in(id)});
  connection_.run(delete_clinician, {in(id)});
}

void Mirror::remove(const CourseId& id) {
  connection_.run(delete_course_clinicians, {in(id)});
  connection_.run(delete_course, {in(id)});
}

void Mirror::remove(const SessionId& id) {
  connection_.run(delete_participants, {in(id)});
  connection_.run(delete_session, {in(id)});
}

std::optional<practice::Client> Mirror::client(const ClientId& id) const {
  std::optional<practice::Client> found;
  connection_.select(select_client, {in(id)}, [&](const Row& row) { found = client_of(row); });
  return found;
}

std::optional<practice::Clinician> Mirror::clinician(const ClinicianId& id) const {
  return first_of(clinicians_of(connection_, select_clinician, {in(id)}));
}

std::optional<practice::Course> Mirror::course(const CourseId& id) const {
  return first_of(courses_of(connection_, select_course, {in(id)}));
}

std::optional<NumberedSession> Mirror::session(const SessionId& id) const {
  return first_of(sessions_of(connection_, select_session, {in(id)}));
}

std::vector<practice::Clinician> Mirror::clinicians() const {
  return clinicians_of(connection_, select_clinicians, {});
}

std::vector<practice::Course> Mirror::courses_of_client(const ClientId& client) const {
  return courses_of(connection_, select_courses_of_client, {in(client)});
}

std::vector<practice::Course> Mirror::courses_of_clinician(const ClinicianId& clinician) const {
  return courses_of(connection_, select_courses_of_clinician, {in(clinician)});
}

std::vector<NumberedSession> Mirror::sessions_of_course(const CourseId& course) const {
  auto sessions = rows_of(connection_, select_sessions_of_course, {in(course)});
  std::sort(sessions.begin(), sessions.end(), [](const auto& one, const auto& other) {
    return std::tie(one.session.start, one.session.id) <
           std::tie(other.session.start, other.session.id);
  });
  add_participants_of_course(connection_, course, sessions);
  int held = 0;
  for (auto& [session, number] : sessions) {
    const bool is_held = session.attendance == Attendance::held;
    if (is_held || session.attendance == Attendance::booked) number = held + 1;
    held += is_held;
  }
  return sessions;
}

std::vector<MissedSession> Mirror::missed_of_course(const CourseId& course) const {
  std::vector<MissedSession> missed;
  connection_.select(select_missed_of_course, {in(course)}, [&](const Row& row) {
    missed.push_back({SessionId{row.text(0)}, instant_of(row, 1), day_of(row, 2),
                      word_of<Attendance>(row, 3), integer_of(row, 4)});
  });
  return missed;
}

std::vector<NumberedSession> Mirror::sessions_of_day(Day day, const DayPart& part) const {
  const auto on = to_text(day);
  if (part.most == 0 && part.name.empty())
    return sessions_of(connection_, select_sessions_of_day, {std::string_view{on}});
  const int most = part.most == 0 ? std::numeric_limits<int>::max() : part.most;
  if (part.name.empty())
    return sessions_of(connection_, select_part_of_day,
                       {std::string_view{on}, in(most), in(part.from)});
  const auto pattern = contains(part.name);
  return sessions_of(connection_, select_named_of_day,
                     {std::string_view{on}, std::string_view{pattern}, in(most), in(part.from)});
}

int Mirror::count_of_day(Day day) const {
  int count = 0;
  const auto on = to_text(day);
  connection_.select(count_sessions_of_day, {std::string_view{on}},
                     [&](const Row& row) { count = integer_of(row, 0); });
  return count;
}

int Mirror::count_of_day_before(Day day, Instant start) const {
  int count = 0;
  const auto on = to_text(day);
  connection_.select(count_sessions_before, {std::string_view{on}, in(start)},
                     [&](const Row& row) { count = integer_of(row, 0); });
  return count;
}

std::vector<NumberedSession> Mirror::sessions_of_day(Day day, const ClinicianId& clinician) const {
  return sessions_of(connection_, select_sessions_of_day_and_clinician,
                     {std::string_view{to_text(day)}, in(clinician)});
}

std::optional<practice::Session> Mirror::next_session(const CourseId& course, Instant after) const {
  return session_of(sessions_of(connection_, select_next_session, {in(course), in(after)}));
}

std::optional<practice::Session> Mirror::previous_held(const CourseId& course,
                                                       Instant before) const {
  return session_of(sessions_of(connection_, select_previous_held, {in(course), in(before)}));
}

std::vector<practice::Client> Mirror::search(std::string_view text, int limit) const {
  std::vector<practice::Client> found;
  connection_.select(search_clients, {std::string_view{contains(text)}, in(limit)},
                     [&](const Row& row) { found.push_back(client_of(row)); });
  return found;
}

std::vector<practice::Client> Mirror::clients_by_end(Day day, int limit) const {
  std::vector<ClientId> ids;
  const auto by = to_text(day);
  connection_.select(select_clients_by_end, {std::string_view{by}, in(limit)}, [&](const Row& row) {
    ClientId id{row.text(0)};
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  });
  std::vector<practice::Client> clients;
  for (const auto& id : ids)
    if (auto known = client(id)) clients.push_back(std::move(*known));
  return clients;
}

std::string Mirror::cursor() const {
  std::string cursor;
  connection_.select(select_cursor, {}, [&](const Row& row) { cursor = row.text(0); });
  return cursor;
}

void Mirror::put_cursor(std::string_view cursor, Instant at) {
  connection_.run(put_cursor_row, {cursor, in(at)});
}

std::optional<Instant> Mirror::filled_at() const {
  std::optional<Instant> at;
  connection_.select(select_cursor, {}, [&](const Row& row) { at = instant_of(row, 1); });
  return at;
}

}  // namespace holdfast::store
