// SPDX-License-Identifier: MIT
// The work between requests: mirror the host, then deliver what waits.
#pragma once
#include <chrono>
#include <string>

namespace holdfast::service {

class House;

struct Ticked {
  std::chrono::milliseconds due{0};  // in how long more work waits; 0: at once
  std::string trouble;               // for operators; empty: all went well
};

Ticked tick(House& house, std::chrono::milliseconds budget);

}  // namespace holdfast::service
