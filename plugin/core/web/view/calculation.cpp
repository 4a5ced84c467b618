// SPDX-License-Identifier: MIT
// The arithmetic behind a finding, each step with this client's own numbers.
#include <algorithm>
#include <cmath>
#include <utility>

#include "text/spelling.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

constexpr double smallest_drop = 8;  // POMP points
constexpr double sudden_z = 1.75;
constexpr double sustained_z = 1.2;
constexpr double strong_z = 2.33;
constexpr double low_start_level = 55;
constexpr int tension_told = 2;     // of 4
constexpr double tolerance = 1e-9;  // as the rules compare

struct Condition {
  std::string text;
  bool holds;
};

std::string judged(const Condition& condition, const text::Language& language) {
  return fill(condition.holds ? language.translate("{condition}: yes")
                              : language.translate("{condition}: no"),
              {{"condition", condition.text}});
}

std::string at_least(double limit, int digits, const text::Language& language) {
  return fill(language.translate("at least {limit}"), {{"limit", number(limit, digits, language)}});
}

class Sum {
 public:
  Sum(const FindingNumbers& numbers, const text::Language& language)
      : numbers_(numbers), language_(language) {}

  std::vector<Step> of_a_drop() {
    compared();
    distance();
    below_best();
    scaled();
    add(language_.translate("Rule A asks for"),
        fill(language_.translate("{z} steps below usual"),
             {{"z", number(numbers_.z, 2, language_)}}),
        judged({at_least(sudden_z, 2, language_), numbers_.z >= sudden_z - tolerance}, language_));
    if (numbers_.z >= strong_z - tolerance)
      add(language_.translate("Marked as strong"), number(numbers_.z, 2, language_),
          judged({at_least(strong_z, 2, language_), true}, language_));
    return std::move(steps_);
  }

  std::vector<Step> of_two_low_ratings() {
    compared();
    distance();
    below_best();
    scaled();
    add(language_.translate("Rule B asks for"),
        fill(language_.translate("today {today} and the rating before {before}"),
             {{"today", number(numbers_.z, 2, language_)},
              {"before", number(numbers_.previous_z.value_or(0), 2, language_)}}),
        judged({fill(language_.translate("both at least {limit}"),
                     {{"limit", number(sustained_z, 1, language_)}}),
                numbers_.z >= sustained_z - tolerance &&
                    numbers_.previous_z.value_or(0) >= sustained_z - tolerance},
               language_));
    return std::move(steps_);
  }

  std::vector<Step> of_a_direct_answer() {
    if (numbers_.said_yes)
      add(language_.translate("The client's answer"),
          language_.translate("yes, to a question that asks directly"), {});
    if (numbers_.tension)
      add(language_.translate("Tension, misunderstanding or distance"),
          fill(language_.translate("{answer} of 4"),
               {{"answer", number(long{*numbers_.tension}, language_)}}),
          judged({at_least(tension_told, 0, language_), *numbers_.tension >= tension_told},
                 language_));
    add(language_.translate("No score is compared"),
        language_.translate(
            "the client said so; this stands beside the ratings, whatever they are"),
        {});
    return std::move(steps_);
  }

  std::vector<Step> of_a_low_start() {
    add(language_.translate("Rating"), number(numbers_.rating, 0, language_),
        judged({fill(language_.translate("{limit} or lower, among the first three"),
                     {{"limit", number(low_start_level, 0, language_)}}),
                numbers_.rating <= low_start_level + tolerance && numbers_.earlier < 3},
               language_));
    add(language_.translate("Shown once a client"),
        language_.translate("a prompt for a conversation, not an alert"), {});
    return std::move(steps_);
  }

  std::vector<Step> of_an_absence() {
    add(language_.translate("What happened"), sentence(numbers_, language_), {});
    add(language_.translate("No score is compared"),
        language_.translate("an absence is a line of its own and changes no baseline"), {});
    return std::move(steps_);
  }

