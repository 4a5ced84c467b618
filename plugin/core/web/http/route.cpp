// SPDX-License-Identifier: MIT
#include "web/http/route.hpp"

namespace holdfast::web {

std::optional<Caught> match(std::string_view pattern, std::string_view path) {
  Caught caught;
  while (!pattern.empty()) {
    if (pattern.front() == '{') {
      const auto close = pattern.find('}');
      const auto part = path.substr(0, path.find('/'));
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

}  // namespace holdfast::web
