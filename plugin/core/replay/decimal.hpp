// SPDX-License-Identifier: MIT
// Numbers as text, the same in every locale.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::replay {

// "62", "39.2", "4e1". Nothing for anything else: NaN, infinity, a comma, spaces, a sign before
// plus.
std::optional<double> parse_decimal(std::string_view text);
std::optional<long long> parse_whole(std::string_view text);

void append_six_places(std::string& text, double value);  // as printf("%.6f")
void append_full(std::string& text, double value);  // 17 significant digits: reads back exactly
void append_whole(std::string& text, long long value);

// A field for spreadsheets: quoted where needed; what a spreadsheet would run as a formula gets a
// leading apostrophe.
void append_field(std::string& text, std::string_view field);

}  // namespace holdfast::replay
