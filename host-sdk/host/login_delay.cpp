// SPDX-License-Identifier: MIT
#include "login_delay.hpp"

#include <algorithm>

namespace holdfast::host {
namespace {

constexpr std::chrono::seconds longest{60};
constexpr std::chrono::hours forgotten{1};
constexpr std::size_t most_names = 10'000;

std::chrono::seconds wait_after(int failures) {
  return std::min(longest, std::chrono::seconds{1LL << std::min(failures - 1, 6)});
}

}  // namespace

std::chrono::seconds LoginDelay::left(const std::string& name) const {
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  const auto at = failures_.find(name);
  if (at == failures_.end()) return std::chrono::seconds{0};
  const auto until = at->second.last + wait_after(at->second.count);
  if (until <= now) return std::chrono::seconds{0};
  return std::chrono::ceil<std::chrono::seconds>(until - now);
}

void LoginDelay::failed(const std::string& name) {
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  std::erase_if(failures_, [&](const auto& one) { return now - one.second.last > forgotten; });
  // Invented names must not fill the memory; names already known keep their count.
  if (failures_.size() >= most_names && !failures_.contains(name)) return;
  auto& failures = failures_[name];
  ++failures.count;
  failures.last = now;
}

void LoginDelay::succeeded(const std::string& name) {
  const std::lock_guard lock(mutex_);
  failures_.erase(name);
}

}  // namespace holdfast::host
