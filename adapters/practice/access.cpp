// SPDX-License-Identifier: MIT
#include "access.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>
#include <holdfast/host.h>

#include <algorithm>
#include <holdfast/cpp/payload_json.hpp>

#include "reader.hpp"

namespace holdfast::adapters::practice {
namespace {

using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

constexpr const char* client_of_clinicians =
    "SELECT EXISTS (SELECT 1 FROM course JOIN course_clinician ON course = course.id "
    "  WHERE client = $1 AND clinician IN (SELECT value FROM json_each($2))) "
    "OR EXISTS (SELECT 1 FROM appointment_participant "
    "  JOIN appointment ON appointment.id = appointment_participant.appointment "
    "  JOIN course_clinician ON course_clinician.course = appointment.course "
    "  WHERE appointment_participant.client = $1 "
    "  AND course_clinician.clinician IN (SELECT value FROM json_each($2)))";
constexpr const char* course_of_clinicians =
    "SELECT EXISTS (SELECT 1 FROM course_clinician "
    "WHERE course = $1 AND clinician IN (SELECT value FROM json_each($2)))";
constexpr const char* course_of_clients =
    "SELECT EXISTS (SELECT 1 FROM course "
    "WHERE id = $1 AND client IN (SELECT value FROM json_each($2))) "
    "OR EXISTS (SELECT 1 FROM appointment JOIN appointment_participant "
    "  ON appointment_participant.appointment = appointment.id "
    "  WHERE appointment.course = $1 "
    "  AND appointment_participant.client IN (SELECT value FROM json_each($2)))";
constexpr const char* session_of_clinicians =
    "SELECT EXISTS (SELECT 1 FROM appointment WHERE id = $1 "
    "AND (clinician IN (SELECT value FROM json_each($2)) OR EXISTS (SELECT 1 FROM course_clinician "
    "  WHERE course_clinician.course = appointment.course "
    "  AND course_clinician.clinician IN (SELECT value FROM json_each($2)))))";
constexpr const char* session_of_clients =
    "SELECT EXISTS (SELECT 1 FROM appointment JOIN course ON course.id = appointment.course "
    "WHERE appointment.id = $1 AND (course.client IN (SELECT value FROM json_each($2)) "
    "OR EXISTS (SELECT 1 FROM appointment_participant WHERE appointment = $1 "
    "  AND appointment_participant.client IN (SELECT value FROM json_each($2)))))";

bool holds(Connection& connection, const char* question, std::string id,
           const std::vector<std::string>& ids) {
  if (ids.empty()) return false;
  auto list = as_json_list(ids);
  bool answer = false;
  connection << question, use(id), use(list), into(answer), now;
  return answer;
}

void see_as_staff(Sight& sight, const payload::Person& person, payload::Day today) {
  const auto has = [&](std::string_view role) {
    return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
  };
  sight.enters_practice = !person.roles.empty();
  sight.administers_practice = has("admin");
  sight.edits_everyone = has("records_officer");
  sight.everyone = sight.edits_everyone || has("front_desk");
  if (has("therapist")) {
    if (!person.clinician.empty()) sight.works_as.push_back(person.clinician);
    for (const auto& cover : person.covers)
      if (cover.until >= today) sight.works_as.push_back(cover.clinician);
  }
  sight.clinicians = sight.works_as;
  const bool supervises_today = !person.supervises_until || *person.supervises_until >= today;
  if (supervises_today && (has("supervisor") || has("external_supervisor")))
    sight.clinicians.insert(sight.clinicians.end(), person.supervises.begin(),
                            person.supervises.end());
  sight.initials_only =
      has("external_supervisor") && !has("supervisor") && !has("therapist") && !sight.everyone;
}

}  // namespace

std::string as_json_list(const std::vector<std::string>& ids) { return payload::Json(ids).dump(); }

Sight sight_of(const payload::Person& person, payload::Day today) {
  Sight sight;
  if (person.kind == "staff") see_as_staff(sight, person, today);
  if (person.kind == "client" && !person.client.empty()) sight.clients.push_back(person.client);
  if (person.kind == "carer") sight.clients = person.cares_for;
  return sight;
}

Sight sight_of_actor(Connection& connection, std::string_view actor, payload::Day today) {
  if (actor == HOLDFAST_ACTOR_SYSTEM) {
    Sight sight;
    sight.everyone = sight.edits_everyone = true;
    sight.enters_practice = sight.administers_practice = true;
    return sight;
  }
  const auto user = find_user(connection, std::string{actor});
  if (!user || !user->active) throw Failure(HOLDFAST_E_DENIED, "nobody of this practice is acting");
  return sight_of(*user, today);
}

bool may_read_client(Connection& connection, const Sight& sight, std::string client) {
  return sight.everyone ||
         std::find(sight.clients.begin(), sight.clients.end(), client) != sight.clients.end() ||
         holds(connection, client_of_clinicians, client, sight.clinicians);
}

bool may_write_client(Connection& connection, const Sight& sight, std::string client) {
  return sight.edits_everyone || holds(connection, client_of_clinicians, client, sight.works_as);
}

bool may_read_course(Connection& connection, const Sight& sight, std::string course) {
  return sight.everyone || holds(connection, course_of_clinicians, course, sight.clinicians) ||
         holds(connection, course_of_clients, course, sight.clients);
}

bool may_write_course(Connection& connection, const Sight& sight, std::string course) {
  return sight.edits_everyone || holds(connection, course_of_clinicians, course, sight.works_as);
}

bool may_read_session(Connection& connection, const Sight& sight, std::string session) {
  return sight.everyone || holds(connection, session_of_clinicians, session, sight.clinicians) ||
         holds(connection, session_of_clients, session, sight.clients);
}

}  // namespace holdfast::adapters::practice
