// SPDX-License-Identifier: MIT
#include "look.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::to_text;
using std::chrono::days;

constexpr days looks_back{60};

constexpr const char* make_seen =
    "CREATE TEMPORARY TABLE IF NOT EXISTS holdfast_seen (kind CHAR(1) NOT NULL, id BIGINT NOT "
    "NULL, "
    "pid BIGINT NOT NULL, provider BIGINT NOT NULL, fingerprint BIGINT NOT NULL, "
    "detail VARCHAR(4000) NULL, PRIMARY KEY (kind, id)) "
    "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

constexpr const char* see_users =
    "INSERT INTO holdfast_seen SELECT 'u', id, 0, 0, "
    "CRC32(CONCAT_WS('|', username, fname, lname, active, authorized)), NULL FROM users";
constexpr const char* see_users_and_supervisors =
    "INSERT INTO holdfast_seen SELECT 'u', id, 0, 0, CRC32(CONCAT_WS('|', username, fname, lname, "
    "active, authorized, supervisor_id)), NULL FROM users";
constexpr const char* see_patients =
    "INSERT INTO holdfast_seen SELECT 'p', pid, pid, COALESCE(providerID, 0), CRC32(CONCAT_WS('|', "
    "fname, lname, DOB, language, providerID, allow_patient_portal)), NULL FROM patient_data "
    "WHERE pid > 0";
constexpr const char* see_patients_and_more =
    "INSERT INTO holdfast_seen SELECT 'p', pid, pid, COALESCE(providerID, 0), CRC32(CONCAT_WS('|', "
    "fname, lname, DOB, language, providerID, allow_patient_portal, deceased_date, "
    "care_team_provider)), NULL FROM patient_data WHERE pid > 0";
constexpr const char* see_appointments =
    "INSERT INTO holdfast_seen SELECT 'a', pc_eid, "
    "CASE WHEN pc_pid REGEXP '^[1-9][0-9]*$' THEN CAST(pc_pid AS UNSIGNED) ELSE 0 END, "
    "CASE WHEN pc_aid REGEXP '^[1-9][0-9]{0,14}$' THEN CAST(pc_aid AS UNSIGNED) ELSE 0 END, "
    "CRC32(CONCAT_WS('|', pc_pid, pc_aid, pc_catid, pc_eventDate, pc_startTime, pc_duration, "
    "pc_apptstatus, pc_facility)), CAST(pc_eventDate AS CHAR) FROM openemr_postcalendar_events "
    "WHERE pc_eventDate >= ? AND pc_eventDate <= ? AND pc_recurrtype = 0 AND pc_eventstatus = 1 "
    "AND pc_pid REGEXP '^[1-9][0-9]*$' AND pc_aid REGEXP '^[1-9][0-9]{0,14}$'";
constexpr const char* see_series =
    "INSERT INTO holdfast_seen SELECT 's', pc_eid, "
    "CASE WHEN pc_pid REGEXP '^[1-9][0-9]*$' THEN CAST(pc_pid AS UNSIGNED) ELSE 0 END, "
    "CASE WHEN pc_aid REGEXP '^[1-9][0-9]{0,14}$' THEN CAST(pc_aid AS UNSIGNED) ELSE 0 END, "
    "CRC32(CONCAT_WS('|', pc_pid, pc_aid, pc_catid, pc_eventDate, pc_endDate, pc_startTime, "
    "pc_duration, pc_apptstatus, pc_facility, pc_recurrtype, pc_recurrspec)), "
    "LEFT(CONCAT_WS('\\n', pc_recurrtype, pc_eventDate, COALESCE(pc_endDate, '0000-00-00'), "
    "COALESCE(pc_recurrspec, '')), 4000) FROM openemr_postcalendar_events "
    "WHERE pc_recurrtype > 0 AND pc_eventstatus = 1 "
    "AND pc_pid REGEXP '^[1-9][0-9]*$' AND pc_aid REGEXP '^[1-9][0-9]{0,14}$'";
constexpr const char* see_encounters =
    "INSERT INTO holdfast_seen SELECT 'e', id, pid, provider_id, "
    "CRC32(CONCAT_WS('|', pid, provider_id, date, sensitivity, pc_catid, facility_id)), "
    "CAST(DATE(date) AS CHAR) FROM form_encounter "
    "WHERE date >= ? AND date < ? AND pid > 0 AND provider_id > 0";

constexpr const char* note_what_differs =
    "INSERT INTO holdfast_change (kind, id, pid, provider, detail) "
    "SELECT s.kind, s.id, s.pid, s.provider, k.detail FROM holdfast_seen s "
    "LEFT JOIN holdfast_known k ON k.kind = s.kind AND k.id = s.id "
    "WHERE k.id IS NULL OR k.fingerprint <> s.fingerprint "
    "ORDER BY FIELD(s.kind, 'u', 'p', 's', 'a', 'e'), s.id";
