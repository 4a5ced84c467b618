// SPDX-License-Identifier: MIT
// Lines for operators on stderr, as text or as one JSON object a line. No client data, no ids, no
// tokens. [thread-safe]
#pragma once
#include <cstdint>
#include <mutex>
#include <string_view>

namespace holdfast::host {

class Log {
 public:
  enum class Form { text, json };
  explicit Log(Form form) : form_(form) {}

  // Numbers of ext/host_log.h. Debug lines are not written.
  void write(std::int32_t severity, std::string_view text);
  void error(std::string_view text) { write(3, text); }
  void warning(std::string_view text) { write(4, text); }
  void info(std::string_view text) { write(6, text); }

 private:
  Form form_;
  std::mutex mutex_;
};

}  // namespace holdfast::host
