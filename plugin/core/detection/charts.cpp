// SPDX-License-Identifier: MIT
#include "detection/charts.hpp"

#include <bit>

namespace holdfast::detection {

IndividualsLimits individuals_limits(std::span<const double> values) {
  constexpr double d2 = 1.128, limit = 2.66, range_limit = 3.267;
  IndividualsLimits found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    found.mean += values[i];
    if (i > 0) found.mean_range += std::fabs(values[i] - values[i - 1]);
  }
  found.mean /= static_cast<double>(values.size());
  found.mean_range /= static_cast<double>(values.size() - 1);
  found.sigma = found.mean_range / d2;
  found.lower = found.mean - limit * found.mean_range;
  found.upper = found.mean + limit * found.mean_range;
  found.range_upper = range_limit * found.mean_range;
  return found;
}

bool RunChart::add(double standardised) {
  const bool below = add(lower_, -standardised);
  if (rules_.sides == RunRules::Sides::lower) return below;
  return add(upper_, standardised) || below;
}

bool RunChart::add(Side& side, double outwards) const {
  const unsigned window2 = (unsigned{side.beyond2} << 1u | (outwards > 2 ? 1u : 0u)) & 7u;
  const unsigned window1 = (unsigned{side.beyond1} << 1u | (outwards > 1 ? 1u : 0u)) & 31u;
  const unsigned run = outwards > 0 ? side.run + 1u : 0u;
  side.beyond2 = static_cast<std::uint8_t>(window2 & 3u);
  side.beyond1 = static_cast<std::uint8_t>(window1 & 15u);
  side.run = static_cast<std::uint8_t>(run < rules_.run_length ? run : rules_.run_length);
  return ((rules_.rules & 1u) && outwards > 3) ||
         ((rules_.rules & 2u) && std::popcount(window2) >= 2) ||
         ((rules_.rules & 4u) && std::popcount(window1) >= 4) ||
         ((rules_.rules & 8u) && run >= rules_.run_length);
}

// What no chosen rule looks at is left out, so that equal memories mean equal futures.
std::uint64_t RunChart::memory() const {
  std::uint64_t packed = 0;
  for (const Side& side : {upper_, lower_}) {
    packed = packed << 2 | ((rules_.rules & 2u) ? unsigned{side.beyond2} : 0u);
    packed = packed << 4 | ((rules_.rules & 4u) ? unsigned{side.beyond1} : 0u);
    packed = packed << 8 | ((rules_.rules & 8u) ? unsigned{side.run} : 0u);
  }
  return packed;
}

double SelfStarting::standardise(double value) {
  double u = 0;
  if (n_ >= 2) {
    const double n = n_ + 1.0;
    const double v = n - 2;
    const double s = std::sqrt(squares_ / (n - 2));
    if (s > 0) {
      const double t = std::sqrt((n - 1) / n) * (value - mean_) / s;
      u = (8 * v + 1) / (8 * v + 3) * std::sqrt(v * std::log1p(t * t / v));
      if (t < 0) u = -u;
    }
  }
  ++n_;
  const double from_old = value - mean_;
  mean_ += from_old / n_;
  squares_ += from_old * (value - mean_);
  return u;
}

}  // namespace holdfast::detection
