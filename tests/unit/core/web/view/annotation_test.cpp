// SPDX-License-Identifier: MIT
#include "web/view/annotation.hpp"

#include <catch2/catch.hpp>

#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::web;

namespace {

const text::Language& english() {
  static const auto* const texts = new text::Texts(plugin_texts());
  return texts->of("en");
}

std::string note(const detection::Annotation& annotation) { return note_of(annotation, english()); }

}  // namespace

TEST_CASE("each annotation is said with its numbers, and asks for nothing") {
  CHECK(note(detection::ThreeFalls{84.4, 63}) ==
        "The last three ratings each fell, 21 points together (84 to 63).");
  CHECK(note(detection::AllAtTop{})
            .starts_with(
                "Ratings are at the top; small worries may not show. Ways to invite criticism: "));
  CHECK(note(detection::StraightLine{}) ==
        "All lines are in the same place; it may be so, or the form was in the way.");
  CHECK(note(detection::TooFast{std::chrono::milliseconds(3400), 4}) ==
        "The form was answered in 3 seconds, less than two for each line; it may have come at a "
        "bad moment.");
  CHECK(note(detection::TooFast{std::chrono::milliseconds(1000), 4})
            .starts_with("The form was answered in 1 second,"));
  const detection::GapReading gap{12, -6, 8, 2.25, true};
  CHECK(note(detection::GapChanged{gap}) ==
        "How client and therapist rate differs from what is usual for the two: therapist minus "
        "client is 12 points, usually −6 (−20 to 8).");
  CHECK(note(detection::BaselineChanged{
            {detection::SeriesPart::mode, detection::SeriesPart::clinician}, false}) ==
        "A new baseline begins here: paper or screen changed, another clinician. The earlier one "
        "stays, drawn thin, and is not mixed in.");
  CHECK(note(detection::BaselineChanged{{detection::SeriesPart::version}, true}) ==
        "The earlier baseline goes on here: another version of the form.");
}

TEST_CASE("in the table an annotation is a few words") {
  for (const detection::Annotation& annotation :
       {detection::Annotation{detection::ThreeFalls{84, 63}},
        detection::Annotation{detection::AllAtTop{}},
        detection::Annotation{detection::StraightLine{}},
        detection::Annotation{detection::TooFast{std::chrono::milliseconds(900), 4}},
        detection::Annotation{detection::GapChanged{{12, -6, 8, 2.25, true}}}}) {
    const std::string words = remark_of(annotation, english());
    CHECK_FALSE(words.empty());
    CHECK(words.size() < 50);
  }
}

TEST_CASE("whatever part of a series changes is named") {
  SeriesKey before;
  before.instrument = "holdfast-session";
  before.version = "1";
  before.language = "en";
  CHECK(detection::changed_parts(before, before).empty());
  SeriesKey now = before;
  now.instrument = "srs-3";
  now.version = "3";
  CHECK(detection::changed_parts(before, now) ==
        std::vector{detection::SeriesPart::instrument});  // its version says nothing more
  now = before;
  now.version = "2";
  now.language = "de";
  now.relation = Relation::carer;
  now.mode = Mode::paper;
  now.clinician.value = "x";
  now.setting = Setting::group;
  CHECK(detection::changed_parts(before, now).size() == 6);
}
