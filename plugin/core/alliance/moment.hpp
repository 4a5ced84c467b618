// SPDX-License-Identifier: MIT
// Instants in UTC, calendar days of the practice, and their ISO 8601 spelling.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC
using Day = std::chrono::sys_days;                                 // a date in the practice's zone

// "2026-11-23"; anything else, or a day that does not exist, is nothing.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);

// "2026-11-23T13:05:00Z", with optional fraction, or an offset in place of Z.
std::optional<Instant> parse_instant(std::string_view text);
std::string to_text(Instant instant);  // always with milliseconds and Z

}  // namespace holdfast
