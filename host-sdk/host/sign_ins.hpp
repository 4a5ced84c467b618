// SPDX-License-Identifier: MIT
// Who is signed in: sessions in memory, ended by logging off, by 15 quiet minutes, after 12 hours,
// and by a restart. [thread-safe]
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "clock.hpp"
#include "user_file.hpp"

namespace holdfast::host {

class SignIns {
 public:
  SignIns(std::chrono::minutes idle, Clock clock) : idle_(idle), clock_(std::move(clock)) {}

  std::string begin(const User& user);  // the new session's token, for the cookie
  // The person behind a token, whose session lives on; nothing when it has ended.
  std::optional<User> touch(std::string_view token);
  void end(std::string_view token);

 private:
  struct SignIn {
    User user;
    std::chrono::steady_clock::time_point began, seen;
  };
  bool has_ended(const SignIn& sign_in, std::chrono::steady_clock::time_point now) const;

  std::chrono::minutes idle_;
  Clock clock_;
  std::mutex mutex_;
  std::map<std::string, SignIn, std::less<>> sign_ins_;
};

}  // namespace holdfast::host
