// SPDX-License-Identifier: MIT
// Days and instants as the payload schemas write them: "2026-11-23" and ISO 8601 with offset or Z.
// Header-only, C++20, no third-party code, no locale. Everything here is [thread-safe].
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::payload {

using Day = std::chrono::sys_days;                                 // a calendar day, without a zone
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC

namespace detail {

// Takes exactly `count` digits off the front of `text`.
inline std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

inline bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// Two digits from 0 to `most`, after `before` where that is not NUL.
inline std::optional<int> take_part(std::string_view& text, char before, int most) {
  if (before != '\0' && !take(text, before)) return std::nullopt;
  const auto value = take_digits(text, 2);
  return value && *value <= most ? value : std::nullopt;
}

inline std::optional<Day> take_day(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year) return std::nullopt;
  const auto month = take_part(text, '-', 12);
  if (!month) return std::nullopt;
  const auto day = take_part(text, '-', 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

inline std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return std::chrono::milliseconds{0};
  int value = 0, places = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (places < 3) value = value * 10 + (text.front() - '0');
    ++places;
    text.remove_prefix(1);
  }
  if (places == 0) return std::nullopt;
  for (; places < 3; ++places) value *= 10;
  return std::chrono::milliseconds{value};
}

inline std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return std::chrono::minutes{0};
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto hours = take_part(text, '\0', 23);
  if (!hours) return std::nullopt;
  const auto minutes = take_part(text, ':', 59);
  if (!minutes) return std::nullopt;
  const std::chrono::minutes offset{*hours * 60 + *minutes};
  return east ? offset : -offset;
}

}  // namespace detail

// Empty when `text` is not a real day, written in full.
inline std::optional<Day> parse_day(std::string_view text) {
  const auto day = detail::take_day(text);
  return text.empty() ? day : std::nullopt;
}

// Empty when `text` is not an instant with an offset or Z.
inline std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = detail::take_day(text);
  if (!day || !detail::take(text, 'T')) return std::nullopt;
  const auto hours = detail::take_part(text, '\0', 23);
  if (!hours) return std::nullopt;
  const auto minutes = detail::take_part(text, ':', 59);
  if (!minutes) return std::nullopt;
  const auto seconds = detail::take_part(text, ':', 59);
  if (!seconds) return std::nullopt;
  const auto fraction = detail::take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = detail::take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant{*day} + std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
         std::chrono::seconds{*seconds} + *fraction - *offset;
}

inline std::string to_text(Day day) {
  const std::chrono::year_month_day date{day};
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()) % 10000,
                static_cast<unsigned>(date.month()) % 100u,
                static_cast<unsigned>(date.day()) % 100u);
  return buffer;
}

// In UTC, with milliseconds only where there are some.
inline std::string to_text(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto rest = static_cast<int>((instant - day).count());
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", rest / 3600000, rest / 60000 % 60,
                rest / 1000 % 60);
  std::string text = to_text(day) + buffer;
  if (rest % 1000 != 0) {
    std::snprintf(buffer, sizeof buffer, ".%03d", rest % 1000);
    text += buffer;
  }
  return text + "Z";
}

}  // namespace holdfast::payload
