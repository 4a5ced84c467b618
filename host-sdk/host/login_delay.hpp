// SPDX-License-Identifier: MIT
// Each wrong password makes the next try wait longer: 1, 2, 4 … 60 seconds, forgotten after an
// hour. Nobody is locked out. [thread-safe]
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "clock.hpp"

namespace holdfast::host {

class LoginDelay {
 public:
  explicit LoginDelay(Clock clock) : clock_(std::move(clock)) {}

  // How long this name still has to wait; 0: try now.
  std::chrono::seconds left(const std::string& name) const;
  void failed(const std::string& name);
  void succeeded(const std::string& name);

 private:
  struct Failures {
    int count = 0;
    std::chrono::steady_clock::time_point last;
  };
  Clock clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

}  // namespace holdfast::host
