// SPDX-License-Identifier: MIT
// What the practice system holds of something that no longer stands is taken back, and what waits
// to be given of it does not leave.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/unit.hpp"

namespace holdfast::service {

struct TakingBack {
  store::ClientKey client;
  std::vector<std::string> keys;  // how the deliveries' keys begin
  std::string_view reason;        // for the host, without client data
  Instant now;
};
// Answers the kinds that the host had, or was to be given. What was taken back before is not again.
std::set<std::string> take_back(store::Unit& unit, const TakingBack& taking);

// How the keys of everything that is given of a repair begin.
inline std::string key_of(const RepairId& repair) { return "repair:" + repair.value; }

}  // namespace holdfast::service
