// SPDX-License-Identifier: MIT
#include "service/bech32.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

namespace holdfast::service {
namespace {

constexpr std::string_view letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t check_length = 6;

std::uint32_t polymod(const std::vector<std::uint8_t>& values) {
  constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                   0x2a1462b3};
  std::uint32_t check = 1;
  for (const auto value : values) {
    const std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < generator.size(); ++i)
      if ((top >> i & 1) != 0) check ^= generator[i];
  }
  return check;
}

std::vector<std::uint8_t> expanded(std::string_view prefix) {
  std::vector<std::uint8_t> values;
  for (const char c : prefix) values.push_back(static_cast<std::uint8_t>(c >> 5));
  values.push_back(0);
  for (const char c : prefix) values.push_back(static_cast<std::uint8_t>(c & 31));
  return values;
}

}  // namespace

std::string bech32(std::string_view prefix, std::span<const unsigned char> bytes) {
  std::vector<std::uint8_t> groups;
  std::uint32_t held = 0, bits = 0;
  for (const auto byte : bytes) {
    held = held << 8 | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5)
      groups.push_back(static_cast<std::uint8_t>(held >> (bits - 5) & 31));
  }
  if (bits > 0) groups.push_back(static_cast<std::uint8_t>(held << (5 - bits) & 31));
  auto checked = expanded(prefix);
  checked.insert(checked.end(), groups.begin(), groups.end());
  checked.insert(checked.end(), check_length, 0);
  const auto check = polymod(checked) ^ 1;
  for (std::size_t i = 0; i < check_length; ++i)
    groups.push_back(static_cast<std::uint8_t>(check >> 5 * (check_length - 1 - i) & 31));
  std::string text(prefix);
  text += '1';
  for (const auto group : groups) text += letters[group];
  return text;
}

std::optional<std::string> from_bech32(std::string_view prefix, std::string_view given) {
  std::string text;
  bool has_lower = false, has_upper = false;
  for (const char c : given) {
    has_lower = has_lower || (c >= 'a' && c <= 'z');
    has_upper = has_upper || (c >= 'A' && c <= 'Z');
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (has_lower && has_upper) return std::nullopt;
  const auto begin = std::string(prefix) + "1";
  if (!text.starts_with(begin) || text.size() < begin.size() + check_length) return std::nullopt;
  auto values = expanded(prefix);
  std::vector<std::uint8_t> groups;
  for (const char c : text.substr(begin.size())) {
    const auto at = letters.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    groups.push_back(static_cast<std::uint8_t>(at));
  }
  values.insert(values.end(), groups.begin(), groups.end());
  if (polymod(values) != 1) return std::nullopt;
  groups.resize(groups.size() - check_length);
  std::string bytes;
  std::uint32_t held = 0, bits = 0;
  for (const auto group : groups) {
    held = (held << 5 | group) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 255);
  }
  if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace holdfast::service
