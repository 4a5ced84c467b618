// SPDX-License-Identifier: MIT
// How far apart client and therapist rate the same session. Therapists rate lower as a rule, so the
// gap itself says little; a change from this pair's usual gap is worth a look. Never an alert.
#pragma once
#include <cstdint>
#include <optional>

namespace holdfast::detection {

struct Gap {
  std::uint32_t n = 0;  // pairs learnt from
  double mean = 0;      // of therapist minus client, POMP points
  double squares = 0;   // sum of squared distances from the mean (Welford)
  bool operator==(const Gap&) const = default;
};

struct GapReading {
  double difference = 0;  // therapist minus client, this session
  double usual = 0;       // mean of the earlier ones
  double sd = 0;          // shrunken towards 9 points with the weight of 4 pairs
  double z = 0;           // positive: the therapist rates higher than usual for this pair
  bool changed = false;   // beyond 1.75 sd, from the fourth pair on
  bool operator==(const GapReading&) const = default;
};

// Nothing for the first pair, which has no usual gap to differ from.
std::optional<GapReading> read_gap(Gap& gap, double therapist, double client);

}  // namespace holdfast::detection
