// SPDX-License-Identifier: MIT
#include "request_path.hpp"

#include <algorithm>

namespace holdfast::host {
namespace {

std::optional<unsigned char> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned char>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned char>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned char>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    plain += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return plain;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const auto segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
  }
  return false;
}

// "http://host/path" is a legal target too (RFC 9112, 3.2.2).
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  return target;
}

// The length of the sequence a leading byte opens and the smallest code point it may hold.
struct Sequence {
  std::size_t length;
  std::uint32_t smallest;
  std::uint32_t bits;
};
std::optional<Sequence> sequence_of(unsigned char lead) {
  if (lead < 0x80) return Sequence{1, 0, lead};
  if ((lead & 0xe0U) == 0xc0) return Sequence{2, 0x80, lead & 0x1fU};
  if ((lead & 0xf0U) == 0xe0) return Sequence{3, 0x800, lead & 0x0fU};
  if ((lead & 0xf8U) == 0xf0) return Sequence{4, 0x10000, lead & 0x07U};
  return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto sequence = sequence_of(static_cast<unsigned char>(text[i]));
    if (!sequence || i + sequence->length > text.size()) return false;
    std::uint32_t point = sequence->bits;
    for (std::size_t k = 1; k < sequence->length; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      if ((byte & 0xc0U) != 0x80) return false;
      point = (point << 6U) | (byte & 0x3fU);
    }
    if (point < sequence->smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      return false;
    i += sequence->length;
  }
  return true;
}

std::optional<Target> parse_target(std::string_view target) {
  target = without_authority(target);
  const auto mark = target.find('?');
  auto path = decoded(target.substr(0, mark));
  if (!path || path->empty() || path->front() != '/') return std::nullopt;
  if (has_control(*path) || has_dot_segment(*path) || !is_utf8(*path)) return std::nullopt;
  const auto query = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  if (has_control(query)) return std::nullopt;
  return Target{std::move(*path), std::string(query)};
}

std::optional<std::string> under_prefix(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  return std::string(path);
}

bool is_local_path(std::string_view next, std::string_view prefix) {
  if (next.empty() || next.front() != '/' || has_control(next)) return false;
  // Browsers read "//host" and "/\host" as another site.
  if (next.size() > 1 && (next[1] == '/' || next[1] == '\\')) return false;
  const auto target = parse_target(next);
  return target && under_prefix(target->path, prefix).has_value();
}

std::string form_field(std::string_view form, std::string_view name) {
  while (!form.empty()) {
    auto pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(pair.size() + 1, form.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    std::string value(pair.substr(equals + 1));
    std::replace(value.begin(), value.end(), '+', ' ');
    return decoded(value).value_or("");
  }
  return {};
}

std::string percent_encoded(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      safe += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    safe += '%';
    safe += "0123456789ABCDEF"[byte >> 4U];
    safe += "0123456789ABCDEF"[byte & 15U];
  }
  return safe;
}

}  // namespace holdfast::host
