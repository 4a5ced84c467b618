// SPDX-License-Identifier: MIT
// Who is asking: a signed-in person of the host, the holder of a one-time link, or nobody.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "practice/host.hpp"

namespace holdfast::access {

struct Principal {
  enum class Kind { nobody, staff, client, carer, invitation, plugin };
  Kind kind = Kind::nobody;
  practice::Person person;  // staff, client, carer
  InvitationId invitation;  // invitation: reaches this one form only

  bool has(Role role) const {
    return kind == Kind::staff &&
           std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
  }
  // The name this principal has in the audit log and in facts: stable, without a person's name.
  std::string label() const {
    switch (kind) {
      case Kind::nobody:
        return "nobody";
      case Kind::invitation:
        return "invitation:" + invitation.value;
      case Kind::plugin:
        return "holdfast";
      default:
        return person.id.value;
    }
  }
};

inline Principal principal_of(practice::Person person) {
  Principal principal;
  principal.kind = person.kind == practice::Kind::staff    ? Principal::Kind::staff
                   : person.kind == practice::Kind::client ? Principal::Kind::client
                                                           : Principal::Kind::carer;
  principal.person = std::move(person);
  return principal;
}

}  // namespace holdfast::access
