// SPDX-License-Identifier: MIT
#include "repair/episode.hpp"

#include <algorithm>
#include <cmath>

namespace holdfast::repair {
namespace {

using detection::at_least;
using detection::at_most;
using detection::Rule;

constexpr double good_share = 0.8;
constexpr double good_distance = 4;  // points below the level before
constexpr double improving_share = 0.5;
constexpr double level_range = 10;
constexpr double level_slope = 2;     // points per rating
constexpr std::uint32_t longest = 5;  // ratings
constexpr double least_drop = 8;

bool is_good(const Episode& episode, double score) {
  const double recovered = (score - episode.lowest) / episode.drop();
  return at_least(recovered, good_share) || at_least(score, episode.before - good_distance);
}

bool is_new_level(const Episode& episode) {
  if (episode.ratings < episode.last.size()) return false;
  const auto& y = episode.last;  // newest first
  for (const double score : y)
    if (is_good(episode, score)) return false;
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  if (!at_most(*high - *low, level_range)) return false;
  const double slope = (3 * (y[0] - y[3]) + (y[1] - y[2])) / 10;
  return at_most(std::abs(slope), level_slope);
}

State judged(const Episode& episode) {
  if (episode.good && (episode.good_before || episode.talked_through)) return State::repaired;
  if (is_new_level(episode)) return State::new_level;
  if (episode.ratings >= longest || is_late(episode.alert.day, episode.latest.day))
    return State::unrepaired;
  return at_least(episode.recovered, improving_share) ? State::improving : State::open;
}

}  // namespace

std::optional<Episode> opened_by(const detection::Step& step, const When& when,
                                 std::uint32_t number) {
  Episode episode;
  episode.number = number;
  episode.alert = episode.latest = when;
  episode.before = step.expected;
  episode.lowest = step.score;
  if (step.raises(Rule::sudden_dip)) {
    episode.rule = Rule::sudden_dip;
  } else if (step.raises(Rule::sustained)) {
    episode.rule = Rule::sustained;
    episode.before = step.expected_before_last;
    episode.lowest = std::min(step.score, step.last_score);
  } else if (step.raises(Rule::evidence) && at_least(step.expected - step.score, least_drop)) {
    episode.rule = Rule::evidence;
  } else {
    return std::nullopt;
  }
  episode.recovered = (step.score - episode.lowest) / episode.drop();
  return episode;
}

void follow(Episode& episode, double score, const When& when) {
  ++episode.ratings;
  episode.latest = when;
  episode.lowest = std::min(episode.lowest, score);
  episode.recovered = (score - episode.lowest) / episode.drop();
  episode.last = {score, episode.last[0], episode.last[1], episode.last[2]};
  episode.good_before = episode.good;
  episode.good = is_good(episode, score);
  episode.state = judged(episode);
}

bool mark_talked_through(Episode& episode, const When& when) {
  const bool same_rating = episode.ratings > 0 && when == episode.latest;
  if (episode.closed() && !(same_rating && episode.state == State::unrepaired)) return false;
  episode.talked_through = true;
  if (!same_rating || !episode.good) return false;
  episode.state = State::repaired;
  return true;
}

State state_on(const Episode& episode, Day as_of) {
  if (episode.closed() || !is_late(episode.alert.day, as_of)) return episode.state;
  return State::unrepaired;
}

}  // namespace holdfast::repair
