// SPDX-License-Identifier: MIT
// Signs that a form was filled without reading it. Shown beside the rating; never an alert, and the
// baseline learns from the rating as from any other.
#pragma once
#include <chrono>
#include <span>

namespace holdfast::detection {

// Every answer at the same place of the scale, as given (before a reversed item is turned); from
// four items.
inline bool is_straight_line(std::span<const double> answers_as_given) {
  if (answers_as_given.size() < 4) return false;
  for (const double answer : answers_as_given)
    if (answer != answers_as_given.front()) return false;
  return true;
}

// Less than two seconds an item (Huang et al. 2012, "Detecting and deterring insufficient effort
// responding").
inline bool is_too_fast(std::chrono::milliseconds taken, std::size_t items) {
  return items > 0 && taken < std::chrono::seconds(2) * static_cast<long>(items);
}

}  // namespace holdfast::detection
