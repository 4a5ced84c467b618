// SPDX-License-Identifier: MIT
// Which clients and courses an acting person may see or change in this practice. Unknown means no.
//
//   front desk, records officer   read everyone; the records officer also writes
//   therapist                     reads and writes the courses they work on or cover
//   supervisor                    reads the courses of their supervisees
//   external supervisor           the same, under initials, to the last agreed day
//   administrator                 no client
//   client, carer                 read themselves, or those they care for
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "contents.hpp"
#include "database.hpp"

namespace holdfast::adapters::practice {

struct Sight {
  bool everyone = false;                // reads every client
  bool edits_everyone = false;          // writes every client
  bool initials_only = false;           // sees no names
  bool enters_practice = false;         // a member of staff
  bool administers_practice = false;    // may change settings
  std::vector<std::string> clinicians;  // reads what these work on
  std::vector<std::string> works_as;    // writes what these work on
  std::vector<std::string> clients;     // reads these
};

// What a person may do on `today`.
Sight sight_of(const payload::Person& person, payload::Day today);
// The same for an actor of a call. Throws Failure(DENIED) for nobody, an unknown or a former user.
Sight sight_of_actor(Connection& connection, std::string_view actor, payload::Day today);

bool may_read_client(Connection& connection, const Sight& sight, std::string client);
bool may_write_client(Connection& connection, const Sight& sight, std::string client);
bool may_read_course(Connection& connection, const Sight& sight, std::string course);
bool may_write_course(Connection& connection, const Sight& sight, std::string course);
bool may_read_session(Connection& connection, const Sight& sight, std::string session);

// A list as SQLite's json_each reads it.
std::string as_json_list(const std::vector<std::string>& ids);

}  // namespace holdfast::adapters::practice
