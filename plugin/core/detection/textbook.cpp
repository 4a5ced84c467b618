// SPDX-License-Identifier: MIT
#include "detection/textbook.hpp"

#include <algorithm>

#include "detection/tolerance.hpp"

namespace holdfast::detection {
namespace {

constexpr unsigned bit(Textbook rule) { return 1u << static_cast<unsigned>(rule); }

}  // namespace

TextbookRules::TextbookRules(const TextbookSettings& settings)
    : settings_(settings),
      reliable_drop_(1.96 * std::sqrt(2.0) * settings.sd * std::sqrt(1 - settings.reliability)) {}

void TextbookRules::learn_limits() {
  const IndividualsLimits limits = individuals_limits(first_);
  mean_ = limits.mean;
  sigma_ = std::max(limits.sigma, settings_.sigma_floor);
}

unsigned TextbookRules::add(double score) {
  constexpr double self_starting_k = 0.5, self_starting_h = 4;
  unsigned said = 0;
  if (below(score, settings_.cut_off)) said |= bit(Textbook::cut_off);
  if (n_ > 0 && at_least(previous_ - score, settings_.drop)) said |= bit(Textbook::one_point_drop);
  if (n_ > 0 && at_least(previous_ - score, reliable_drop_)) said |= bit(Textbook::reliable_change);
  if (n_ >= learning) {
    const double standardised = (score - mean_) / sigma_;
    if (standardised < -3) said |= bit(Textbook::individuals);
    cusum_.add(standardised);
    if (cusum_.lower > cusum_.h) {
      said |= bit(Textbook::cusum);
      cusum_.lower = 0;
    }
    const bool beyond = ewma_.add(standardised);
    if (beyond && ewma_.value < 0) said |= bit(Textbook::ewma);
    if (beyond) ewma_ = {.lambda = ewma_.lambda, .L = ewma_.L};
  }
  self_starting_sum_ =
      std::max(0.0, self_starting_sum_ - self_starting_.standardise(score) - self_starting_k);
  if (self_starting_sum_ > self_starting_h) {
    said |= bit(Textbook::self_starting);
    self_starting_sum_ = 0;
  }
  if (n_ < learning) first_[n_] = score;
  ++n_;
  if (n_ == learning) learn_limits();
  previous_ = score;
  return said;
}

}  // namespace holdfast::detection
