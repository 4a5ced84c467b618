// SPDX-License-Identifier: MIT
// What an adapter is handed, checked by the rules of the contract: length and UTF-8. Errors:
// Failure(INVALID) that names the argument, never its value. Header-only, C++20.
#pragma once
#include <holdfast/cpp/guard.hpp>
#include <string>
#include <string_view>

namespace holdfast {

// Well-formed UTF-8 of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
inline bool is_utf8(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = at(i);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((at(i + k) & 0xc0) != 0x80) return false;
    if ((lead == 0xe0 && at(i + 1) < 0xa0) || (lead == 0xed && at(i + 1) > 0x9f) ||
        (lead == 0xf0 && at(i + 1) < 0x90) || (lead == 0xf4 && at(i + 1) > 0x8f))
      return false;
    i += length;
  }
  return true;
}

inline std::string checked(std::string_view text, std::size_t most, const char* what) {
  if (text.size() > most || !is_utf8(text))
    throw Failure(HOLDFAST_E_INVALID,
                  std::string{what} + ": over " + std::to_string(most) + " bytes or not UTF-8");
  return std::string{text};
}

inline std::string checked_id(std::string_view id) { return checked(id, 128, "id"); }

inline std::string checked_key(std::string_view key) {
  if (key.empty()) throw Failure(HOLDFAST_E_INVALID, "key: empty");
  return checked(key, 256, "key");
}

inline std::string checked_reason(std::string_view reason) {
  return checked(reason, 1024, "reason");
}

}  // namespace holdfast
