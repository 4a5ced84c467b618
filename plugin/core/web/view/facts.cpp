// SPDX-License-Identifier: MIT
// The three facts over the graph: latest, change from usual, what to ask.
#include <algorithm>
#include <cmath>

#include "text/spelling.hpp"
#include "web/view/picture.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

Fact latest(const FactNumbers& numbers, const text::Language& language) {
  if (!numbers.latest)
    return {language.translate("Latest"), language.translate("No rating yet"), {}};
  return {language.translate("Latest"), number(*numbers.latest, 0, language),
          fill(language.translate("of 100, on {day}"),
               {{"day", text::short_day(numbers.day, language)}})};
}

std::string change_words(const FactNumbers& numbers, const text::Language& language) {
  const long points =
      std::lround(std::abs(std::round(*numbers.latest) - std::round(numbers.usual)));
  if (points == 0) return language.translate("As usual");
  const std::string sentence =
      *numbers.latest < numbers.usual
          ? language.plural("{n} point below usual", "{n} points below usual", points)
          : language.plural("{n} point above usual", "{n} points above usual", points);
  return fill(sentence, {{"n", number(points, language)}});
}

Fact change(const FactNumbers& numbers, const text::Language& language) {
  const std::string label = language.translate("Change from usual");
  if (!numbers.latest || numbers.earlier == 0)
    return {label, language.translate("Not known yet"),
            language.translate("What is usual shows from the second rating on.")};
  const std::string range =
      text::range(std::max(0.0, numbers.low), std::min(100.0, numbers.high), language);
  const std::string detail =
      numbers.earlier < ratings_for_usual
          ? fill(
                language.plural(
                    "expected so far {usual}, range {range}: a starting assumption and {n} rating",
                    "expected so far {usual}, range {range}: a starting assumption and {n} ratings",
                    numbers.earlier),
                {{"usual", number(numbers.usual, 0, language)},
                 {"range", range},
                 {"n", number(long{numbers.earlier}, language)}})
          : fill(language.plural("usual {usual}, range {range}, {n} rating",
                                 "usual {usual}, range {range}, {n} ratings", numbers.earlier),
                 {{"usual", number(numbers.usual, 0, language)},
                  {"range", range},
                  {"n", number(long{numbers.earlier}, language)}});
  return {label, change_words(numbers, language), detail};
}

Fact what_to_ask(const FactNumbers& numbers, const text::Language& language) {
  const std::string label = language.translate("What to ask");
  if (!numbers.latest)
    return {label, language.translate("“May I hand you a short form at the end?”"), {}};
  const std::string open =
      numbers.has_open_check_in ? language.translate("A check-in is open.") : std::string();
  if (numbers.is_dip_open)
    return {label,
            language.translate("“Your rating was a bit lower than usual. What was different?”"),
            open};
  if (numbers.tension_noted)
    return {label,
            language.translate("“You noted some tension. I'm glad you told me. What was it?”"),
            open};
  if (numbers.all_at_top)
    return {label, language.translate("“What could be a little better here?”"),
            language.translate("Ratings are at the top; small worries may not show.")};
  if (*numbers.latest < numbers.low)
    return {label, language.translate("“How was last time for you?”"), open};
  return {label, language.translate("“What should we keep, and what should we change?”"), open};
}

}  // namespace

std::vector<Fact> facts_of(const FactNumbers& numbers, const text::Language& language) {
  return {latest(numbers, language), change(numbers, language), what_to_ask(numbers, language)};
}

}  // namespace holdfast::web
