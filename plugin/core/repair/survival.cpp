// SPDX-License-Identifier: MIT
#include "repair/survival.hpp"

#include <cmath>
#include <map>

namespace holdfast::repair {
namespace {

constexpr double z95 = 1.959963984540054;

void set_interval(SurvivalStep& step, double greenwood) {
  if (step.unrepaired <= 0 || step.unrepaired >= 1) {
    // The log(-log) scale has no place for 0 and 1: nothing is known beyond the estimate itself.
    step.low = step.unrepaired >= 1 ? 1 : 0;
    step.high = step.unrepaired >= 1 ? 1 : 0;
    return;
  }
  const double log_survival = std::log(step.unrepaired);
  const double width = z95 * std::sqrt(greenwood) / std::abs(log_survival);
  step.low = std::exp(log_survival * std::exp(width));
  step.high = std::exp(log_survival * std::exp(-width));
}

}  // namespace

std::vector<SurvivalStep> kaplan_meier(std::span<const TimeToRepair> times) {
  std::map<std::uint32_t, SurvivalStep> by_time;
  for (const TimeToRepair& time : times) {
    SurvivalStep& step = by_time[time.ratings];
    ++(time.is_repaired ? step.repaired : step.censored);
  }
  std::vector<SurvivalStep> steps;
  auto at_risk = static_cast<std::uint32_t>(times.size());
  double unrepaired = 1, greenwood = 0;
  for (auto& [ratings, step] : by_time) {
    step.ratings = ratings;
    step.at_risk = at_risk;
    const double n = at_risk, d = step.repaired;
    unrepaired *= 1 - d / n;
    if (n > d) greenwood += d / (n * (n - d));
    step.unrepaired = unrepaired;
    set_interval(step, greenwood);
    steps.push_back(step);
    at_risk -= step.repaired + step.censored;
  }
  return steps;
}

std::optional<std::uint32_t> median_time(std::span<const SurvivalStep> steps) {
  for (const SurvivalStep& step : steps)
    if (step.unrepaired <= 0.5) return step.ratings;
  return std::nullopt;
}

MedianInterval median_interval(std::span<const SurvivalStep> steps) {
  MedianInterval around;
  for (const SurvivalStep& step : steps) {
    if (!around.low && step.low <= 0.5) around.low = step.ratings;
    if (!around.high && step.high < 0.5) around.high = step.ratings;
  }
  return around;
}

}  // namespace holdfast::repair
