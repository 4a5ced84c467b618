// SPDX-License-Identifier: MIT
// Names and values as a query or a form carries them (percent-encoded UTF-8).
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::adapters::fhir {

using Parameters = std::vector<std::pair<std::string, std::string>>;

inline std::string percent_encoded(std::string_view text) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || c == '-' || c == '.' || c == '_' ||
                          c == '~';
    if (is_plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += digits[byte >> 4];
      encoded += digits[byte & 15];
    }
  }
  return encoded;
}

inline std::string form_body(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return text;
}

}  // namespace holdfast::adapters::fhir
