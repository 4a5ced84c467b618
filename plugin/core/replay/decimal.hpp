// SPDX-License-Identifier: MIT
// Numbers as text, the same in every locale.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::replay {

// "62", "39.2", "4e1". Nothing for anything else: NaN, infinity, a comma, spaces, a sign before
// plus.
std::optional<double> parse_decimal(std::string_view text);
std::optional<long long> parse_whole(std::string_view text);

// The same for the short fields that nearly every row has: up to eight digits and a point. False
// where the text is anything else, right or wrong; the full parser then decides.
inline bool read_short_decimal(std::string_view text, double& value) {
  if (text.empty() || text.size() > 8) return false;
  unsigned digits = 0;
  double scale = 1;
  bool point = false;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned>(c) - '0';
    if (digit <= 9) {
      digits = digits * 10 + digit;
      scale *= point ? 10 : 1;
    } else if (c == '.' && !point) {
      point = true;
    } else {
      return false;
    }
  }
  if (text.back() == '.') return false;
  value = point ? digits / scale : digits;  // both exact: one division, rounded once
  return true;
}
inline bool read_short_whole(std::string_view text, std::int64_t& value) {
  if (text.empty() || text.size() > 8) return false;
  unsigned digits = 0;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned>(c) - '0';
    if (digit > 9) return false;
    digits = digits * 10 + digit;
  }
  value = digits;
  return true;
}

void append_six_places(std::string& text, double value);  // as printf("%.6f")
void append_full(std::string& text, double value);  // 17 significant digits: reads back exactly
void append_whole(std::string& text, long long value);

// A field for spreadsheets: quoted where needed; what a spreadsheet would run as a formula gets a
// leading apostrophe.
void append_field(std::string& text, std::string_view field);

}  // namespace holdfast::replay
