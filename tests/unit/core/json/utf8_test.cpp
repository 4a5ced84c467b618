// SPDX-License-Identifier: MIT
#include "json/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>

using holdfast::json::is_utf8;
using holdfast::json::utf8_length;

namespace {

// RFC 3629, section 3: the bits of a code point in the fewest bytes that hold them.
std::string encoded(char32_t code) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | code >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace

TEST_CASE("every code point but a surrogate is UTF-8, and nothing past the last one") {
  std::size_t wrong = 0;
  for (char32_t code = 0; code <= 0x11FFFF; ++code) {
    const bool is_character = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    const auto text = encoded(code);
    wrong += is_utf8(text) != is_character;
    wrong += utf8_length(text) != (is_character ? text.size() : 0);
  }
  CHECK(wrong == 0);
}

TEST_CASE("overlong, cut and stray bytes are no UTF-8") {
  for (const char* text :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF", "\x80", "\xBF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3\x28",
        "\xE2\x28\xA1", "\xFE", "\xFF", "fine until \xFF"}) {
    INFO(text);
    CHECK_FALSE(is_utf8(text));
  }
  CHECK(is_utf8(""));
  CHECK(is_utf8(std::string_view("\0", 1)));
  CHECK(is_utf8("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80"));
}
