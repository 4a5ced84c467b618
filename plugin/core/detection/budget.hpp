// SPDX-License-Identifier: MIT
// How many dips a clinician is told of, as advice to that clinician. Nothing here moves a
// threshold.
#pragma once
#include <cstdint>
#include <span>

#include "alliance/moment.hpp"

namespace holdfast::detection {

inline constexpr int budget_days = 56;               // rolling
inline constexpr double budget_per_hundred = 5;      // A, B and E together
inline constexpr std::uint32_t budget_ratings = 20;  // below it a rate says nothing

struct RatedDay {
  Day day;
  bool is_dip = false;  // A, B or E was raised
};

struct Budget {
  std::uint32_t ratings = 0, dips = 0;
  enum class Advice {
    too_few,  // ratings to say anything
    within,
    above,  // more dips than a person can follow up: look at the report card
  } advice = Advice::too_few;
  double per_hundred() const { return ratings == 0 ? 0 : 100.0 * dips / ratings; }
};

// The same from counts of the 56 days.
Budget budget_of(std::uint32_t ratings, std::uint32_t dips);

// Of one clinician's client ratings, in any order; those of the 56 days that end with `today`
// count.
Budget budget_of(std::span<const RatedDay> ratings, Day today);

}  // namespace holdfast::detection
