// SPDX-License-Identifier: MIT
#include "web/http/route.hpp"

#include <algorithm>

namespace holdfast::web {
namespace {

std::string_view segment(std::string_view path) { return path.substr(0, path.find('/')); }

// "EpisodeOfCare/7" of "EpisodeOfCare/7/together"; empty where the first segment is no kind.
std::string_view with_kind(std::string_view path) {
  const auto kind = segment(path);
  const bool is_kind = !kind.empty() && kind.front() >= 'A' && kind.front() <= 'Z' &&
                       std::all_of(kind.begin(), kind.end(), [](char c) {
                         return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                       });
  if (!is_kind || kind.size() == path.size()) return {};
  const auto id = segment(path.substr(kind.size() + 1));
  return id.empty() ? id : path.substr(0, kind.size() + 1 + id.size());
}

using Take = std::string_view (*)(std::string_view path);

std::optional<Caught> match_by(Take take, std::string_view pattern, std::string_view path) {
  Caught caught;
  while (!pattern.empty()) {
    if (pattern.front() == '{') {
      const auto close = pattern.find('}');
      const auto part = take(path);
      if (part.empty()) return std::nullopt;
      caught.emplace(pattern.substr(1, close - 1), part);
      pattern.remove_prefix(close + 1);
      path.remove_prefix(part.size());
    } else {
      if (path.empty() || path.front() != pattern.front()) return std::nullopt;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
    }
  }
  return path.empty() ? std::optional{std::move(caught)} : std::nullopt;
}

}  // namespace

std::optional<Caught> match(std::string_view pattern, std::string_view path) {
  return match_by(segment, pattern, path);
}

std::optional<Caught> match_with_kind(std::string_view pattern, std::string_view path) {
  return match_by(with_kind, pattern, path);
}

}  // namespace holdfast::web
