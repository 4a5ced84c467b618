// SPDX-License-Identifier: MIT
// How repairs stand on a day without a rating (detection.md, R6): 45 days after the dip one that is
// still followed is unrepaired. A view only: the next rating is judged as if nobody had looked.
#pragma once
#include <vector>

#include "repair/episode.hpp"
#include "store/repairs.hpp"

namespace holdfast::service {

inline bool is_under_way(const store::RepairNow& repair) {
  return !repair.closed && (repair.state == "open" || repair.state == "improving");
}

inline void judge_on(Day today, store::RepairNow& repair) {
  if (is_under_way(repair) && repair::is_late(repair.opened, today))
    repair.state = to_word(repair::State::unrepaired);
}

inline void judge_on(Day today, std::vector<store::RepairNow>& repairs) {
  for (auto& repair : repairs) judge_on(today, repair);
}

}  // namespace holdfast::service
