// SPDX-License-Identifier: MIT
// Every threshold of the rules, compared the same way: 0.55 * 100 is 55.00000000000001 in binary,
// and no person may be treated differently for that.
#pragma once

namespace holdfast::detection {

inline constexpr double tolerance = 1e-9;

constexpr bool at_least(double value, double threshold) { return value >= threshold - tolerance; }
constexpr bool at_most(double value, double threshold) { return value <= threshold + tolerance; }
constexpr bool below(double value, double threshold) { return !at_least(value, threshold); }

}  // namespace holdfast::detection
