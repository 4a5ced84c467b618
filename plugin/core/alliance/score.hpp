// SPDX-License-Identifier: MIT
// A score as the instrument counts it, and the same score as percent of maximum possible.
#pragma once
#include <compare>

namespace holdfast {

enum class Direction { high_is_good, low_is_good };

// The range of a total, in the instrument's own unit.
struct Scale {
  double min = 0;
  double max = 100;
  Direction direction = Direction::high_is_good;
  bool operator==(const Scale&) const = default;
};

// Percent of maximum possible (Cohen et al. 1999), turned so that 100 is good. Never rounded.
struct Pomp {
  double value = 0;
  auto operator<=>(const Pomp&) const = default;
};

constexpr Pomp pomp_of(double raw, const Scale& scale) {
  const double share = 100.0 * (raw - scale.min) / (scale.max - scale.min);
  return {scale.direction == Direction::high_is_good ? share : 100.0 - share};
}

// Back to the instrument's own unit, for showing.
constexpr double raw_of(Pomp pomp, const Scale& scale) {
  const double share = scale.direction == Direction::high_is_good ? pomp.value : 100.0 - pomp.value;
  return scale.min + share * (scale.max - scale.min) / 100.0;
}

}  // namespace holdfast
