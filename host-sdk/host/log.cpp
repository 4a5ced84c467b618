// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <holdfast/ext/host_log.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace holdfast::host {
namespace {

const char* word(std::int32_t severity) {
  if (severity <= HOLDFAST_LOG_ERROR) return "error";
  return severity <= HOLDFAST_LOG_WARNING ? "warning" : "info";
}

std::string now_utc() {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

// One line stays one line, whatever a plugin sends.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return line;
}

}  // namespace

void Log::write(std::int32_t severity, std::string_view text) {
  if (severity >= HOLDFAST_LOG_DEBUG) return;
  std::string line;
  if (form_ == Form::json) {
    const nlohmann::json object{{"time", now_utc()}, {"level", word(severity)}, {"text", text}};
    line = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } else {
    line = std::string(word(severity)) + ": " + one_line(text);
  }
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace holdfast::host
