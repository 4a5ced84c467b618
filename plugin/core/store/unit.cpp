// SPDX-License-Identifier: MIT
#include "store/unit.hpp"

namespace holdfast::store {

Repositories::Repositories(Connection& connection, Identifiers& identifiers)
    : ratings(connection),
      states(connection),
      alerts(connection),
      repairs(connection),
      forms(connection),
      invitations(connection),
      keys(connection),
      consents(connection),
      outbox(connection),
      mirror(connection),
      people(connection, identifiers),
      risks(connection),
      requests(connection),
      audit(connection, identifiers),
      settings(connection),
      pages(connection),
      reports(connection),
      team(connection),
      emergencies(connection),
      records(connection),
      erasures(connection),
      ids(identifiers) {}

}  // namespace holdfast::store
