// SPDX-License-Identifier: MIT
// Lists: clients by a typed text, sessions of some days, each as far as `sight` reaches.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>

#include "access.hpp"
#include "database.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::practice {

// -> {"schema":"holdfast.clients/1","clients":[...]}
std::string search_clients(Connection& connection, const Sight& sight,
                           const payload::ClientQuery& query);
// -> {"schema":"holdfast.sessions/1","sessions":[...],"more":false}
struct SessionList {
  const payload::SessionQuery& query;
  const Zone& zone;
};
std::string list_sessions(Connection& connection, const Sight& sight, const SessionList& list);

// What that actor may see of a client: the name gives way to initials for an external supervisor.
payload::Client as_seen(payload::Client client, const Sight& sight);

}  // namespace holdfast::adapters::practice
