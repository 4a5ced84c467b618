// SPDX-License-Identifier: MIT
// Control charts as the textbooks have them (Montgomery, "Introduction to Statistical Quality
// Control"; Champ and Woodall 1987; Lucas and Crosier 1982; Lucas and Saccucci 1990; Hawkins 1987).
// Here to be compared with, and exact against the published tables; no alert of ours comes from
// them.
#pragma once
#include <cmath>
#include <cstdint>
#include <span>

namespace holdfast::detection {

// Individuals and moving range, from the moving ranges of two.
struct IndividualsLimits {
  double mean = 0, mean_range = 0, sigma = 0;
  double lower = 0, upper = 0;  // mean -/+ 2.66 mean ranges (3 / 1.128)
  double range_upper = 0;       // 3.267 mean ranges
};
IndividualsLimits individuals_limits(std::span<const double> values);  // two values or more

// Run rules on standardised values, fed one by one: bit 0 one beyond 3, bit 1 two of three beyond
// 2, bit 2 four of five beyond 1, bit 3 `run_length` in a row on one side. Both sides, or the lower
// alone.
struct RunRules {
  unsigned rules = 1;
  unsigned run_length = 8;
  enum class Sides { both, lower } sides = Sides::both;
};
class RunChart {
 public:
  explicit RunChart(const RunRules& rules) : rules_(rules) {}
  bool add(double standardised);  // true: out of control
  std::uint64_t memory() const;   // all that the next value depends on

 private:
  struct Side {
    std::uint8_t beyond2 = 0;  // the two values before, newest in bit 0
    std::uint8_t beyond1 = 0;  // the four values before
    std::uint8_t run = 0;
  };
  bool add(Side& side, double outwards) const;

  RunRules rules_;
  Side upper_, lower_;
};

// Tabular CUSUM of standardised values, from a headstart (Lucas and Crosier's FIR: h/2; 0 for
// none).
struct Cusum {
  double k = 0.5, h = 4;
  double upper = 0, lower = 0;                 // start both at the headstart
  std::uint32_t upper_run = 0, lower_run = 0;  // values since the sum was last nought
  bool add(double standardised) {
    upper = std::fmax(0, upper + standardised - k);
    lower = std::fmax(0, lower - standardised - k);
    upper_run = upper > 0 ? upper_run + 1 : 0;
    lower_run = lower > 0 ? lower_run + 1 : 0;
    return upper > h || lower > h;
  }
};

struct Ewma {
  double lambda = 0.1, L = 2.7;
  enum class Limits {
    exact,
    fixed
  } limits = Limits::exact;  // exact: they widen with the first values
  double value = 0;          // of standardised values
  double shrink = 1;         // (1 - lambda)^(2t)
  double limit = 0;          // at the latest value, in sigma
  bool add(double standardised) {
    value = lambda * standardised + (1 - lambda) * value;
    shrink *= (1 - lambda) * (1 - lambda);
    const double grown = limits == Limits::exact ? 1 - shrink : 1;
    limit = L * std::sqrt(lambda / (2 - lambda) * grown);
    return std::fabs(value) > limit;
  }
};

// Hawkins' self-starting standardisation: from the third value on, standard normal while in control
// and free of any parameter. Approximated by Wallace's transform of t, within 0.02 from five
// degrees of freedom on.
class SelfStarting {
 public:
  // 0 for the first two values.
  double standardise(double value);

 private:
  std::uint32_t n_ = 0;
  double mean_ = 0, squares_ = 0;
};

}  // namespace holdfast::detection
