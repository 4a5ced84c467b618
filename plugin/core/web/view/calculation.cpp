// SPDX-License-Identifier: MIT
// The arithmetic behind a finding, each step with this client's own numbers, and each condition of
// the rule as it held.
#include <algorithm>
#include <cmath>
#include <utility>

#include "detection/step.hpp"
#include "text/spelling.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

namespace rules = detection::rules;
using text::fill;
using text::number;

constexpr int tension_told = 2;  // of 4
constexpr int alert_days = 14;   // an absence so soon after a check-in is worth a call
constexpr int early_sessions = 3;
constexpr int enough_forms = 3;

struct Condition {
  std::string text;
  bool holds;
};

std::string judged(const Condition& condition, const text::Language& language) {
  return fill(condition.holds ? language.translate("{condition}: yes")
                              : language.translate("{condition}: no"),
              {{"condition", condition.text}});
}

class Sum {
 public:
  Sum(const FindingNumbers& numbers, const text::Language& language)
      : numbers_(numbers), language_(language) {}

  std::vector<Step> of_a_drop() {
    const auto& limits = numbers_.thresholds;
    compared();
    ratings_before(limits.first_sudden - 1);
    distance();
    below_best();
    scaled();
    add(language_.translate("Rule A asks for"), steps_below(numbers_.z),
        judged(at_least(numbers_.z, limits.sudden_z, 2), language_));
    if (numbers_.is_strong)
      add(language_.translate("Marked as strong"), number(numbers_.z, 2, language_),
          judged(at_least(numbers_.z, rules::strong_z, 2), language_));
    add(language_.translate("By chance"), chance(numbers_.z, language_), {});
    silence();
    return std::move(steps_);
  }

  std::vector<Step> of_two_low_ratings() {
    const auto& limits = numbers_.thresholds;
    const double before = numbers_.previous_z.value_or(0);
    compared();
    ratings_before(limits.first_sustained - 1);
    distance();
    below_best();
    scaled();
    if (numbers_.previous_rating)
      add(language_.translate("The rating before"),
          fill(language_.translate("{rating}, {z} steps below the level expected then"),
               {{"rating", exactly(*numbers_.previous_rating)},
                {"z", number(before, 2, language_)}}),
          {});
    add(language_.translate("Rule B asks for"),
        fill(language_.translate("today {today} and the rating before {before}"),
             {{"today", number(numbers_.z, 2, language_)},
              {"before", number(before, 2, language_)}}),
        judged({fill(language_.translate("both at least {limit}"),
                     {{"limit", number(limits.sustained_z, 1, language_)}}),
                detection::at_least(numbers_.z, limits.sustained_z) &&
                    detection::at_least(before, limits.sustained_z)},
               language_));
    silence();
    return std::move(steps_);
  }

