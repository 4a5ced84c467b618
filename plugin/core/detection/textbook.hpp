// SPDX-License-Identifier: MIT
// What each rule of the textbooks would have said, beside ours: for the report card and the
// simulations, never an alert of its own. Scores in POMP; a rating is judged with what came before
// it.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "alliance/words.hpp"
#include "detection/charts.hpp"

namespace holdfast::detection {

enum class Textbook : std::uint8_t {
  cut_off,          // the score is below a fixed one
  one_point_drop,   // one point of forty below the previous rating
  reliable_change,  // below the previous rating by more than measurement error (Jacobson and Truax
                    // 1991)
  individuals,      // below the limit of a chart whose limits come from the first five ratings
  cusum,            // lower side, mean and sigma from the first five ratings
  ewma,             // likewise
  self_starting,    // CUSUM of Hawkins' self-starting deviations
};
inline constexpr std::size_t textbook_count = 7;

struct TextbookSettings {
  double cut_off = 90;  // 36 of 40
  double drop = 2.5;    // 1 of 40
  double low_area =
      75;  // of a single area, 7.5 of 10; a total does not show it: see service/past_run.hpp
  double sd = 15;  // between and within clients together
  double reliability = 0.92;
  double sigma_floor = 3;  // as ours: a client who never varies would alarm at anything
};

class TextbookRules {
 public:
  explicit TextbookRules(const TextbookSettings& settings = {});
  unsigned add(double score);  // bit i: Textbook i

 private:
  static constexpr std::size_t learning = 5;
  void learn_limits();

  TextbookSettings settings_;
  double reliable_drop_;
  double previous_ = 0;
  std::size_t n_ = 0;
  std::array<double, learning> first_{};
  double mean_ = 0, sigma_ = 0;
  Cusum cusum_{.k = 0.5, .h = 4};
  Ewma ewma_{.lambda = 0.2, .L = 2.86};
  SelfStarting self_starting_;
  double self_starting_sum_ = 0;
};

}  // namespace holdfast::detection

template <>
inline constexpr std::array<std::string_view, 7> holdfast::words_of<holdfast::detection::Textbook>{
    "cut-off", "one-point drop", "reliable change",    "individuals chart",
    "CUSUM",   "EWMA",           "self-starting CUSUM"};
