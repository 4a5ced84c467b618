// SPDX-License-Identifier: MIT
#include "web/view/sentence.hpp"

#include <algorithm>
#include <cmath>

#include "detection/finding.hpp"
#include "text/spelling.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;
using text::range;

std::string ratings(int count, const text::Language& language) {
  return fill(language.plural("{n} rating", "{n} ratings", count),
              {{"n", number(long{count}, language)}});
}

std::string usual_range(const FindingNumbers& numbers, const text::Language& language) {
  return range(std::max(0.0, numbers.usual - usual_width * numbers.sd),
               std::min(100.0, numbers.usual + usual_width * numbers.sd), language);
}

std::string sudden_dip(const FindingNumbers& numbers, const text::Language& language) {
  const bool is_early = numbers.earlier < ratings_for_usual;
  // Said with rounded numbers, so the difference is the difference of what is shown.
  const double drop = std::round(numbers.usual) - std::round(numbers.rating);
  const std::string below =
      is_early ? language.plural(
                     "Today's rating ({rating}) is {drop} point below the level expected so far "
                     "({usual}: a starting assumption and {ratings}; expected range {range}).",
                     "Today's rating ({rating}) is {drop} points below the level expected so far "
                     "({usual}: a starting assumption and {ratings}; expected range {range}).",
                     std::lround(drop))
               : language.plural(
                     "Today's rating ({rating}) is {drop} point below this client's usual level "
                     "({usual}, usual range {range}, {ratings}).",
                     "Today's rating ({rating}) is {drop} points below this client's usual level "
                     "({usual}, usual range {range}, {ratings}).",
                     std::lround(drop));
  return fill(below, {{"rating", number(numbers.rating, 0, language)},
                      {"drop", number(drop, 0, language)},
                      {"usual", number(numbers.usual, 0, language)},
                      {"range", usual_range(numbers, language)},
                      {"ratings", ratings(numbers.earlier, language)}}) +
         ' ' +
         fill(language.translate(
                  "A drop this large comes by chance, in simulated courses, {often}."),
              {{"often", chance(numbers.z, language)}});
}

std::string evidence(const FindingNumbers& numbers, const text::Language& language) {
  const double points = numbers.score_points.value_or(numbers.z);
  const auto filled = [&](const std::string& sentence) {
    const int digits = std::floor(numbers.tension_points) == numbers.tension_points ? 0 : 1;
    return fill(sentence, {{"tension", number(numbers.tension_points, digits, language)},
                           {"z", number(std::abs(numbers.area_z.value_or(numbers.z)), 1, language)},
                           {"area", area_name(numbers.area, language)},
                           {"points", number(points, 1, language)}});
  };
  const long count = std::lround(std::ceil(numbers.tension_points));
  if (numbers.area_z && numbers.tension_points <= 0)
    return filled(language.translate(
        "In one area ({area}) today's rating is {z} below usual ({points} points)."));
  if (numbers.area_z)
    return filled(language.plural(
        "The client noted some tension ({tension} point) and in one area ({area}) today's rating "
        "is {z} below usual ({points} points).",
        "The client noted some tension ({tension} points) and in one area ({area}) today's rating "
        "is {z} below usual ({points} points).",
        count));
  if (numbers.tension_points <= 0)
    return filled(language.translate("Today's rating is {z} below usual ({points} points)."));
  if (numbers.z < 0)
    return filled(language.plural(
        "The client noted some tension ({tension} point); today's rating is {z} above usual "
        "({points} points).",
        "The client noted some tension ({tension} points); today's rating is {z} above usual "
        "({points} points).",
        count));
  return filled(language.plural(
      "The client noted some tension ({tension} point) and today's rating is {z} below usual "
      "({points} points).",
      "The client noted some tension ({tension} points) and today's rating is {z} below usual "
      "({points} points).",
      count));
}

std::string absence(const FindingNumbers& numbers, const text::Language& language) {
  if (numbers.declined_form)
    return language.translate(
        "The client declined the form after a dip; worth asking how the forms are for them.");
  if (numbers.before_third_session)
    return language.translate(
        "The client missed one of the first sessions without notice; worth reaching out.");
  return language.translate(
      "The client missed a session soon after a check-in was suggested; worth reaching out.");
}

}  // namespace

