// SPDX-License-Identifier: MIT
// The public listener: clients' forms and nothing else, so many requests a minute from each
// address.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "clock.hpp"
#include "http_message.hpp"

namespace holdfast::host {

// [thread-safe]
class FormDoor {
 public:
  using Answer = std::function<Response(const Request&)>;

  // `answer` is asked about what may pass.
  FormDoor(std::string prefix, Answer answer, Clock clock)
      : prefix_(std::move(prefix)), answer_(std::move(answer)), clock_(std::move(clock)) {}

  Response answer(const Request& request);

 private:
  bool is_over(const std::string& address);

  std::string prefix_;
  Answer answer_;
  Clock clock_;
  struct Visits {
    double left = 0;
    std::chrono::steady_clock::time_point at{};
  };
  std::mutex mutex_;
  std::map<std::string, Visits> visits_;
};

// Whether this path, under the prefix, is one of a form's: the form itself, the page where a code
// is typed, and the files of both.
bool is_form_path(const std::string& path);

inline constexpr int form_requests_a_minute = 60;

}  // namespace holdfast::host
