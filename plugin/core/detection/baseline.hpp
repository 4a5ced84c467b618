// SPDX-License-Identifier: MIT
// A client's own usual level, learnt rating by rating and shrunken towards what is assumed of
// anybody. Only + - * / and sqrt, in one written order, so that every processor gives the same
// bits.
#pragma once
#include <cmath>
#include <cstdint>

#include "detection/parameters.hpp"

namespace holdfast::detection {

struct Baseline {
  double M = 0;         // expected score
  double W = 0;         // how many ratings M counts for
  double a = 0, b = 0;  // shape and scale of the client's variance relative to sW squared
  std::uint32_t n = 0;  // ratings learnt from

  bool operator==(const Baseline&) const = default;
};

// What a baseline says of one score before it has learnt from it.
struct Deviation {
  double sd = 0;    // predictive: the client's own spread and what is not yet known of the level
  double z = 0;     // positive: lower than expected; never clamped
  double wide = 0;  // 1 + 1/W
};

constexpr Baseline new_baseline(const Parameters& given) {
  return {given.mu0, given.kappa(), given.nu0 / 2, given.nu0 / 2, 0};
}

inline Deviation deviation_of(const Parameters& given, const Baseline& baseline, double y) {
  Deviation found;
  found.wide = 1 + 1 / baseline.W;
  const double spread = given.sW * std::sqrt(found.wide) * std::sqrt(baseline.b / baseline.a);
  found.sd = spread > given.sd_floor ? spread : given.sd_floor;
  found.z = (baseline.M - y) / found.sd;
  return found;
}

inline void learn(const Parameters& given, Baseline& baseline, double y, const Deviation& found) {
  const double limit = given.clip * found.sd;
  double e = y - baseline.M;
  e = e > limit ? limit : e;
  e = e < -limit ? -limit : e;
  if (baseline.n > 0) {
    baseline.a += 0.5;
    baseline.b += e * e / (2 * (given.sW * given.sW) * found.wide);
  }
  const double kappa = given.kappa();
  baseline.W = given.lambda * (baseline.W - kappa) + kappa + 1;
  baseline.M += e / baseline.W;
  ++baseline.n;
}

// A therapist accepted that this is the client's level now: the baseline follows the next rating
// faster.
inline void accept_new_level(Baseline& baseline) { baseline.W = 2; }

}  // namespace holdfast::detection
