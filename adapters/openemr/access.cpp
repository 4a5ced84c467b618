// SPDX-License-Identifier: MIT
#include "access.hpp"

#include <holdfast/host.h>

#include <algorithm>
#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::openemr {
namespace {

constexpr const char* select_user =
    "SELECT COALESCE(username, ''), CAST(active AS CHAR), CAST(COALESCE(authorized, 0) AS CHAR), "
    "TRIM(CONCAT_WS(' ', NULLIF(fname, ''), NULLIF(lname, ''))) FROM users WHERE id = ?";
constexpr const char* select_supervised =
    "SELECT CAST(id AS CHAR) FROM users WHERE supervisor_id = ? AND id <> ? ORDER BY id";
constexpr const char* portal_is_open =
    "SELECT CAST(1 AS CHAR) FROM patient_data WHERE pid = ? AND allow_patient_portal = 'YES'";
constexpr const char* course_is_known =
    "SELECT CAST(1 AS CHAR) FROM holdfast_course WHERE pid = ? AND FIND_IN_SET(provider, ?)";
constexpr const char* select_care_teams =
    "SELECT CAST(pid AS CHAR) FROM patient_data WHERE care_team_provider <> '' AND "
    "CONCAT('|', REPLACE(care_team_provider, ',', '|'), '|') LIKE CONCAT('%|', ?, '|%') ORDER BY "
    "pid";

constexpr std::string_view staff = "staff:", client = "client:";

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : ",") + id;
  return text;
}

[[noreturn]] void nobody() { throw Failure(HOLDFAST_E_NOT_FOUND, "no such user"); }

struct User {
  std::string name;  // to log in with
  payload::Person person;
};

User staff_member(Reader& reader, std::int64_t id) {
  auto& connection = reader.connection();
  const auto row = connection.first(4, select_user, {id});
  if (!row || row->text(0).empty()) nobody();
  if (row->number(1) != 1) throw Failure(HOLDFAST_E_DENIED, "this user has left the practice");
  User user{row->text(0), {}};
  auto& person = user.person;
  person.id = std::string(staff) + std::to_string(id);
  person.name = row->text(3).empty() ? user.name : row->text(3);
  Acl acl{connection, user.name};
  const auto groups = acl.groups();
  const bool sees_patients = acl.allows("patients|demo");
  const bool treats = row->number(2) == 1 || groups.contains("doc") || groups.contains("clin");
  if (treats && sees_patients) {
    person.roles.emplace_back("therapist");
    person.clinician = std::to_string(id);
  }
  if (reader.setup().features.supervision) {
    for (const auto& one : connection.select(1, select_supervised, {id, id}))
      person.supervises.push_back(one.text(0));
    if (!person.supervises.empty() && sees_patients) person.roles.emplace_back("supervisor");
  }
  if (groups.contains("front") && sees_patients) person.roles.emplace_back("front_desk");
  const auto& officers = reader.setup().settings.records_officers;
  if (std::find(officers.begin(), officers.end(), user.name) != officers.end())
    person.roles.emplace_back("records_officer");
  if (groups.contains("admin")) person.roles.emplace_back("admin");
  if (!person.clinician.empty() && !reader.clinician(person.clinician)) person.clinician.clear();
  return user;
}

payload::Person patient(Reader& reader, std::int64_t pid) {
  const auto known = reader.client(std::to_string(pid));
  if (!known) nobody();
  if (!reader.connection().any(portal_is_open, {pid}))
    throw Failure(HOLDFAST_E_DENIED, "the portal is not open to this patient");
  payload::Person person;
  person.id = std::string(client) + known->id;
  person.name = known->name;
  person.kind = "client";
  person.client = known->id;
  person.language = known->language;
  return person;
}

User user_of(Reader& reader, std::string_view actor) {
  if (actor.starts_with(staff))
    if (const auto id = number_of(actor.substr(staff.size()))) return staff_member(reader, *id);
  if (actor.starts_with(client))
    if (const auto pid = number_of(actor.substr(client.size())))
      return {std::string{}, patient(reader, *pid)};
  nobody();
}

