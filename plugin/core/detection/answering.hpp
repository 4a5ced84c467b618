// SPDX-License-Identifier: MIT
// A sign that a form was filled without reading it. Shown beside the rating; never an alert, and
// the baseline learns from the rating as from any other.
#pragma once
#include <chrono>

namespace holdfast::detection {

// Less than two seconds an item (Huang et al. 2012, "Detecting and deterring insufficient effort
// responding"). No time known is not fast.
constexpr bool is_too_fast(std::chrono::milliseconds taken, int items) {
  return taken.count() > 0 && items > 0 && taken < std::chrono::seconds(2) * items;
}

}  // namespace holdfast::detection
