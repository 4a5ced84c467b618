// SPDX-License-Identifier: MIT
#include "sign_ins.hpp"

#include <algorithm>

#include "exchange.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

// Anybody may begin a launch: no more are remembered than fit into a few megabytes.
constexpr std::size_t most = 10'000;

template <class Known, class IsOver, class Age>
void make_room(Known& known, IsOver&& is_over, Age&& age) {
  if (known.size() < most) return;
  std::erase_if(known, is_over);
  if (known.size() < most) return;
  known.erase(std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return age(a.second) < age(b.second);
  }));
}

}  // namespace

std::string SignIns::begin(Launch launch) {
  auto state = fresh_token();
  const auto now = launch.begun;
  const std::lock_guard lock(mutex_);
  make_room(
      launches_, [&](const auto& one) { return now - one.second.begun > launch_seconds; },
      [](const Launch& one) { return one.begun; });
  launches_[state] = std::move(launch);
  return state;
}

std::optional<Launch> SignIns::take(const std::string& state, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  const auto found = launches_.find(state);
  if (found == launches_.end()) return std::nullopt;
  auto launch = std::move(found->second);
  launches_.erase(found);
  if (now - launch.begun > launch_seconds) return std::nullopt;
  return launch;
}

bool SignIns::has_browser(const std::string& browser, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  return !browser.empty() && std::any_of(launches_.begin(), launches_.end(), [&](const auto& one) {
    return one.second.browser == browser && now - one.second.begun <= launch_seconds;
  });
}

std::string SignIns::sign_in(const std::string& person, std::int64_t now) {
  auto name = fresh_token();
  const std::lock_guard lock(mutex_);
  make_room(
      sessions_, [&](const auto& one) { return now - one.second.seen > idle_seconds; },
      [](const Session& one) { return one.seen; });
  sessions_[name] = {person, now, now};
  return name;
}

std::optional<std::string> SignIns::person(const std::string& session, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return std::nullopt;
  if (now - found->second.seen > idle_seconds || now - found->second.begun > session_seconds) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.seen = now;
  return found->second.person;
}

void SignIns::end(const std::string& session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(session);
}

}  // namespace holdfast::adapters::fhir::gateway
