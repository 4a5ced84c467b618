// SPDX-License-Identifier: MIT
#include "header_rules.hpp"

#include <algorithm>
#include <array>

namespace holdfast::host {
namespace {

std::string lower(std::string_view text) {
  std::string plain(text);
  std::transform(plain.begin(), plain.end(), plain.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return plain;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

template <class Each>
void each_cookie(std::string_view header, Each&& each) {
  while (!header.empty()) {
    const auto pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    const auto one = trimmed(pair);
    if (!one.empty()) each(one.substr(0, one.find('=')), one);
  }
}

constexpr std::array<std::string_view, 12> not_for_the_plugin{
    "connection",     "keep-alive",     "proxy-authorization", "proxy-connection", "te",
    "trailer",        "upgrade",        "transfer-encoding",   "authorization",    "expect",
    "holdfast-actor", "holdfast-prefix"};
constexpr std::array<std::string_view, 7> ours{
    "connection", "content-length", "date", "keep-alive", "server", "upgrade", "transfer-encoding"};

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// RFC 9110, 5.6.2
bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

}  // namespace

std::string cookie(std::string_view header, std::string_view name) {
  std::string value;
  each_cookie(header, [&](std::string_view known, std::string_view pair) {
    if (known == name && value.empty() && pair.size() > known.size())
      value = pair.substr(known.size() + 1);
  });
  return value;
}

Headers inward(const Headers& headers, std::string_view session_cookie) {
  Headers kept;
  for (const auto& [name, value] : headers) {
    if (is_in(not_for_the_plugin, name)) continue;
    if (name != "cookie") {
      kept.emplace_back(name, value);
      continue;
    }
    std::string others;
    each_cookie(value, [&](std::string_view known, std::string_view pair) {
      if (known == session_cookie) return;
      if (!others.empty()) others += "; ";
      others += pair;
    });
    if (!others.empty()) kept.emplace_back(name, others);
  }
  return kept;
}

std::optional<Headers> outward(const Headers& headers, std::string_view session_cookie) {
  Headers kept;
  for (const auto& [name, value] : headers) {
    if (!is_token(name) || !is_value(value)) return std::nullopt;
    auto plain = lower(name);
    if (is_in(ours, plain)) continue;
    if (plain == "set-cookie" && trimmed(value.substr(0, value.find('='))) == session_cookie)
      continue;
    kept.emplace_back(std::move(plain), value);
  }
  return kept;
}

}  // namespace holdfast::host
