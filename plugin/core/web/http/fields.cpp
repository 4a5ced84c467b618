// SPDX-License-Identifier: MIT
#include "web/http/fields.hpp"

#include <charconv>

#include "json/utf8.hpp"

namespace holdfast::web {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') return std::nullopt;
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

Problem broken(std::string_view name, std::string rule, std::string message) {
  return {std::string(name), std::move(rule), std::move(message)};
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  return out;
}

Result<Fields> Fields::parse(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals));
    auto value =
        decoded(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    if (!name || !value)
      return broken(name && json::is_utf8(*name) ? *name : "", "percent-code",
                    "A field is not encoded correctly; send the form again.");
    if (!json::is_utf8(*name) || !json::is_utf8(*value))
      return broken(json::is_utf8(*name) ? *name : "", "utf-8",
                    "The text of this field is not UTF-8.");
    if (fields.values_.contains(*name))
      return broken(*name, "duplicate", "This field was sent twice; send it once.");
    if (fields.values_.size() >= 500)
      return broken(*name, "too-many", "A form has at most 500 fields.");
    fields.values_.emplace(std::move(*name), std::move(*value));
  }
  return fields;
}

std::optional<std::size_t> Fields::passed_over() const {
  constexpr std::size_t most = 1'000'000;
  const auto text = get("from");
  std::size_t lines = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), lines);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::min(lines, most);
}

std::string_view Fields::get(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace holdfast::web