User acting(Reader& reader, std::string_view actor) {
  if (actor == HOLDFAST_ACTOR_SYSTEM) return {};
  try {
    return user_of(reader, actor);
  } catch (const Failure& failure) {
    if (failure.status() != HOLDFAST_E_NOT_FOUND) throw;
    throw Failure(HOLDFAST_E_DENIED, "nobody of this practice is acting");
  }
}

}  // namespace

payload::Person person_of(Reader& reader, std::string_view actor) {
  return user_of(reader, actor).person;
}

Sight::Sight(Reader& reader, std::string_view actor)
    : reader_(reader), is_system_(actor == HOLDFAST_ACTOR_SYSTEM), acl_(reader.connection(), {}) {
  auto user = acting(reader, actor);
  person_ = std::move(user.person);
  acl_ = Acl{reader.connection(), std::move(user.name)};
}

bool Sight::has(std::string_view role) const {
  return std::find(person_.roles.begin(), person_.roles.end(), role) != person_.roles.end();
}

bool Sight::reads_everyone() const {
  return is_system_ || has("front_desk") || has("records_officer");
}

std::string Sight::clinicians_read() const {
  auto clinicians = has("supervisor") ? person_.supervises : std::vector<std::string>{};
  if (has("therapist")) clinicians.push_back(person_.id.substr(staff.size()));
  return joined(clinicians);
}

std::int64_t Sight::own_pid() const { return number_of(person_.client).value_or(0); }

bool Sight::has_course(std::int64_t pid, const std::vector<std::string>& clinicians) {
  return !clinicians.empty() &&
         reader_.connection().any(course_is_known, {pid, joined(clinicians)});
}

bool Sight::in_care_team(std::int64_t pid) {
  if (!has("therapist") || !reader_.setup().features.care_team) return false;
  if (!care_teams_) {
    care_teams_.emplace();
    for (const auto& row :
         reader_.connection().select(1, select_care_teams, {person_.id.substr(staff.size())}))
      care_teams_->insert(row.number(0));
  }
  return care_teams_->contains(pid);
}

std::string Sight::care_teams() {
  std::string text;
  if (in_care_team(0) || !care_teams_) return text;
  for (const auto pid : *care_teams_) text += (text.empty() ? "" : ",") + std::to_string(pid);
  return text;
}

bool Sight::reads_client(std::int64_t pid) {
  if (reads_everyone() || own_pid() == pid) return true;
  const auto clinicians = clinicians_read();
  return (!clinicians.empty() && reader_.connection().any(course_is_known, {pid, clinicians})) ||
         in_care_team(pid);
}

bool Sight::writes_client(std::int64_t pid) {
  if (is_system_ || has("records_officer")) return true;
  return has("therapist") &&
         (has_course(pid, {person_.id.substr(staff.size())}) || in_care_team(pid));
}

bool Sight::reads_course(const CourseId& course) {
  if (reads_everyone() || own_pid() == course.pid) return true;
  const auto wanted = "," + std::to_string(course.provider) + ",";
  return ("," + clinicians_read() + ",").find(wanted) != std::string::npos ||
         in_care_team(course.pid);
}

bool Sight::writes_course(const CourseId& course) {
  if (is_system_ || has("records_officer")) return true;
  return has("therapist") && (person_.id == std::string(staff) + std::to_string(course.provider) ||
                              in_care_team(course.pid));
}

bool Sight::reads_visit(const Visit& visit) {
  if (!reads_course({visit.pid, visit.provider})) return false;
  if (is_system_ || person_.kind != "staff") return true;
  if (!visit.sensitivity.empty() && !acl_.allows("sensitivities|" + visit.sensitivity))
    return false;
  return visit.access.empty() || acl_.allows(visit.access);
}

}  // namespace holdfast::adapters::openemr
