// SPDX-License-Identifier: MIT
// Time that only moves forward, passed in so that tests can move it.
#pragma once
#include <chrono>
#include <functional>

namespace holdfast::host {

using Clock = std::function<std::chrono::steady_clock::time_point()>;

inline Clock steady_clock() {
  return [] { return std::chrono::steady_clock::now(); };
}

}  // namespace holdfast::host
