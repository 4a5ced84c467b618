// SPDX-License-Identifier: MIT
// How old somebody is on a day.
#pragma once
#include <utility>

#include "alliance/moment.hpp"

namespace holdfast::service {

inline int age_on(Day birth, Day day) {  // in whole years
  const std::chrono::year_month_day born{birth}, now{day};
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool had_birthday =
      std::pair(now.month(), now.day()) >= std::pair(born.month(), born.day());
  return had_birthday ? years : years - 1;
}

}  // namespace holdfast::service
