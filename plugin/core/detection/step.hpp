// SPDX-License-Identifier: MIT
// One rating of one series: rules A, B, E, T and L, and what the series remembers for the next
// rating.
//
//   State state = start(settings);
//   for (each rating, ordered by session date, then session number) {
//     const Step step = advance(settings, state, {.score = pomp_of(raw, scale), .tension = 2});
//     if (step.raised) for (const Finding& finding : findings_of(settings, step)) ...
//   }
//
// Pure: the state after a rating depends on the ratings up to it and the settings, and on nothing
// else.
#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "alliance/score.hpp"
#include "detection/baseline.hpp"
#include "detection/finding.hpp"
#include "detection/thresholds.hpp"
#include "detection/tolerance.hpp"

namespace holdfast::detection {

struct Settings {
  ParameterSet given;
  RuleSet rules = RuleSet::AB;
  Thresholds thresholds{};
  bool operator==(const Settings&) const = default;
};

struct Observation {
  Pomp score{};                     // a real number; the caller has refused anything else
  int tension = -1;                 // 0-4; -1: not asked or blank
  bool said_directly = false;       // a direct item answered "yes"
  std::span<const double> areas{};  // POMP by subscale, NaN where not given; at most `most_areas`
};

struct State {
  Baseline total;
  std::array<Baseline, most_areas> areas{};                   // n = 0: that area was never rated
  double highest = -std::numeric_limits<double>::infinity();  // of the earlier scores
  double last_z = 0;                                          // of the previous rating
  std::array<double, 3> last{};  // the previous scores, newest first; total.n says how many count
  double expected_before_last = 0;  // M before the previous rating: B's level before the dip
  std::uint8_t silence = 0;         // ratings that still cannot alert
  bool low_start_said = false;      // once a course: the caller sets it when another series said it

  bool operator==(const State&) const = default;
};

// The numbers of one rating, before any wording.
struct Step {
  double score, expected, weight, sd, z;  // weight: W before the rating
  double expected_before_last,
      last_score;  // for a repair that begins with B; NaN at the first rating
  double area_z;
  double score_points, tension_points, threshold;  // of E; set where it decided
  std::uint32_t earlier;
  std::int8_t area;  // -1: none stands out
  std::int8_t tension;
  std::uint8_t raised;  // bit i: Rule i
  bool said_directly;
  bool evidence_from_area;
  bool silent;  // could not alert
  Annotations annotations;

  bool raises(Rule rule) const { return (raised >> static_cast<unsigned>(rule)) & 1u; }
  bool raises_dip() const { return raised & 7u; }  // A, B or E
};

// Up to three findings of one rating, in their order.
class Findings {
 public:
  void add(const Finding& finding) { items_[count_++] = finding; }
  const Finding* begin() const { return items_.data(); }
  const Finding* end() const { return items_.data() + count_; }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Finding& operator[](std::size_t i) const { return items_[i]; }

 private:
  std::array<Finding, 3> items_;
  std::size_t count_ = 0;
};

State start(const Settings& settings);
Findings findings_of(const Settings& settings, const Step& step);
inline Step advance(const Settings& settings, State& state, const Observation& seen);

}  // namespace holdfast::detection

#include "detection/step_inline.hpp"
