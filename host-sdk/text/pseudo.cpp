// SPDX-License-Identifier: MIT
#include "text/pseudo.hpp"

#include <array>

namespace holdfast::text {
namespace {

constexpr std::string_view right_to_left_mark = "\u200F";

constexpr std::array<std::string_view, 26> lower{"á", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î",
                                                 "ĵ", "ķ", "ļ", "ɱ", "ñ", "ö", "þ", "ǫ", "ŕ",
                                                 "š", "ţ", "ü", "ṽ", "ŵ", "ẋ", "ý", "ž"};
constexpr std::array<std::string_view, 26> upper{"Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î",
                                                 "Ĵ", "Ķ", "Ļ", "Ḿ", "Ñ", "Ö", "Þ", "Ǫ", "Ŕ",
                                                 "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž"};

// A decimal point between two marks would tear its number apart.
bool has_words(std::string_view sentence) {
  bool in_placeholder = false;
  for (const char c : sentence) {
    if (c == '{') in_placeholder = true;
    if (!in_placeholder && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return true;
    if (c == '}') in_placeholder = false;
  }
  return false;
}

}  // namespace

std::string pseudo(std::string_view sentence) {
  if (!has_words(sentence)) return std::string(sentence);
  std::string out(right_to_left_mark);
  bool in_placeholder = false;
  int letters = 0;
  for (const char c : sentence) {
    if (c == '{') in_placeholder = true;
    const bool is_lower = c >= 'a' && c <= 'z';
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (in_placeholder || (!is_lower && !is_upper)) {
      out += c;
    } else {
      const std::string_view letter = is_lower ? lower[static_cast<std::size_t>(c - 'a')]
                                               : upper[static_cast<std::size_t>(c - 'A')];
      out += letter;
      // Translations run longer than English: the room must be there.
      if (is_lower && ++letters % 3 == 0) out += letter;
    }
    if (c == '}') in_placeholder = false;
  }
  out += right_to_left_mark;
  return out;
}

}  // namespace holdfast::text
