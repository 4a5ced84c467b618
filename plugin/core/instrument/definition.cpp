// SPDX-License-Identifier: MIT
#include "instrument/definition.hpp"

namespace holdfast::instrument {

bool holds(const Condition& condition, double value) {
  switch (condition.op) {
    case Operator::less:
      return value < condition.value;
    case Operator::at_most:
      return value <= condition.value;
    case Operator::greater:
      return value > condition.value;
    case Operator::at_least:
      return value >= condition.value;
    case Operator::equal:
      return value == condition.value;
  }
  return false;
}

const Item* Definition::find(std::string_view item) const {
  for (const auto& candidate : items)
    if (candidate.id == item) return &candidate;
  return nullptr;
}

const Item* Definition::with_role(ItemRole role) const {
  for (const auto& candidate : items)
    if (candidate.role == role) return &candidate;
  return nullptr;
}

}  // namespace holdfast::instrument
