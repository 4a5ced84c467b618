// SPDX-License-Identifier: MIT
#include "text.hpp"

#include <charconv>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::adapters::gnumed {
namespace {

constexpr std::size_t max_key_bytes = 256;
constexpr std::size_t max_reason_bytes = 1024;

// Well-formed as RFC 3629 has it.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t follow = 0;
    unsigned point = lead, least = 0;
    if (lead >= 0xf0 && lead < 0xf5)
      follow = 3, point = lead & 0x07u, least = 0x10000;
    else if (lead >= 0xe0 && lead < 0xf0)
      follow = 2, point = lead & 0x0fu, least = 0x800;
    else if (lead >= 0xc2 && lead < 0xe0)
      follow = 1, point = lead & 0x1fu, least = 0x80;
    else if (lead >= 0x80)
      return false;
    if (i + follow >= text.size()) return false;
    for (std::size_t k = 1; k <= follow; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0u) != 0x80) return false;
      point = point << 6 | (next & 0x3fu);
    }
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    i += follow + 1;
  }
  return true;
}

std::string checked(std::string_view text, std::size_t most, const char* what) {
  if (text.size() > most || !is_utf8(text))
    throw Failure(HOLDFAST_E_INVALID,
                  std::string{what} + ": over " + std::to_string(most) + " bytes or not UTF-8");
  return std::string{text};
}

// PostgreSQL's text holds no NUL.
std::string storable(std::string text, const char* what) {
  if (text.find('\0') != std::string::npos)
    throw Failure(HOLDFAST_E_INVALID, std::string{what} + ": holds a NUL");
  return text;
}

}  // namespace

std::string checked_id(std::string_view id) { return checked(id, payload::max_id_bytes, "id"); }

std::string checked_key(std::string_view key) {
  if (key.empty()) throw Failure(HOLDFAST_E_INVALID, "key: empty");
  return storable(checked(key, max_key_bytes, "key"), "key");
}

std::string checked_reason(std::string_view reason) {
  return storable(checked(reason, max_reason_bytes, "reason"), "reason");
}

std::optional<int> key_of(std::string_view id) {
  int key = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), key);
  if (error != std::errc{} || end != id.data() + id.size() || key < 1 || id.front() == '0')
    return std::nullopt;
  return key;
}

}  // namespace holdfast::adapters::gnumed
