// SPDX-License-Identifier: MIT
// The PIN that takes a handed-over device back.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "store/identity.hpp"

namespace holdfast::service {

inline bool is_pin(std::string_view pin) {
  return pin.size() >= 4 && pin.size() <= 12 &&
         std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A PIN is short: the invitation's random id makes its hash useless elsewhere, and five tries are
// all there are.
inline std::string pin_hash(const InvitationId& id, std::string_view pin) {
  return store::sha256_hex(id.value + ":" + std::string(pin));
}

}  // namespace holdfast::service