// What only grew older than the look goes back was not changed.
constexpr const char* note_what_is_gone =
    "INSERT INTO holdfast_change (kind, id, pid, provider, detail) "
    "SELECT k.kind, k.id, k.pid, k.provider, k.detail FROM holdfast_known k "
    "LEFT JOIN holdfast_seen s ON s.kind = k.kind AND s.id = k.id "
    "WHERE s.id IS NULL AND (k.kind NOT IN ('a', 'e') OR k.detail >= ?) "
    "ORDER BY FIELD(k.kind, 'e', 'a', 's', 'p', 'u'), k.id";
constexpr const char* note_new_days_of_series =
    "INSERT INTO holdfast_change (kind, id, pid, provider, detail) "
    "SELECT 'h', id, pid, provider, ? FROM holdfast_known WHERE kind = 's' ORDER BY id";
constexpr const char* left_courses =
    "SELECT DISTINCT CAST(k.pid AS CHAR), CAST(k.provider AS CHAR) FROM holdfast_known k "
    "LEFT JOIN holdfast_seen s ON s.kind = k.kind AND s.id = k.id "
    "WHERE k.pid > 0 AND k.provider > 0 AND (s.id IS NULL OR s.pid <> k.pid OR "
    "s.provider <> k.provider) AND (k.kind NOT IN ('a', 'e') OR k.detail >= ?)";
constexpr const char* remember =
    "INSERT INTO holdfast_known (kind, id, pid, provider, fingerprint, detail) "
    "SELECT kind, id, pid, provider, fingerprint, detail FROM holdfast_seen "
    "ON DUPLICATE KEY UPDATE pid = VALUES(pid), provider = VALUES(provider), "
    "fingerprint = VALUES(fingerprint), detail = VALUES(detail)";
constexpr const char* forget =
    "DELETE k FROM holdfast_known k LEFT JOIN holdfast_seen s ON s.kind = k.kind AND s.id = k.id "
    "WHERE s.id IS NULL";

constexpr const char* courses_of_patients =
    "INSERT IGNORE INTO holdfast_course (pid, provider) SELECT p.pid, p.providerID "
    "FROM patient_data p JOIN users u ON u.id = p.providerID WHERE p.pid > 0 AND p.providerID > 0";
constexpr const char* courses_of_encounters =
    "INSERT INTO holdfast_course (pid, provider, first_day) "
    "SELECT e.pid, e.provider_id, MIN(DATE(e.date)) FROM form_encounter e "
    "JOIN patient_data p ON p.pid = e.pid JOIN users u ON u.id = e.provider_id "
    "WHERE e.date >= '1000-01-01' GROUP BY e.pid, e.provider_id "
    "ON DUPLICATE KEY UPDATE first_day = LEAST(COALESCE(first_day, VALUES(first_day)), "
    "VALUES(first_day))";
constexpr const char* courses_of_appointments =
    "INSERT INTO holdfast_course (pid, provider, first_day) "
    "SELECT p.pid, u.id, MIN(a.pc_eventDate) FROM openemr_postcalendar_events a "
    "JOIN patient_data p ON p.pid = CASE WHEN a.pc_pid REGEXP '^[1-9][0-9]*$' "
    "  THEN CAST(a.pc_pid AS UNSIGNED) ELSE 0 END "
    "JOIN users u ON u.id = CASE WHEN a.pc_aid REGEXP '^[1-9][0-9]{0,14}$' "
    "  THEN CAST(a.pc_aid AS UNSIGNED) ELSE 0 END "
    "WHERE a.pc_eventstatus = 1 AND a.pc_eventDate >= '1000-01-01' GROUP BY p.pid, u.id "
    "ON DUPLICATE KEY UPDATE first_day = LEAST(COALESCE(first_day, VALUES(first_day)), "
    "VALUES(first_day))";
constexpr const char* courses_of_what_was_seen =
    "INSERT INTO holdfast_course (pid, provider, first_day) "
    "SELECT s.pid, s.provider, MIN(IF(s.kind IN ('a', 'e'), CAST(s.detail AS DATE), NULL)) "
    "FROM holdfast_seen s JOIN patient_data p ON p.pid = s.pid JOIN users u ON u.id = s.provider "
    "WHERE s.pid > 0 AND s.provider > 0 GROUP BY s.pid, s.provider "
    "ON DUPLICATE KEY UPDATE first_day = COALESCE(LEAST(first_day, VALUES(first_day)), first_day, "
    "VALUES(first_day))";
