// SPDX-License-Identifier: MIT
#include "staff.hpp"

#include <holdfast/host.h>

#include <holdfast/cpp/guard.hpp>

#include "text.hpp"

namespace holdfast::adapters::gnumed {
namespace {

constexpr const char* staff_of_user =
    "SELECT s.pk, s.db_user::text, coalesce(n.title || ' ', '') || n.firstnames || ' ' || "
    "n.lastnames,"
    " coalesce(c.is_active, s.is_active)::int, (c.pk IS NOT NULL)::int"
    " FROM dem.staff s LEFT JOIN holdfast_gnumed.clinician c ON c.pk = s.pk"
    " JOIN (SELECT d.id_identity, d.firstnames, d.lastnames, i.title FROM dem.names d"
    "       JOIN dem.identity i ON i.pk = d.id_identity WHERE d.active) n"
    "   ON n.id_identity = s.fk_identity WHERE s.db_user = $1::name";
constexpr const char* clinician_of_key =
    "SELECT c.pk::text, coalesce(i.title || ' ', '') || n.firstnames || ' ' || n.lastnames,"
    " c.db_user::text, c.is_active::int FROM holdfast_gnumed.clinician c"
    " JOIN dem.names n ON n.id_identity = c.identity AND n.active"
    " JOIN dem.identity i ON i.pk = c.identity WHERE c.pk = $1::int";

}  // namespace

std::optional<Staff> find_staff(Connection& connection, std::string user) {
  if (user.empty() || user.size() > 63) return std::nullopt;
  Staff staff;
  int is_active = 0, is_clinician = 0;
  ask(connection, staff_of_user, given(user), staff.pk, staff.user, staff.name, is_active,
      is_clinician);
  if (staff.pk == 0) return std::nullopt;
  staff.is_active = is_active != 0;
  staff.is_clinician = is_clinician != 0;
  return staff;
}

std::optional<payload::Clinician> find_clinician(Connection& connection, int pk) {
  payload::Clinician clinician;
  int is_active = 0;
  ask(connection, clinician_of_key, given(pk), clinician.id, clinician.name, clinician.person,
      is_active);
  if (clinician.id.empty()) return std::nullopt;
  clinician.active = is_active != 0;
  return clinician;
}

payload::Person person_of(const Staff& staff) {
  payload::Person person;
  person.id = staff.user;
  person.name = staff.name;
  if (!staff.is_clinician) {
    person.roles = {"front_desk"};
    return person;
  }
  person.roles = {"therapist", "records_officer", "admin"};
  person.clinician = std::to_string(staff.pk);
  return person;
}

Actor actor_of(Connection& connection, std::string_view actor, const std::string& user) {
  if (actor == HOLDFAST_ACTOR_SYSTEM) return {true, {}};
  const auto who = checked_id(actor);
  if (who != user)
    throw Failure(HOLDFAST_E_DENIED, "only whoever is logged in to GNUmed acts here");
  const auto staff = find_staff(connection, user);
  if (!staff || !staff->is_active)
    throw Failure(
        HOLDFAST_E_DENIED,
        "this account is not on GNUmed's active staff; its administrator can change that");
  return {false, *staff};
}

}  // namespace holdfast::adapters::gnumed
