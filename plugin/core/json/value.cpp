// SPDX-License-Identifier: MIT
#include "json/value.hpp"

namespace holdfast::json {

const Value* Value::find(std::string_view name) const {
  for (const auto& [key, value] : members_)
    if (key == name) return &value;
  return nullptr;
}

std::string_view Value::string_or(std::string_view name, std::string_view otherwise) const {
  const auto* member = find(name);
  return member && member->is(Kind::string) ? std::string_view{member->text()} : otherwise;
}

bool Value::boolean_or(std::string_view name, bool otherwise) const {
  const auto* member = find(name);
  return member && member->is(Kind::boolean) ? member->boolean() : otherwise;
}

}  // namespace holdfast::json
