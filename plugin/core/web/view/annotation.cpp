// SPDX-License-Identifier: MIT
#include "web/view/annotation.hpp"

#include <cmath>

#include "text/spelling.hpp"

namespace holdfast::web {
namespace {

using detection::SeriesPart;
using text::fill;
using text::number;

constexpr double usual_width = 1.75;  // sd each side, as for the usual range of a client

long seconds_of(const detection::TooFast& form) {
  return std::lround(std::chrono::duration<double>(form.taken).count());
}

std::string name_of(SeriesPart part, const text::Language& language) {
  switch (part) {
    case SeriesPart::instrument:
      return language.translate("another form");
    case SeriesPart::version:
      return language.translate("another version of the form");
    case SeriesPart::language:
      return language.translate("another language");
    case SeriesPart::rater:
      return language.translate("somebody else rates");
    case SeriesPart::mode:
      return language.translate("paper or screen changed");
    case SeriesPart::clinician:
      return language.translate("another clinician");
    case SeriesPart::setting:
      return language.translate("individual or group changed");
  }
  return {};
}

std::string names_of(const std::vector<SeriesPart>& parts, const text::Language& language) {
  std::string names;
  for (const SeriesPart part : parts) {
    if (!names.empty()) names += language.in_context("between the parts of a list", ", ");
    names += name_of(part, language);
  }
  return names;
}

struct Note {
  const text::Language& language;

  std::string operator()(const detection::ThreeFalls& falls) const {
    // Said with rounded numbers, so the difference is the difference of what is shown.
    const long points = std::lround(falls.from) - std::lround(falls.to);
    return fill(
        language.plural("The last three ratings each fell, {n} point together ({from} to {to}).",
                        "The last three ratings each fell, {n} points together ({from} to {to}).",
                        points),
        {{"n", number(points, language)},
         {"from", number(falls.from, 0, language)},
         {"to", number(falls.to, 0, language)}});
  }
  std::string operator()(const detection::AllAtTop&) const {
    return language.translate("Ratings are at the top; small worries may not show.") + ' ' +
           language.translate(
               "Ways to invite criticism: “What could be a little better here?” “If you changed "
               "one thing about today, what would it be?”");
  }
  std::string operator()(const detection::StraightLine&) const {
    return language.translate(
        "All lines are in the same place; it may be so, or the form was in the way.");
  }
  std::string operator()(const detection::TooFast& form) const {
    const long seconds = seconds_of(form);
    return fill(language.plural("The form was answered in {n} second, less than two for each line; "
                                "it may have come at a bad moment.",
                                "The form was answered in {n} seconds, less than two for each "
                                "line; it may have come at a bad moment.",
                                seconds),
                {{"n", number(seconds, language)}});
  }
  std::string operator()(const detection::GapChanged& gap) const {
    const auto& reading = gap.reading;
    return fill(
        language.translate(
            "How client and therapist rate differs from what is usual for the two: therapist minus "
            "client is {now} points, usually {usual} ({low} to {high})."),
        {{"now", number(reading.difference, 0, language)},
         {"usual", number(reading.usual, 0, language)},
         {"low", number(reading.usual - usual_width * reading.sd, 0, language)},
         {"high", number(reading.usual + usual_width * reading.sd, 0, language)}});
  }
  std::string operator()(const detection::BaselineChanged& change) const {
    return fill(change.resumed
                    ? language.translate("The earlier baseline goes on here: {parts}.")
                    : language.translate("A new baseline begins here: {parts}. The earlier one "
                                         "stays, drawn thin, and is not mixed in."),
                {{"parts", names_of(change.parts, language)}});
  }
};

struct Remark {
  const text::Language& language;

  std::string operator()(const detection::ThreeFalls&) const {
    return language.translate("third fall in a row");
  }
  std::string operator()(const detection::AllAtTop&) const {
    return language.translate("four at the top");
  }
  std::string operator()(const detection::StraightLine&) const {
    return language.translate("all lines in one place");
  }
  std::string operator()(const detection::TooFast& form) const {
    const long seconds = seconds_of(form);
    return fill(language.plural("answered in {n} second", "answered in {n} seconds", seconds),
                {{"n", number(seconds, language)}});
  }
  std::string operator()(const detection::GapChanged& gap) const {
    return fill(language.translate("therapist minus client {now}, usually {usual}"),
                {{"now", number(gap.reading.difference, 0, language)},
                 {"usual", number(gap.reading.usual, 0, language)}});
  }
  std::string operator()(const detection::BaselineChanged& change) const {
    return fill(change.resumed ? language.translate("earlier baseline: {parts}")
                               : language.translate("new baseline: {parts}"),
                {{"parts", names_of(change.parts, language)}});
  }
};

}  // namespace

std::string note_of(const detection::Annotation& annotation, const text::Language& language) {
  return std::visit(Note{language}, annotation);
}

std::string remark_of(const detection::Annotation& annotation, const text::Language& language) {
  return std::visit(Remark{language}, annotation);
}

}  // namespace holdfast::web