  std::vector<Step> of_evidence() {
    const auto& limits = numbers_.thresholds;
    compared();
    ratings_before(limits.first_sudden - 1);
    distance({});
    scaled();
    points_from_ratings();
    points_from_tension();
    const double sum = numbers_.evidence.value_or(0);
    add(language_.translate("Together"),
        fill(language_.translate("{score} + {tension} = {sum}"),
             {{"score", number(numbers_.score_points.value_or(numbers_.z), 2, language_)},
              {"tension", number(numbers_.tension_points, 1, language_)},
              {"sum", number(sum, 2, language_)}}),
        judged(at_least(sum, numbers_.evidence_threshold, 2), language_));
    silence();
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
          judged(at_least(*numbers_.tension, tension_told, 0), language_));
    add(language_.translate("No score is compared"),
        language_.translate(
            "the client said so; this stands beside the ratings, whatever they are"),
        {});
    add(language_.translate("Silence after an earlier check-in"),
        language_.translate("does not hold it back, and it starts none"), {});
    return std::move(steps_);
  }

  std::vector<Step> of_a_low_start() {
    const long place = numbers_.earlier + 1L;
    add(language_.translate("Which rating it is"), number(place, language_),
        judged({language_.translate("among the first three"), numbers_.earlier < 3}, language_));
    add(language_.translate("Rating"), exactly(numbers_.rating),
        judged({fill(language_.translate("{limit} or lower"),
                     {{"limit", number(rules::low_start, 0, language_)}}),
                detection::at_most(numbers_.rating, rules::low_start)},
               language_));
    add(language_.translate("Shown once a client"),
        language_.translate("a prompt for a conversation, not an alert"), {});
    return std::move(steps_);
  }

  std::vector<Step> of_an_absence() {
    add(language_.translate("What happened"), what_happened(), {});
    if (numbers_.absence && numbers_.declined_form)
      add(language_.translate("Forms completed before"),
          number(long{numbers_.absence->forms_before}, language_),
          judged(at_least(numbers_.absence->forms_before, enough_forms, 0), language_));
    if (numbers_.declined_form)
      add(language_.translate("After a dip"),
          language_.translate("the latest rating was one, or the way back is not over"), {});
    if (numbers_.absence && !numbers_.declined_form) {
      if (numbers_.before_third_session)
        add(language_.translate("Sessions held before"),
            number(long{numbers_.absence->held_before}, language_),
            judged({fill(language_.translate("fewer than {limit}"),
                         {{"limit", number(long{early_sessions}, language_)}}),
                    numbers_.absence->held_before < early_sessions},
                   language_));
      if (numbers_.absence->days)
        add(language_.translate("Days since the check-in that was open"),
            number(long{*numbers_.absence->days}, language_),
            judged({fill(language_.translate("{limit} or fewer"),
                         {{"limit", number(long{alert_days}, language_)}}),
                    *numbers_.absence->days <= alert_days},
                   language_));
    }
    add(language_.translate("No score is compared"),
        language_.translate("an absence is a line of its own and changes no baseline"), {});
    return std::move(steps_);
  }

 private:
  void add(std::string what, std::string how, std::string meets) {
    steps_.push_back({std::move(what), std::move(how), std::move(meets)});
  }

  Condition at_least(double value, double limit, int digits) const {
    return {fill(language_.translate("at least {limit}"),
                 {{"limit", number(limit, digits, language_)}}),
            detection::at_least(value, limit)};
  }

  std::string steps_below(double z) const {
    return fill(language_.translate("{z} steps below usual"), {{"z", number(z, 2, language_)}});
  }

  // Two places: enough that a reader who works it out again comes to the same.
  std::string exactly(double value) const { return number(value, 2, language_); }
  // The difference of what is shown.
  std::string difference(double from, double taken) const {
    return exactly(std::round(from * 100) / 100 - std::round(taken * 100) / 100);
  }

  void compared() {
    add(language_.translate("Today's rating"), exactly(numbers_.rating), {});
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
        fill(from, {{"usual", exactly(numbers_.usual)},
                    {"n", number(long{numbers_.earlier}, language_)}}),
        {});
  }

  void ratings_before(int asked_for) {
    add(language_.translate("Ratings before it"), number(long{numbers_.earlier}, language_),
        judged(at_least(numbers_.earlier, asked_for, 0), language_));
  }

  void distance() {
    distance(judged(at_least(numbers_.usual - numbers_.rating, numbers_.thresholds.least_drop, 0),
                    language_));
  }
  void distance(std::string meets) {
    add(language_.translate("Points below that"),
        fill(language_.translate("{usual} − {rating} = {drop}"),
             {{"usual", exactly(numbers_.usual)},
              {"rating", exactly(numbers_.rating)},
              {"drop", difference(numbers_.usual, numbers_.rating)}}),
        std::move(meets));
  }

  void below_best() {
    add(language_.translate("Points below the highest rating so far"),
        fill(language_.translate("{highest} − {rating} = {below}"),
             {{"highest", exactly(numbers_.highest_earlier)},
              {"rating", exactly(numbers_.rating)},
              {"below", difference(numbers_.highest_earlier, numbers_.rating)}}),
        judged(
            at_least(numbers_.highest_earlier - numbers_.rating, numbers_.thresholds.least_drop, 0),
            language_));
  }

  void scaled() {
    add(language_.translate("This client's own ups and downs"),
        fill(language_.translate("one step is {sd} points, so the usual range is {range}"),
             {{"sd", exactly(numbers_.sd)},
              {"range", text::range(std::max(0.0, numbers_.usual - usual_width * numbers_.sd),
                                    std::min(100.0, numbers_.usual + usual_width * numbers_.sd),
                                    language_)}}),
        {});
    add(language_.translate("How many such steps below usual"),
        fill(language_.translate("{drop} ÷ {sd} = {z}"),
             {{"drop", difference(numbers_.usual, numbers_.rating)},
              {"sd", exactly(numbers_.sd)},
              {"z", exactly(numbers_.z)}}),
        {});
  }

  void points_from_ratings() {
    const std::string points = number(numbers_.score_points.value_or(numbers_.z), 2, language_);
    if (!numbers_.area_z) {
      add(language_.translate("Points from the ratings"), points, {});
      return;
    }
    add(language_.translate("Points from the ratings"),
        fill(language_.translate("{area} is {z} steps below its own usual level; {z} − {less} = "
                                 "{points}"),
             {{"area", area_name(numbers_.area, language_)},
              {"z", number(*numbers_.area_z, 2, language_)},
              {"less", number(rules::area_handicap, 2, language_)},
              {"points", points}}),
        fill(language_.translate("more than {z}"), {{"z", number(numbers_.z, 2, language_)}}));
  }

  void points_from_tension() {
    const std::string points = number(numbers_.tension_points, 1, language_);
    add(language_.translate("Points from the tension question"),
        numbers_.tension
            ? fill(language_.translate("the answer {answer} of 4 gives {points}"),
                   {{"answer", number(long{*numbers_.tension}, language_)}, {"points", points}})
            : points,
        language_.translate("1 from 1, another from 2, half from 3"));
  }

  // After A, B or E: which ratings could not start another check-in, and what ended that.
  void silence() {
    const long most = numbers_.thresholds.silence;
    if (most == 0) return;
    std::string after;
    for (const auto& rating : numbers_.silent) {
      if (!after.empty()) after += language_.in_context("between the parts of a list", ", ");
      after += fill(
          rating.ends ? language_.translate("{rating} ({z} steps, ends it)")
                      : language_.translate("{rating} ({z} steps)"),
          {{"rating", number(rating.rating, 0, language_)}, {"z", number(rating.z, 2, language_)}});
    }
    add(fill(language_.plural("The rating after it starts no other check-in",
                              "The {n} ratings after it start no other check-in", most),
             {{"n", number(most, language_)}}),
        after.empty() ? language_.translate("no rating yet") : after,
        fill(language_.translate("ends early below {limit} steps"),
             {{"limit", number(rules::quiet_z, 1, language_)}}));
    if (numbers_.evidence && numbers_.thresholds.speaks_again > 0)
      add(language_.translate("Except with clearly more evidence"),
          fill(language_.translate("from {limit} + {more} points on"),
               {{"limit", number(numbers_.evidence_threshold, 2, language_)},
                {"more", number(numbers_.thresholds.speaks_again, 2, language_)}}),
          {});
  }

  std::string what_happened() const {
    if (numbers_.declined_form) return language_.translate("the form was offered and not filled");
    return numbers_.absence && numbers_.absence->cancelled_late
               ? language_.translate("cancelled less than 24 hours before")
               : language_.translate("did not come, without a word before");
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
