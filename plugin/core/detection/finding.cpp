// SPDX-License-Identifier: MIT
#include "detection/finding.hpp"

#include "detection/tolerance.hpp"

namespace holdfast::detection {

std::optional<Chance> chance_of(double z) {
  if (at_least(z, 2.33)) return Chance{100, 0};
  if (at_least(z, 2.05)) return Chance{50, 70};
  if (at_least(z, 1.75)) return Chance{30, 40};
  if (at_least(z, 1.65)) return Chance{25, 35};
  return std::nullopt;
}

}  // namespace holdfast::detection
