// SPDX-License-Identifier: MIT
// The body of step.hpp, in the header because a replay of millions of ratings lives in this one
// loop.
#pragma once
#include "detection/step.hpp"

namespace holdfast::detection {

namespace rules {

inline constexpr double strong_z = 2.33;
inline constexpr double quiet_z = 0.5;                         // below it a silence ends
inline constexpr std::uint8_t silence = Thresholds{}.silence;  // ratings
inline constexpr double low_start = 55;
inline constexpr double area_handicap = 0.35;
inline constexpr double area_lead = 0.5;
inline constexpr double usual_width = 1.75;  // sd each side of M

constexpr unsigned bit(Rule rule) { return 1u << static_cast<unsigned>(rule); }

constexpr double tension_points(int tension) {
  return (tension >= 1 ? 1.0 : 0.0) + (tension >= 2 ? 1.0 : 0.0) + (tension >= 3 ? 0.5 : 0.0);
}

// The areas of one rating: the best z, the next, and how many were given.
struct Areas {
  int best = -1;
  int given = 0;
  double best_z = -std::numeric_limits<double>::infinity();
  double next_z = -std::numeric_limits<double>::infinity();
  bool stands_out() const { return given > 1 && at_least(best_z - next_z, area_lead); }
};

inline Areas learn_areas(const Parameters& given, State& state, std::span<const double> scores) {
  Areas areas;
  const std::size_t count = scores.size() < most_areas ? scores.size() : most_areas;
  for (std::size_t i = 0; i < count; ++i) {
    const double y = scores[i];
    if (std::isnan(y)) continue;
    const Deviation found = deviation_of(given, state.areas[i], y);
    learn(given, state.areas[i], y, found);
    ++areas.given;
    if (found.z > areas.best_z) {
      areas.next_z = areas.best_z;
      areas.best_z = found.z;
      areas.best = static_cast<int>(i);
    } else if (found.z > areas.next_z) {
      areas.next_z = found.z;
    }
  }
  return areas;
}

inline unsigned by_score(const Thresholds& asked, const State& state, const Step& step) {
  const std::uint32_t number = state.total.n + 1;
  if (number < 2) return 0;
  if (!at_least(step.expected - step.score, asked.least_drop)) return 0;
  if (!at_most(step.score, state.highest - asked.least_drop)) return 0;
  if (asked.sudden_dip && number >= asked.first_sudden && at_least(step.z, asked.sudden_z))
    return bit(Rule::sudden_dip);
  if (asked.sustained && number >= asked.first_sustained && at_least(step.z, asked.sustained_z) &&
      at_least(state.last_z, asked.sustained_z))
    return bit(Rule::sustained);
  return 0;
}

inline unsigned by_evidence(const Thresholds& asked, const Areas& areas, std::size_t of_form,
                            Step& step) {
  const bool all_three = areas.given == 3 && of_form == 3;
  const double area_points = areas.best_z - area_handicap;
  step.evidence_from_area = all_three && area_points > step.z;
  step.score_points = step.evidence_from_area ? area_points : step.z;
  step.tension_points = tension_points(step.tension);
  step.threshold = all_three ? asked.evidence_all_areas : asked.evidence_total;
  if (step.earlier + 1 < asked.first_sudden) return 0;
  return at_least(step.score_points + step.tension_points, step.threshold) ? bit(Rule::evidence)
                                                                           : 0;
}

// A silence holds back what is a little above the threshold, not what is far above it, where a
// practice wants that.
inline bool speaks_in_silence(const Thresholds& asked, unsigned raised, const Step& step) {
  return asked.speaks_again > 0 && raised == bit(Rule::evidence) &&
         at_least(step.score_points + step.tension_points, step.threshold + asked.speaks_again);
}

inline Annotations annotate(const State& state, double y) {
  Annotations annotations;
  if (state.total.n < 3) return annotations;
  const auto& last = state.last;
  const bool falling = below(y, last[0]) && below(last[0], last[1]) && below(last[1], last[2]);
  annotations.three_falls = falling && at_least(last[2] - y, 15);
  annotations.four_at_top = at_least(y, 100) && at_least(last[0], 100) && at_least(last[1], 100) &&
                            at_least(last[2], 100);
  return annotations;
}

}  // namespace rules

inline Step advance(const Settings& settings, State& state, const Observation& seen) {
  const double y = seen.score.value;
  const Deviation found = deviation_of(settings.given.total, state.total, y);

  Step step;
  step.score = y;
  step.expected = state.total.M;
  step.weight = state.total.W;
  step.sd = found.sd;
  step.z = found.z;
  step.expected_before_last = state.expected_before_last;
  step.last_score = state.last[0];
  step.earlier = state.total.n;
  step.tension = static_cast<std::int8_t>(seen.tension);
  step.said_directly = seen.said_directly;
  step.area = -1;
  step.area_z = 0;
  step.evidence_from_area = false;
  step.annotations = rules::annotate(state, y);

  rules::Areas areas;
  if (!seen.areas.empty()) {
    areas = rules::learn_areas(settings.given.area, state, seen.areas);
    if (areas.stands_out()) {
      step.area = static_cast<std::int8_t>(areas.best);
      step.area_z = areas.best_z;
    }
  }

  unsigned raised = settings.rules == RuleSet::E && seen.tension >= 0
                        ? rules::by_evidence(settings.thresholds, areas, seen.areas.size(), step)
                        : rules::by_score(settings.thresholds, state, step);
  // What is met in a silence is dropped and does not prolong it.
  step.silent = state.silence > 0 && !rules::speaks_in_silence(settings.thresholds, raised, step);
  if (step.silent) {
    raised = 0;
    state.silence = below(found.z, rules::quiet_z) ? std::uint8_t{0}
                                                   : static_cast<std::uint8_t>(state.silence - 1);
  } else if (raised != 0) {
    state.silence = settings.thresholds.silence;
  }
  if (seen.tension >= 2 || seen.said_directly) raised |= rules::bit(Rule::told_us);
  if (state.total.n < 3 && !state.low_start_said && at_most(y, rules::low_start)) {
    raised |= rules::bit(Rule::low_start);
    state.low_start_said = true;
  }
  step.raised = static_cast<std::uint8_t>(raised);

  if (step.evidence_from_area) {
    step.area = static_cast<std::int8_t>(areas.best);
    step.area_z = areas.best_z;
  }

  state.expected_before_last = state.total.M;
  state.highest = y > state.highest ? y : state.highest;
  state.last_z = found.z;
  state.last = {y, state.last[0], state.last[1]};
  learn(settings.given.total, state.total, y, found);
  return step;
}

}  // namespace holdfast::detection
