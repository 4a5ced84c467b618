// SPDX-License-Identifier: MIT
// Clients, courses and sessions as GNUmed keeps them: a client is a patient, by the number of their
// identity; a course an episode in which sessions are held; a session an encounter of a type that
// stands for one (holdfast_gnumed.session_type).
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database.hpp"

namespace holdfast::adapters::gnumed {

// Rows of one kind: one, or a page of many, in the order of their numbers.
//   zone   IANA name of the practice, for days
struct Wanted {
  std::string zone;
  std::vector<int> keys;
};
std::vector<payload::Client> read_clients(Connection& connection, const Wanted& wanted);
std::vector<payload::Course> read_courses(Connection& connection, const Wanted& wanted);
std::vector<payload::Session> read_sessions(Connection& connection, const Wanted& wanted);

// A client of this clinician's sessions, or of whom they are the primary provider.
bool is_client_of(Connection& connection, int client, const std::string& user);
bool is_course_of(Connection& connection, int course, const std::string& user);

// The answer to a query: those of this clinician's that match, as payload JSON.
struct Search {
  std::string user;
  std::string zone;
};
std::string search_clients(Connection& connection, const Search& search,
                           std::string_view query_json);
std::string list_sessions(Connection& connection, const Search& search,
                          std::string_view query_json);

}  // namespace holdfast::adapters::gnumed