std::string area_name(const std::string& area, const text::Language& language) {
  if (area == "goals") return language.translate("goals");
  if (area == "tasks") return language.translate("tasks");
  if (area == "bond") return language.translate("bond");
  if (area == "belonging") return language.translate("belonging");
  return area;  // a site's own instrument: as its definition names it
}

std::string chance(double z, const text::Language& language) {
  const auto often = detection::chance_of(z);
  if (!often) return language.translate("more often than once in 25 ratings");
  if (often->to == 0) return language.translate("less often than once in 100 ratings");
  return fill(
      language.translate("about once in {low} to {high} ratings"),
      {{"low", number(long{often->from}, language)}, {"high", number(long{often->to}, language)}});
}

namespace {

// Which part of the form stands out; where the sentence named it already, nothing.
std::string mainly(const FindingNumbers& numbers, const text::Language& language) {
  if (numbers.area.empty() || numbers.area_z) return {};
  return ' ' + fill(language.translate("It shows most in: {area}."),
                    {{"area", area_name(numbers.area, language)}});
}

std::string sustained(const FindingNumbers& numbers, const text::Language& language) {
  return numbers.earlier < ratings_for_usual
             ? fill(language.translate(
                        "The last two ratings are both clearly below the level expected so "
                        "far (a starting assumption and {ratings})."),
                    {{"ratings", ratings(numbers.earlier, language)}})
             : language.translate(
                   "The last two ratings are both clearly below this client's usual level.");
}

std::string taken_out(const FindingNumbers& numbers, const text::Language& language) {
  return fill(language.translate("{rule}. The rating it was found in was taken out."),
              {{"rule", name_of(numbers.rule, language)}});
}

}  // namespace

std::string sentence(const FindingNumbers& numbers, const text::Language& language) {
  if (numbers.is_taken_out) return taken_out(numbers, language);
  switch (numbers.rule) {
    case Rule::sudden_dip:
      return sudden_dip(numbers, language) + mainly(numbers, language);
    case Rule::sustained:
      return sustained(numbers, language) + mainly(numbers, language);
    case Rule::told_us:
      return language.translate("The client noted some tension today.");
    case Rule::low_start:
      return language.translate(
          "First ratings are low; worth asking what would make this more useful.");
    case Rule::absence:
      return absence(numbers, language);
    case Rule::evidence:
      return evidence(numbers, language) + mainly(numbers, language);
  }
  return {};
}

std::string one_line(const FindingNumbers& numbers, const text::Language& language) {
  if (numbers.is_taken_out) return taken_out(numbers, language);
  switch (numbers.rule) {
    case Rule::sudden_dip: {
      const std::string words = numbers.earlier < ratings_for_usual
                                    ? language.translate("Rating {rating}, expected so far {range}")
                                    : language.translate("Rating {rating}, usual range {range}");
      return fill(words, {{"rating", number(numbers.rating, 0, language)},
                          {"range", usual_range(numbers, language)}});
    }
    case Rule::sustained:
      return language.translate("Two ratings running below usual");
    case Rule::told_us:
      return language.translate("The client noted some tension");
    case Rule::low_start:
      return language.translate("First ratings are low");
    case Rule::absence:
      return numbers.declined_form ? language.translate("Declined the form after a dip")
                                   : language.translate("Missed a session");
    case Rule::evidence:
      return language.translate("Tension and the rating together");
  }
  return {};
}

std::string name_of(Rule rule, const text::Language& language) {
  switch (rule) {
    case Rule::sudden_dip:
      return language.translate("Rule A · sudden dip");
    case Rule::sustained:
      return language.translate("Rule B · lower two times running");
    case Rule::told_us:
      return language.translate("Rule T · the client said so");
    case Rule::low_start:
      return language.translate("Rule L · low start");
    case Rule::absence:
      return language.translate("Rule N · absence");
    case Rule::evidence:
      return language.translate("Rule E · score and tension together");
  }
  return {};
}

}  // namespace holdfast::web
