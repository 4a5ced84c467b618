// SPDX-License-Identifier: MIT
// Carries what changed in the practice system into the mirror that pages read.
#pragma once
#include <chrono>
#include <string>

namespace holdfast::service {

class House;

struct Mirrored {
  bool more = false;    // the budget ended before the changes did
  std::string trouble;  // for operators; empty: all went well
};

// Asks for changes until there are none or the budget is spent. Called from tick() alone.
Mirrored mirror_host(House& house, std::chrono::milliseconds budget);

}  // namespace holdfast::service
