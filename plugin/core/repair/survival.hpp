// SPDX-License-Identifier: MIT
// How long repairs take when some are never seen to the end: Kaplan and Meier (1958), time in rated
// sessions after the alert. An episode that closes without repair, or ends with the course, is
// censored there.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "repair/episode.hpp"

namespace holdfast::repair {

struct TimeToRepair {
  std::uint32_t ratings = 0;  // to the confirming rating, or to the last one seen
  bool is_repaired = false;
};
constexpr TimeToRepair time_of(const Episode& episode) {
  return {episode.ratings, episode.state == State::repaired};
}

// After `ratings` rated sessions: the share not yet repaired. The 95 % interval is Greenwood's
// variance on the log(-log) scale, which stays between 0 and 1 (Kalbfleisch and Prentice).
struct SurvivalStep {
  std::uint32_t ratings = 0;
  std::uint32_t at_risk = 0;
  std::uint32_t repaired = 0;
  std::uint32_t censored = 0;  // at this time, after the repairs of the same time
  double unrepaired = 1;
  double low = 0, high = 1;
};

// One step for each time at which something happened, in order.
std::vector<SurvivalStep> kaplan_meier(std::span<const TimeToRepair> times);

// The first time at which half or more are repaired; nothing when it never comes to that.
std::optional<std::uint32_t> median_time(std::span<const SurvivalStep> steps);

// The times whose own 95 % interval holds one half (Brookmeyer and Crowley 1982). An end that is
// absent was not reached: the median may lie beyond what was seen.
struct MedianInterval {
  std::optional<std::uint32_t> low, high;
};
MedianInterval median_interval(std::span<const SurvivalStep> steps);

}  // namespace holdfast::repair
