// SPDX-License-Identifier: MIT
#include "replay/decimal.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace holdfast::replay {
namespace {

constexpr std::array<double, 16> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                               1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

// Up to 15 digits and a point: both parts are exact in a double, so one division rounds correctly
// (Clinger 1990).
std::optional<double> parse_short(std::string_view text) {
  if (text.empty() || text.size() > 16) return std::nullopt;
  std::int64_t digits = 0;
  std::size_t read = 0, places = 0;
  bool point = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits = digits * 10 + (c - '0');
      ++read;
      places += point ? 1u : 0u;
    } else if (c == '.' && !point) {
      point = true;
    } else {
      return std::nullopt;
    }
  }
  if (read == 0 || read > 15 || (point && places == 0)) return std::nullopt;
  return static_cast<double>(digits) / powers_of_ten[places];
}

void append_digits(std::string& text, std::uint64_t value, std::size_t width) {
  std::array<char, 20> digits;
  std::size_t at = digits.size();
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (digits.size() - at < width) digits[--at] = '0';
  text.append(digits.data() + at, digits.size() - at);
}

}  // namespace

std::optional<double> parse_decimal(std::string_view text) {
  if (const auto value = parse_short(text)) return value;
  if (text.empty() || text.front() == '.' || text.front() == 'n' || text.front() == 'i')
    return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || end[-1] == '.' ||
      !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<long long> parse_whole(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append_six_places(std::string& text, double value) {
  const double size = std::abs(value);
  const double scaled = size * 1e6;
  const double whole = std::floor(scaled);
  const double rest = scaled - whole;
  // Multiplying rounds; where that could tip the last digit, and for large or strange values, ask
  // the library.
  if (!(size < 1e5) || std::abs(rest - 0.5) < 1e-3) {
    std::array<char, 400> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed, 6);
    text.append(buffer.data(), end);
    return;
  }
  const auto millionths = static_cast<std::uint64_t>(whole) + (rest > 0.5 ? 1u : 0u);
  if (std::signbit(value)) text.push_back('-');
  append_digits(text, millionths / 1'000'000, 1);
  text.push_back('.');
  append_digits(text, millionths % 1'000'000, 6);
}

void append_full(std::string& text, double value) {
  std::array<char, 40> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::general, 17);
  text.append(buffer.data(), end);
}

void append_whole(std::string& text, long long value) {
  if (value < 0) text.push_back('-');
  append_digits(
      text, value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value),
      1);
}

void append_field(std::string& text, std::string_view field) {
  const bool runs =
      !field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos;
  if (!runs && field.find_first_of(",\"\r\n") == std::string_view::npos) {
    text += field;
    return;
  }
  text.push_back('"');
  if (runs) text.push_back('\'');
  for (const char c : field) {
    if (c == '"') text.push_back('"');
    text.push_back(c);
  }
  text.push_back('"');
}

}  // namespace holdfast::replay
