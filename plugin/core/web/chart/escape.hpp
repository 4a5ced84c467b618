// SPDX-License-Identifier: MIT
// Text made safe between tags and inside quoted attributes, in HTML and in SVG.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::web {

// The entity for a letter that must not stand as it is; empty for all others.
constexpr std::string_view entity_of(char letter) {
  switch (letter) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

inline void append_escaped(std::string& out, std::string_view text) {
  std::size_t plain = 0;  // where the letters begin that go through as they are
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto entity = entity_of(text[i]);
    if (entity.empty()) continue;
    out.append(text, plain, i - plain).append(entity);
    plain = i + 1;
  }
  out.append(text, plain);
}

inline std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  append_escaped(out, text);
  return out;
}

}  // namespace holdfast::web