  std::vector<Step> of_evidence() {
    compared();
    scaled();
    add(language_.translate("Points from the ratings"),
        number(numbers_.score_points.value_or(numbers_.z), 2, language_), {});
    add(language_.translate("Points from the tension question"),
        number(numbers_.tension_points, 1, language_), {});
    const double sum = numbers_.evidence.value_or(0);
    add(language_.translate("Together"),
        fill(language_.translate("{score} + {tension} = {sum}"),
             {{"score", number(numbers_.score_points.value_or(numbers_.z), 2, language_)},
              {"tension", number(numbers_.tension_points, 1, language_)},
              {"sum", number(sum, 2, language_)}}),
        judged({at_least(numbers_.evidence_threshold, 2, language_),
                sum >= numbers_.evidence_threshold - tolerance},
               language_));
    return std::move(steps_);
  }

 private:
  void add(std::string what, std::string how, std::string meets) {
    steps_.push_back({std::move(what), std::move(how), std::move(meets)});
  }

  void compared() {
    add(language_.translate("Today's rating"), number(numbers_.rating, 1, language_), {});
    const std::string from =
        numbers_.earlier < ratings_for_usual
            ? language_.plural("{usual}, from a starting assumption and {n} rating",
                               "{usual}, from a starting assumption and {n} ratings",
                               numbers_.earlier)
            : language_.plural("{usual}, from {n} rating; recent ones count more",
                               "{usual}, from {n} ratings; recent ones count more",
                               numbers_.earlier);
    add(numbers_.earlier < ratings_for_usual ? language_.translate("Level expected so far")
                                             : language_.translate("This client's usual level"),
        fill(from, {{"usual", number(numbers_.usual, 1, language_)},
                    {"n", number(long{numbers_.earlier}, language_)}}),
        {});
  }

  void distance() {
    const double drop = numbers_.usual - numbers_.rating;
    add(language_.translate("Points below that"),
        fill(language_.translate("{usual} − {rating} = {drop}"),
             {{"usual", number(numbers_.usual, 1, language_)},
              {"rating", number(numbers_.rating, 1, language_)},
              {"drop", number(drop, 1, language_)}}),
        judged({at_least(smallest_drop, 0, language_), drop >= smallest_drop - tolerance},
               language_));
  }

  void below_best() {
    const double below = numbers_.highest_earlier - numbers_.rating;
    add(language_.translate("Points below the highest rating so far"),
        fill(language_.translate("{highest} − {rating} = {below}"),
             {{"highest", number(numbers_.highest_earlier, 1, language_)},
              {"rating", number(numbers_.rating, 1, language_)},
              {"below", number(below, 1, language_)}}),
        judged({at_least(smallest_drop, 0, language_), below >= smallest_drop - tolerance},
               language_));
  }

  void scaled() {
    add(language_.translate("This client's own ups and downs"),
        fill(language_.translate("one step is {sd} points, so the usual range is {range}"),
             {{"sd", number(numbers_.sd, 1, language_)},
              {"range", text::range(std::max(0.0, numbers_.usual - usual_width * numbers_.sd),
                                    std::min(100.0, numbers_.usual + usual_width * numbers_.sd),
                                    language_)}}),
        {});
    add(language_.translate("How many such steps below usual"),
        fill(language_.translate("{drop} ÷ {sd} = {z}"),
             {{"drop", number(numbers_.usual - numbers_.rating, 1, language_)},
              {"sd", number(numbers_.sd, 1, language_)},
              {"z", number(numbers_.z, 2, language_)}}),
        {});
  }

  const FindingNumbers& numbers_;
  const text::Language& language_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> calculation(const FindingNumbers& numbers, const text::Language& language) {
  Sum sum(numbers, language);
  switch (numbers.rule) {
    case Rule::sudden_dip:
      return sum.of_a_drop();
    case Rule::sustained:
      return sum.of_two_low_ratings();
    case Rule::told_us:
      return sum.of_a_direct_answer();
    case Rule::low_start:
      return sum.of_a_low_start();
    case Rule::absence:
      return sum.of_an_absence();
    case Rule::evidence:
      return sum.of_evidence();
  }
  return {};
}

}  // namespace holdfast::web
