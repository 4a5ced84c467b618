// SPDX-License-Identifier: MIT
#include "reader.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::adapters::practice {
namespace {

using payload::Instant;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;
using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

Texts ids(Connection& connection, const char* sql, std::string& owner) {
  Texts found;
  connection << sql, use(owner), into(found), now;
  return found;
}

std::optional<payload::Day> day_of(const std::string& text) {
  return text.empty() ? std::nullopt : payload::parse_day(text);
}

}  // namespace

std::optional<payload::Clinician> find_clinician(Connection& connection, std::string id) {
  payload::Clinician clinician;
  connection << "SELECT id, name, person, active FROM clinician WHERE id = $1", use(id),
      into(clinician.id), into(clinician.name), into(clinician.person), into(clinician.active), now;
  if (clinician.id.empty()) return std::nullopt;
  clinician.supervisors =
      ids(connection,
          "SELECT supervisor FROM clinician_supervisor WHERE clinician = $1 ORDER BY position", id);
  return clinician;
}

std::optional<payload::Client> find_client(Connection& connection, std::string id) {
  payload::Client client;
  std::string birth_date, sensitivity;
  connection << "SELECT id, name, initials, birth_date, language, active, deceased, merged_into, "
                "sensitivity FROM client WHERE id = $1",
      use(id), into(client.id), into(client.name), into(client.initials), into(birth_date),
      into(client.language), into(client.active), into(client.deceased), into(client.merged_into),
      into(sensitivity), now;
  if (client.id.empty()) return std::nullopt;
  client.birth_date = day_of(birth_date);
  client.sensitivity = payload::Json::parse(sensitivity).get<Texts>();
  return client;
}

std::optional<payload::Course> find_course(Connection& connection, std::string id) {
  payload::Course course;
  std::string started, ended;
  connection << "SELECT id, client, setting, started, ended, end_reason FROM course WHERE id = $1",
      use(id), into(course.id), into(course.client), into(course.setting), into(started),
      into(ended), into(course.end_reason), now;
  if (course.id.empty()) return std::nullopt;
  course.started = day_of(started);
  course.ended = day_of(ended);
  course.clinicians = ids(
      connection, "SELECT clinician FROM course_clinician WHERE course = $1 ORDER BY position", id);
  return course;
}

std::optional<payload::Session> find_session(Connection& connection, std::string id,
                                             const Zone& zone) {
  payload::Session session;
  Poco::Int64 start = 0;
  Poco::Nullable<Poco::Int64> minutes, cancelled;
  connection << "SELECT id, course, clinician, start_ms, minutes, attendance, cancelled_ms, place, "
                "setting, removed FROM appointment WHERE id = $1",
      use(id), into(session.id), into(session.course), into(session.clinician), into(start),
      into(minutes), into(session.attendance), into(cancelled), into(session.place),
      into(session.setting), into(session.removed), now;
  if (session.id.empty()) return std::nullopt;
  session.start = Instant{milliseconds{start}};
  session.day = zone.day_of(session.start);
  if (!minutes.isNull()) session.minutes = static_cast<int>(minutes.value());
  if (!cancelled.isNull()) session.cancelled_at = Instant{milliseconds{cancelled.value()}};
  session.participants = ids(
      connection,
      "SELECT client FROM appointment_participant WHERE appointment = $1 ORDER BY position", id);
  return session;
}

std::optional<User> find_user(Connection& connection, std::string id) {
  User user;
  std::string until;
  connection << "SELECT id, name, kind, clinician, client, language, supervises_until, active "
                "FROM person WHERE id = $1",
      use(id), into(user.id), into(user.name), into(user.kind), into(user.clinician),
      into(user.client), into(user.language), into(until), into(user.active), now;
  if (user.id.empty()) return std::nullopt;
  user.supervises_until = day_of(until);
  user.roles =
      ids(connection, "SELECT role FROM person_role WHERE person = $1 ORDER BY position", id);
  user.cares_for =
      ids(connection, "SELECT client FROM care WHERE person = $1 ORDER BY position", id);
  user.supervises =
      ids(connection, "SELECT clinician FROM supervision WHERE person = $1 ORDER BY position", id);
  Texts covered, until_days;
  connection << "SELECT clinician, until FROM cover WHERE person = $1 ORDER BY position", use(id),
      into(covered), into(until_days), now;
  for (std::size_t i = 0; i < covered.size(); ++i)
    user.covers.push_back({covered[i], day_of(until_days[i]).value()});
  return user;
}

}  // namespace holdfast::adapters::practice
