// SPDX-License-Identifier: MIT
#include "detection/gap.hpp"

#include <cmath>

#include "detection/tolerance.hpp"

namespace holdfast::detection {

std::optional<GapReading> read_gap(Gap& gap, double therapist, double client) {
  constexpr double assumed_sd = 9, assumed_weight = 4, limit = 1.75;
  constexpr std::uint32_t least_pairs = 3;

  GapReading reading;
  reading.difference = therapist - client;
  reading.usual = gap.mean;
  if (gap.n > 0) {
    const double pairs = gap.n;
    const double variance =
        (assumed_weight * (assumed_sd * assumed_sd) + gap.squares) / (assumed_weight + (pairs - 1));
    reading.sd = std::sqrt(variance) * std::sqrt(1 + 1 / pairs);
    reading.z = (reading.difference - gap.mean) / reading.sd;
    reading.changed = gap.n >= least_pairs && at_least(std::abs(reading.z), limit);
  }
  const bool known = gap.n > 0;
  ++gap.n;
  const double from_old = reading.difference - gap.mean;
  gap.mean += from_old / gap.n;
  gap.squares += from_old * (reading.difference - gap.mean);
  return known ? std::optional(reading) : std::nullopt;
}

}  // namespace holdfast::detection
