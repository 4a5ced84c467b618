// SPDX-License-Identifier: MIT
#include "detection/budget.hpp"

namespace holdfast::detection {

Budget budget_of(std::span<const RatedDay> ratings, Day today) {
  Budget budget;
  for (const RatedDay& rating : ratings) {
    const auto ago = (today - rating.day).count();
    if (ago < 0 || ago >= budget_days) continue;
    ++budget.ratings;
    budget.dips += rating.is_dip ? 1 : 0;
  }
  if (budget.ratings >= budget_ratings)
    budget.advice = budget.dips * 100.0 <= budget_per_hundred * budget.ratings
                        ? Budget::Advice::within
                        : Budget::Advice::above;
  return budget;
}

}  // namespace holdfast::detection
