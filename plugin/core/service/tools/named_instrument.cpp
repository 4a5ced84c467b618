// SPDX-License-Identifier: MIT
#include "service/tools/named_instrument.hpp"

#include <algorithm>

namespace holdfast::service {
namespace {

bool is_numbered(std::string_view id, std::string_view name) {
  if (!id.starts_with(name) || id.size() < name.size() + 2 || id[name.size()] != '-') return false;
  id.remove_prefix(name.size() + 1);
  return std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const instrument::Definition* named_instrument(const instrument::Catalogue& instruments,
                                               std::string_view name) {
  const auto at = name.find('@');
  const auto id = name.substr(0, at);
  const auto version = at == std::string_view::npos ? std::string_view{} : name.substr(at + 1);
  if (const auto* exact = instruments.find(id, version)) return exact;
  const instrument::Definition* only = nullptr;
  for (const auto* one : instruments.all()) {
    if (!is_numbered(one->id, id)) continue;
    if (only && only->id != one->id) return nullptr;
    only = one;
  }
  return only ? instruments.find(only->id, version) : nullptr;
}

}  // namespace holdfast::service
