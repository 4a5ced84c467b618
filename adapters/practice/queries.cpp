// SPDX-License-Identifier: MIT
#include "queries.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>
#include <Poco/UTF8String.h>

#include <holdfast/cpp/page.hpp>
#include <holdfast/cpp/payload_json.hpp>

#include "reader.hpp"

namespace holdfast::adapters::practice {
namespace {

using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

constexpr int most_rows = 1000;

int checked_limit(int limit) {
  if (limit < 1 || limit > most_rows)
    throw Failure(HOLDFAST_E_INVALID, "query: field \"limit\" must be from 1 to 1000");
  return limit;
}

// Matched against the name, or against what stands for it where names are not shown; whole, then
// its beginning, then a later word's beginning, then anywhere.
constexpr const char* matching_clients =
    "WITH shown AS (SELECT id, CASE WHEN $1 THEN lower(coalesce(initials, '')) "
    "    ELSE folded_name END AS name FROM client WHERE merged_into IS NULL) "
    "SELECT id FROM shown WHERE ($2 = '' OR instr(name, $2) > 0 OR id = $3) AND ($4 "
    "OR id IN (SELECT value FROM json_each($5)) "
    "OR id IN (SELECT client FROM course JOIN course_clinician ON course = course.id "
    "  WHERE clinician IN (SELECT value FROM json_each($6))) "
    "OR id IN (SELECT appointment_participant.client FROM appointment_participant "
    "  JOIN appointment ON appointment.id = appointment_participant.appointment "
    "  JOIN course_clinician ON course_clinician.course = appointment.course "
    "  WHERE course_clinician.clinician IN (SELECT value FROM json_each($6)))) "
    "ORDER BY CASE WHEN $2 = '' THEN 0 WHEN name = $2 OR id = $3 THEN 0 "
    "  WHEN instr(name, $2) = 1 THEN 1 WHEN instr(name, ' ' || $2) > 0 THEN 2 ELSE 3 END, name, id "
    "LIMIT $7";

constexpr const char* sessions_between =
    "SELECT id FROM appointment WHERE start_ms >= $1 AND start_ms < $2 AND NOT removed "
    "AND ($3 = '' OR course = $3) AND ($4 "
    "OR clinician IN (SELECT value FROM json_each($5)) "
    "OR course IN (SELECT course FROM course_clinician "
    "  WHERE clinician IN (SELECT value FROM json_each($5))) "
    "OR course IN (SELECT id FROM course WHERE client IN (SELECT value FROM json_each($6))) "
    "OR id IN (SELECT appointment FROM appointment_participant "
    "  WHERE client IN (SELECT value FROM json_each($6)))) "
    "ORDER BY start_ms, id LIMIT $7";

}  // namespace

payload::Client as_seen(payload::Client client, const Sight& sight) {
  if (!sight.initials_only) return client;
  client.name = client.initials.empty() ? "?" : client.initials;
  client.birth_date.reset();
  return client;
}

std::string search_clients(Connection& connection, const Sight& sight,
                           const payload::ClientQuery& query) {
  auto limit = checked_limit(query.limit);
  auto text = Poco::UTF8::toLower(query.text), id = query.text;
  auto initials = sight.initials_only, everyone = sight.everyone;
  auto clients = as_json_list(sight.clients), clinicians = as_json_list(sight.clinicians);
  std::vector<std::string> found;
  connection << matching_clients, use(initials), use(text), use(id), use(everyone), use(clients),
      use(clinicians), use(limit), into(found), now;
  payload::Page page{R"({"schema":"holdfast.clients/1","clients":[)"};
  for (const auto& each : found)
    if (!page.add(payload::Json(as_seen(find_client(connection, each).value(), sight)).dump()))
      break;
  return page.text() + "]}";
}

std::string list_sessions(Connection& connection, const Sight& sight, const SessionList& list) {
  const auto& query = list.query;
  auto one_more = checked_limit(query.limit) + 1;
  if (query.to < query.from)
    throw Failure(HOLDFAST_E_INVALID, "session query: field \"to\" is before \"from\"");
  const std::chrono::minutes midnight{0};
  Poco::Int64 from = list.zone.instant_of(query.from, midnight).time_since_epoch().count();
  Poco::Int64 to = list.zone.instant_of(query.to, midnight).time_since_epoch().count();
  auto course = query.course;
  auto everyone = sight.everyone;
  auto clinicians = as_json_list(sight.clinicians), clients = as_json_list(sight.clients);
  std::vector<std::string> found;
  connection << sessions_between, use(from), use(to), use(course), use(everyone), use(clinicians),
      use(clients), use(one_more), into(found), now;
  bool more = static_cast<int>(found.size()) == one_more;
  if (more) found.pop_back();
  payload::Page page{R"({"schema":"holdfast.sessions/1","sessions":[)"};
  for (const auto& each : found)
    if (!page.add(payload::Json(find_session(connection, each, list.zone).value()).dump())) {
      more = true;
      break;
    }
  return page.text() + (more ? R"(],"more":true})" : R"(],"more":false})");
}

}  // namespace holdfast::adapters::practice
