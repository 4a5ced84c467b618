// SPDX-License-Identifier: MIT
// The one place that says what UTF-8 is (Unicode 15, table 3-7): no overlong form, no surrogate,
// nothing past U+10FFFF.
#pragma once
#include <cstddef>
#include <string_view>

namespace holdfast::json {

// Length of the well-formed sequence at the front of a text that is not empty; 0: there is none.
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace holdfast::json
