// SPDX-License-Identifier: MIT
// Reads single things from the tables; empty when there is no such id.
#pragma once
#include <optional>
#include <string>

#include "contents.hpp"
#include "database.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::practice {

std::optional<payload::Clinician> find_clinician(Connection& connection, std::string id);
std::optional<payload::Client> find_client(Connection& connection, std::string id);
std::optional<payload::Course> find_course(Connection& connection, std::string id);
std::optional<payload::Session> find_session(Connection& connection, std::string id,
                                             const Zone& zone);
std::optional<User> find_user(Connection& connection, std::string id);

}  // namespace holdfast::adapters::practice