constexpr const char* course_has_a_reason =
    "SELECT CAST(1 AS CHAR) FROM patient_data p WHERE p.pid = ? AND (p.providerID = ? OR EXISTS "
    "(SELECT 1 FROM form_encounter e WHERE e.pid = p.pid AND e.provider_id = ?) OR EXISTS "
    "(SELECT 1 FROM openemr_postcalendar_events a WHERE a.pc_pid = ? AND a.pc_aid = ? "
    " AND a.pc_eventstatus = 1))";

std::string setting(Connection& connection, const char* name) {
  const auto row = connection.first(1, "SELECT value FROM holdfast_setting WHERE name = ?", {name});
  return row ? row->text(0) : std::string{};
}
void set(Connection& connection, const char* name, const std::string& value) {
  connection.change(
      "INSERT INTO holdfast_setting (name, value) VALUES (?, ?) "
      "ON DUPLICATE KEY UPDATE value = VALUES(value)",
      {name, value});
}

void see(Reader& reader, payload::Day from, payload::Day to) {
  auto& connection = reader.connection();
  const auto& features = reader.setup().features;
  connection.change(make_seen);
  connection.change("DELETE FROM holdfast_seen");
  connection.change(features.supervision ? see_users_and_supervisors : see_users);
  connection.change(features.care_team && features.deaths ? see_patients_and_more : see_patients);
  connection.change(see_appointments, {to_text(from), to_text(to)});
  connection.change(see_series);
  connection.change(see_encounters, {to_text(from), to_text(to + days{1})});
}

// Whoever treated a patient only by what is gone now is not that patient's clinician any more.
void end_left_courses(Connection& connection, const std::vector<Row>& left) {
  for (const auto& row : left) {
    const auto pid = row.number(0), provider = row.number(1);
    if (connection.any(course_has_a_reason, {pid, provider, provider, row.text(0), row.text(1)}))
      continue;
    if (connection.change("DELETE FROM holdfast_course WHERE pid = ? AND provider = ?",
                          {pid, provider}) > 0)
      connection.change(
          "INSERT INTO holdfast_change (kind, id, pid, provider) VALUES ('c', ?, ?, ?)",
          {pid, pid, provider});
  }
}

void compare(Reader& reader, const std::string& from, const std::string& horizon) {
  auto& connection = reader.connection();
  connection.change(courses_of_what_was_seen);
  connection.change(note_what_differs);
  connection.change(note_what_is_gone, {from});
  const auto left = connection.select(2, left_courses, {from});
  connection.change(remember);
  connection.change(forget);
  end_left_courses(connection, left);
  const auto before = setting(connection, "horizon");
  if (!before.empty() && before < horizon) connection.change(note_new_days_of_series, {before});
}

void begin(Connection& connection) {
  connection.change(courses_of_patients);
  connection.change(courses_of_encounters);
  connection.change(courses_of_appointments);
  connection.change(remember);
}

class OneAtATime {
 public:
  explicit OneAtATime(Connection& connection) : connection_(connection) {
    const auto row =
        connection.first(1, "SELECT CAST(GET_LOCK(CONCAT('holdfast.', DATABASE()), 0) AS CHAR)");
    is_ours_ = row && row->number(0) == 1;
  }
  OneAtATime(const OneAtATime&) = delete;
  OneAtATime& operator=(const OneAtATime&) = delete;
  ~OneAtATime() {
    try {
      if (is_ours_)
        connection_.any("SELECT CAST(RELEASE_LOCK(CONCAT('holdfast.', DATABASE())) AS CHAR)");
    } catch (...) {
      // The lock ends with the connection, which is closed when it fails.
    }
  }
  bool is_ours() const { return is_ours_; }

 private:
  Connection& connection_;
  bool is_ours_ = false;
};

}  // namespace

bool looked_too_long_ago(Connection& connection, std::int64_t now_ms, std::int64_t seconds) {
  const auto looked = setting(connection, "looked");
  if (looked.empty()) return true;
  const auto ago = now_ms - std::stoll(looked);
  return ago < 0 || ago >= seconds * 1000;
}

bool look(Reader& reader, std::int64_t now_ms) {
  auto& connection = reader.connection();
  if (!looked_too_long_ago(connection, now_ms, reader.setup().settings.look_seconds)) return false;
  const OneAtATime turn{connection};
  if (!turn.is_ours()) return false;
  const auto from = reader.setup().today - looks_back;
  const auto horizon = to_text(reader.horizon());
  see(reader, from, reader.horizon());
  if (setting(connection, "looked").empty())
    begin(connection);
  else
    compare(reader, to_text(from), horizon);
  set(connection, "looked", std::to_string(now_ms));
  set(connection, "horizon", horizon);
  return true;
}

}  // namespace holdfast::adapters::openemr
