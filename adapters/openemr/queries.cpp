// SPDX-License-Identifier: MIT
#include "queries.hpp"

#include <algorithm>
#include <holdfast/cpp/page.hpp>

namespace holdfast::adapters::openemr {
namespace {

using std::chrono::days;

constexpr int most_rows = 1000;
constexpr days at_once{31};  // a long list is read month by month, until it is long enough

// A whole name first, then its beginning, then a later word's beginning, then anywhere.
constexpr const char* matching_clients =
    "SELECT CAST(p.pid AS CHAR) FROM (SELECT pid, TRIM(CONCAT_WS(' ', NULLIF(fname, ''), "
    "  NULLIF(lname, ''))) AS name FROM patient_data) p "
    "WHERE (? = 1 OR p.pid = ? OR FIND_IN_SET(p.pid, ?) OR EXISTS "
    "  (SELECT 1 FROM holdfast_course c WHERE c.pid = p.pid AND FIND_IN_SET(c.provider, ?))) "
    "AND (? = '' OR LOCATE(?, p.name) > 0 OR p.pid = ?) "
    "ORDER BY CASE WHEN ? = '' THEN 0 WHEN p.name = ? THEN 0 WHEN LOCATE(?, p.name) = 1 THEN 1 "
    "  WHEN LOCATE(CONCAT(' ', ?), p.name) > 0 THEN 2 ELSE 3 END, p.name, p.pid LIMIT ?";

// No session lies outside: a list over centuries asks for no more than there is.
constexpr const char* extent_of_sessions =
    "SELECT CAST(LEAST(COALESCE((SELECT MIN(pc_eventDate) FROM openemr_postcalendar_events "
    "  WHERE pc_eventDate >= '1000-01-01'), '9999-12-31'), "
    "  COALESCE((SELECT CAST(DATE(MIN(date)) AS CHAR) FROM form_encounter "
    "  WHERE date >= '1000-01-01'), '9999-12-31')) AS CHAR(10)), "
    "CAST(GREATEST(COALESCE((SELECT MAX(pc_eventDate) FROM openemr_postcalendar_events), "
    "'1000-01-01'), "
    "  COALESCE((SELECT CAST(DATE(MAX(date)) AS CHAR) FROM form_encounter), '1000-01-01')) AS "
    "CHAR(10))";

int checked_limit(int limit) {
  if (limit < 1 || limit > most_rows)
    throw Failure(HOLDFAST_E_INVALID, "query: field \"limit\" must be from 1 to 1000");
  return limit;
}

}  // namespace

std::string search_clients(Reader& reader, Sight& sight, const payload::ClientQuery& query) {
  const auto& text = query.text;
  const auto rows = reader.connection().select(
      1, matching_clients,
      {std::int64_t{sight.reads_everyone() ? 1 : 0}, sight.own_pid(), sight.care_teams(),
       sight.clinicians_read(), text, text, number_of(text).value_or(0), text, text, text, text,
       std::int64_t{checked_limit(query.limit)}});
  payload::Page page{R"({"schema":"holdfast.clients/1","clients":[)"};
  for (const auto& row : rows)
    if (const auto client = reader.client(row.text(0)))
      if (!page.add(payload::Json(*client).dump())) break;
  return page.text() + "]}";
}

std::string list_sessions(Reader& reader, Sight& sight, const payload::SessionQuery& query) {
  const int limit = checked_limit(query.limit);
  if (query.to < query.from)
    throw Failure(HOLDFAST_E_INVALID, "session query: field \"to\" is before \"from\"");
  Wanted wanted;
  if (!query.course.empty()) {
    const auto course = course_id(query.course);
    if (!course) return R"({"schema":"holdfast.sessions/1","sessions":[],"more":false})";
    wanted.pid = course->pid;
    wanted.provider = course->provider;
  }
  payload::Page page{R"({"schema":"holdfast.sessions/1","sessions":[)"};
  bool more = false;
  const auto extent = reader.connection().first(2, extent_of_sessions);
  const auto first = std::max(query.from, payload::parse_day(extent->text(0)).value_or(query.from));
  const auto last =
      std::max(payload::parse_day(extent->text(1)).value_or(query.to), reader.horizon());
  const auto end = std::min(query.to, last + days{1});
  for (auto from = first; from < end && !more; from += at_once) {
    wanted.from = from;
    wanted.to = std::min(from + at_once, end) - days{1};
    for (const auto& visit : reader.visits_between(wanted)) {
      if (!sight.reads_visit(visit)) continue;
      more = static_cast<int>(page.entries()) == limit ||
             !page.add(payload::Json(visit.session).dump());
      if (more) break;
    }
  }
  return page.text() + (more ? R"(],"more":true})" : R"(],"more":false})");
}

}  // namespace holdfast::adapters::openemr
