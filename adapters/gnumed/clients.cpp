// SPDX-License-Identifier: MIT
#include "clients.hpp"

#include <holdfast/cpp/payload_json.hpp>
#include <map>

#include "page.hpp"
#include "text.hpp"

namespace holdfast::adapters::gnumed {
namespace {

using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

constexpr int most_rows = 1000;

// A name of 64 letters is at most the 256 bytes that a payload allows.
constexpr const char* clients_of_keys =
    "SELECT i.pk, left(n.firstnames || ' ' || n.lastnames, 64), left(n.firstnames, 1) || "
    "left(n.lastnames, 1),"
    " coalesce(to_char(i.dob AT TIME ZONE $2, 'YYYY-MM-DD'), ''), (NOT i.deleted)::int,"
    " (i.deceased IS NOT NULL)::int, '' AS merged_into,"
    " EXISTS (SELECT 1 FROM clin.health_issue h JOIN clin.encounter e ON e.pk = h.fk_encounter"
    "         WHERE e.fk_patient = i.pk AND h.is_confidential)::int"
    " FROM dem.identity i JOIN dem.names n ON n.id_identity = i.pk AND n.active"
    " WHERE i.pk = ANY ($1::int[])"
    " UNION ALL"
    " SELECT m.pk, left(n.firstnames || ' ' || n.lastnames, 64), left(n.firstnames, 1) || "
    "left(n.lastnames, 1),"
    " '', 0, 0, m.merged_into::text, 0 FROM holdfast_gnumed.client_merged m"
    " JOIN dem.names n ON n.id_identity = m.merged_into AND n.active"
    " WHERE m.pk = ANY ($1::int[]) AND NOT EXISTS (SELECT 1 FROM dem.identity i WHERE i.pk = m.pk)"
    " ORDER BY 1";

// An episode's sessions are its patient's: no other patient's are looked at.
constexpr const char* courses_of_keys =
    "SELECT p.pk, b.fk_patient, c.clinician,"
    " to_char(min(c.first_session) OVER w AT TIME ZONE $2, 'YYYY-MM-DD'),"
    " CASE WHEN p.is_open THEN '' ELSE to_char(max(c.last_session) OVER w AT TIME ZONE $2,"
    " 'YYYY-MM-DD') END, (i.deceased IS NOT NULL)::int"
    " FROM clin.episode p JOIN clin.encounter b ON b.pk = p.fk_encounter"
    " JOIN dem.identity i ON i.pk = b.fk_patient"
    " CROSS JOIN LATERAL (SELECT s.clinician, min(s.started) AS first_session,"
    "   max(s.started) AS last_session FROM holdfast_gnumed.session s"
    "   WHERE s.client = b.fk_patient AND s.course = p.pk GROUP BY s.clinician) c"
    " WHERE p.pk = ANY ($1::int[]) WINDOW w AS (PARTITION BY p.pk)"
    " ORDER BY p.pk, c.first_session, c.clinician";

constexpr const char* sessions_of_keys =
    "SELECT s.pk, s.course, s.clinician, round(extract(epoch FROM s.started) * 1000)::bigint,"
    " to_char(s.started AT TIME ZONE $2, 'YYYY-MM-DD'), s.minutes, (s.started <= now())::int"
    " FROM holdfast_gnumed.session s WHERE s.pk = ANY ($1::int[]) ORDER BY s.pk";

constexpr const char* client_of_user =
    "SELECT (EXISTS (SELECT 1 FROM holdfast_gnumed.session s"
    "  WHERE s.client = $1::int AND s.db_user = $2::name) OR EXISTS (SELECT 1 FROM dem.identity i"
    "  JOIN holdfast_gnumed.clinician c ON c.pk = i.fk_primary_provider"
    "  WHERE i.pk = $1::int AND c.db_user = $2::name))::int";
constexpr const char* course_of_user =
    "SELECT (EXISTS (SELECT 1 FROM clin.episode p JOIN clin.encounter b ON b.pk = p.fk_encounter"
    " JOIN holdfast_gnumed.session s ON s.client = b.fk_patient AND s.course = p.pk"
    " WHERE p.pk = $1::int AND s.db_user = $2::name))::int";

// The whole name, then its beginning, then a later word's beginning, then anywhere.
// Names first, in that order: whose session it is is asked of as many as are wanted.
constexpr const char* matching_clients =
    "SELECT pk FROM (SELECT pk, name, CASE WHEN $2 = '' THEN 0"
    "   WHEN name = lower($2) OR pk::text = $2 THEN 0 WHEN strpos(name, lower($2)) = 1 THEN 1"
    "   WHEN strpos(name, ' ' || lower($2)) > 0 THEN 2 ELSE 3 END AS rank"
    "  FROM (SELECT i.pk, lower(n.firstnames || ' ' || n.lastnames) AS name FROM dem.identity i"
    "    JOIN dem.names n ON n.id_identity = i.pk AND n.active WHERE NOT i.deleted) named"
    "  WHERE $2 = '' OR strpos(name, lower($2)) > 0 OR pk::text = $2"
    "  ORDER BY rank, name, pk OFFSET 0) matching"
    " CROSS JOIN LATERAL (SELECT FROM holdfast_gnumed.session s"
    "   WHERE s.client = matching.pk AND s.db_user = $1::name LIMIT 1) own"
    " ORDER BY rank, name, pk LIMIT $3::int";

// An encounter's end is looked at in the practice's zone; ids are compared as the texts they are.
constexpr const char* sessions_between =
    "SELECT s.pk FROM holdfast_gnumed.session s WHERE s.db_user = $1::name"
    " AND s.started >= ($2::date)::timestamp AT TIME ZONE $4"
    " AND s.started < ($3::date)::timestamp AT TIME ZONE $4"
    " AND ($5 = '' OR s.course::text = $5)"
    " ORDER BY date_trunc('milliseconds', s.started), s.pk::text COLLATE \"C\" LIMIT $6::int";

std::optional<payload::Day> day_of(const std::string& text) {
  return text.empty() ? std::nullopt : payload::parse_day(text);
}

int checked_limit(int limit) {
  if (limit < 1 || limit > most_rows)
    throw Failure(HOLDFAST_E_INVALID, "query: field \"limit\" must be from 1 to 1000");
  return limit;
}

// In the order of `keys`, as what they stand for.
template <class Thing>
std::vector<Thing> in_order(const std::vector<int>& keys, std::vector<Thing> things) {
  std::map<std::string, Thing> by_id;
  for (auto& thing : things) by_id.emplace(thing.id, std::move(thing));
  std::vector<Thing> ordered;
  for (const int key : keys)
    if (const auto found = by_id.find(std::to_string(key)); found != by_id.end())
      ordered.push_back(found->second);
  return ordered;
}

}  // namespace

std::vector<payload::Client> read_clients(Connection& connection, const Wanted& wanted) {
  auto keys = as_array(wanted.keys), zone = wanted.zone;
  std::vector<int> pks, active, deceased, confidential;
  Texts names, initials, births, survivors;
  ask(connection, clients_of_keys, given(keys, zone), pks, names, initials, births, active,
      deceased, survivors, confidential);
  std::vector<payload::Client> clients(pks.size());
  for (std::size_t i = 0; i < pks.size(); ++i) {
    auto& client = clients[i];
    client.id = std::to_string(pks[i]);
    client.name = names[i];
    client.initials = initials[i];
    client.birth_date = day_of(births[i]);
    client.active = active[i] != 0;
    client.deceased = deceased[i] != 0;
    client.merged_into = survivors[i];
    if (confidential[i] != 0) client.sensitivity = {"confidential"};
  }
  return clients;
}

std::vector<payload::Course> read_courses(Connection& connection, const Wanted& wanted) {
  auto keys = as_array(wanted.keys), zone = wanted.zone;
  std::vector<int> pks, clients, clinicians, deceased;
  Texts started, ended;
  ask(connection, courses_of_keys, given(keys, zone), pks, clients, clinicians, started, ended,
      deceased);
  std::vector<payload::Course> courses;
  for (std::size_t i = 0; i < pks.size(); ++i) {
    const auto id = std::to_string(pks[i]);
    if (courses.empty() || courses.back().id != id) {
      payload::Course course;
      course.id = id;
      course.client = std::to_string(clients[i]);
      course.started = day_of(started[i]);
      course.ended = day_of(ended[i]);
      if (course.ended && deceased[i] != 0) course.end_reason = "died";
      courses.push_back(std::move(course));
    }
    courses.back().clinicians.push_back(std::to_string(clinicians[i]));
  }
  return courses;
}

std::vector<payload::Session> read_sessions(Connection& connection, const Wanted& wanted) {
  auto keys = as_array(wanted.keys), zone = wanted.zone;
  std::vector<int> pks, courses, clinicians, minutes, begun;
  std::vector<std::int64_t> starts;
  Texts days;
  ask(connection, sessions_of_keys, given(keys, zone), pks, courses, clinicians, starts, days,
      minutes, begun);
  std::vector<payload::Session> sessions(pks.size());
  for (std::size_t i = 0; i < pks.size(); ++i) {
    auto& session = sessions[i];
    session.id = std::to_string(pks[i]);
    session.course = std::to_string(courses[i]);
    session.clinician = std::to_string(clinicians[i]);
    session.start = payload::Instant{milliseconds{starts[i]}};
    session.day = day_of(days[i]).value();
    session.minutes = minutes[i];
    session.attendance = begun[i] != 0 ? "held" : "booked";
    session.setting = "individual";
  }
  return sessions;
}

bool is_client_of(Connection& connection, int client, const std::string& user) {
  auto name = user;
  int answer = 0;
  ask(connection, client_of_user, given(client, name), answer);
  return answer != 0;
}

bool is_course_of(Connection& connection, int course, const std::string& user) {
  auto name = user;
  int answer = 0;
  ask(connection, course_of_user, given(course, name), answer);
  return answer != 0;
}

std::string search_clients(Connection& connection, const Search& search,
                           std::string_view query_json) {
  const auto query = payload::parse_object(query_json, "client query").get<payload::ClientQuery>();
  auto limit = checked_limit(query.limit);
  auto user = search.user, text = query.text;
  std::vector<int> found;
  ask(connection, matching_clients, given(user, text, limit), found);
  Page page{R"({"schema":"holdfast.clients/1","clients":[)"};
  for (const auto& client : in_order(found, read_clients(connection, {search.zone, found})))
    if (!page.add(payload::Json(client).dump())) break;
  return page.text() + "]}";
}

std::string list_sessions(Connection& connection, const Search& search,
                          std::string_view query_json) {
  const auto query =
      payload::parse_object(query_json, "session query").get<payload::SessionQuery>();
  auto one_more = checked_limit(query.limit) + 1;
  if (query.to < query.from)
    throw Failure(HOLDFAST_E_INVALID, "session query: field \"to\" is before \"from\"");
  auto user = search.user, zone = search.zone, course = query.course;
  auto from = payload::to_text(query.from), to = payload::to_text(query.to);
  std::vector<int> found;
  ask(connection, sessions_between, given(user, from, to, zone, course, one_more), found);
  bool more = static_cast<int>(found.size()) == one_more;
  if (more) found.pop_back();
  Page page{R"({"schema":"holdfast.sessions/1","sessions":[)"};
  for (const auto& session : in_order(found, read_sessions(connection, {search.zone, found})))
    if (!page.add(payload::Json(session).dump())) {
      more = true;
      break;
    }
  return page.text() + (more ? R"(],"more":true})" : R"(],"more":false})");
}

}  // namespace holdfast::adapters::gnumed
