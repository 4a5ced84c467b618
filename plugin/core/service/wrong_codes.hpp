// SPDX-License-Identifier: MIT
// Counts wrong typed codes, of everybody together, in this process: nine digits are short.
#pragma once
#include <chrono>
#include <deque>
#include <mutex>

#include "alliance/moment.hpp"

namespace holdfast::service {

// [thread-safe]
class WrongCodes {
 public:
  explicit WrongCodes(std::size_t a_minute = 20) : a_minute_(a_minute) {}

  bool is_over(Instant now) {
    const std::lock_guard lock(mutex_);
    forget(now);
    return at_.size() >= a_minute_;
  }
  void count(Instant now) {
    const std::lock_guard lock(mutex_);
    forget(now);
    at_.push_back(now);
  }

 private:
  // A clock that was set back forgets too: what lies ahead of it says nothing.
  void forget(Instant now) {
    constexpr std::chrono::minutes minute{1};
    while (!at_.empty() && (at_.front() <= now - minute || at_.front() > now)) at_.pop_front();
  }

  const std::size_t a_minute_;
  std::mutex mutex_;
  std::deque<Instant> at_;
};

}  // namespace holdfast::service
