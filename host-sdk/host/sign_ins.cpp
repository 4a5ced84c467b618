// SPDX-License-Identifier: MIT
#include "sign_ins.hpp"

#include "password.hpp"

namespace holdfast::host {
namespace {
constexpr std::chrono::hours longest{12};
}

bool SignIns::has_ended(const SignIn& sign_in, std::chrono::steady_clock::time_point now) const {
  return now - sign_in.seen >= idle_ || now - sign_in.began >= longest;
}

std::string SignIns::begin(const User& user) {
  const auto now = clock_();
  auto token = random_token();
  const std::lock_guard lock(mutex_);
  std::erase_if(sign_ins_, [&](const auto& one) { return has_ended(one.second, now); });
  sign_ins_.emplace(token, SignIn{user, now, now});
  return token;
}

std::optional<User> SignIns::touch(std::string_view token) {
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  const auto at = sign_ins_.find(token);
  if (at == sign_ins_.end()) return std::nullopt;
  if (has_ended(at->second, now)) {
    sign_ins_.erase(at);
    return std::nullopt;
  }
  at->second.seen = now;
  return at->second.user;
}

void SignIns::end(std::string_view token) {
  const std::lock_guard lock(mutex_);
  if (const auto at = sign_ins_.find(token); at != sign_ins_.end()) sign_ins_.erase(at);
}

}  // namespace holdfast::host
