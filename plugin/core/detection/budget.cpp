// SPDX-License-Identifier: MIT
#include "detection/budget.hpp"

namespace holdfast::detection {

Budget budget_of(std::uint32_t ratings, std::uint32_t dips) {
  Budget budget{ratings, dips, Budget::Advice::too_few};
  if (ratings >= budget_ratings)
    budget.advice = dips * 100.0 <= budget_per_hundred * ratings ? Budget::Advice::within
                                                                 : Budget::Advice::above;
  return budget;
}

Budget budget_of(std::span<const RatedDay> ratings, Day today) {
  std::uint32_t counted = 0, dips = 0;
  for (const RatedDay& rating : ratings) {
    const auto ago = (today - rating.day).count();
    if (ago < 0 || ago >= budget_days) continue;
    ++counted;
    dips += rating.is_dip ? 1 : 0;
  }
  return budget_of(counted, dips);
}

}  // namespace holdfast::detection
