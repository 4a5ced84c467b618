// SPDX-License-Identifier: MIT
// The one door to what a records officer does: decided, and on record, whichever way it went.
#pragma once
#include <optional>
#include <string_view>

#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

struct AtRecords {
  const access::Principal& principal;
  std::string_view verb;         // of the audit line: "records.read"
  std::string_view from;         // the route
  store::ClientKey client = {};  // whose file; empty: nobody's in particular
};

// None: come in. Refused: denied to everybody but a records officer.
std::optional<Refusal> closed(House& house, const AtRecords& at);

}  // namespace holdfast::service
