// SPDX-License-Identifier: MIT
// GNUmed's staff: who is logged in, who is a clinician. A person's id is the name of their database
// account, a clinician's id their number in dem.staff.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "database.hpp"

namespace holdfast::adapters::gnumed {

struct Staff {
  int pk = 0;
  std::string user, name;
  bool is_active = false;     // on staff, and the account may still log in
  bool is_clinician = false;  // full clinical access
};

std::optional<Staff> find_staff(Connection& connection, std::string user);
std::optional<payload::Clinician> find_clinician(Connection& connection, int pk);

// What Holdfast lets this person do. Each clinician keeps a practice of their own, so that its
// settings and its records are theirs too.
payload::Person person_of(const Staff& staff);

// Who is acting: the plugin itself, or whoever is logged in; nobody else has a say on this
// connection. Throws Failure: DENIED for nobody, a stranger, somebody else or a former colleague.
struct Actor {
  bool is_plugin = false;
  Staff staff;
};
Actor actor_of(Connection& connection, std::string_view actor, const std::string& user);

}  // namespace holdfast::adapters::gnumed
