// SPDX-License-Identifier: MIT
#include "service/annotations.hpp"

#include <catch2/catch.hpp>

#include "replay/course_run.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::detection;

namespace {

// A course whose steps and gaps are worked out as the picture does it.
struct Course {
  std::vector<store::StoredRating> ratings;
  std::map<RatingId, Step> steps;
  std::map<RatingId, GapReading> gaps;
  replay::CourseRun run;
  SeriesKey key;

  Course() {
    key.course.value = "course-1";
    key.instrument = "holdfast-session";
    key.version = "1";
    key.language = "en";
    key.clinician.value = "clinician-1";
  }

  store::StoredRating& rate(int session, double score, Rater rater = Rater::client) {
    store::StoredRating rating;
    rating.id.value = "r" + std::to_string(ratings.size() + 1);
    rating.series = key;
    rating.series.rater = rater;
    if (rater == Rater::therapist) rating.series.instrument = "holdfast-session-therapist";
    rating.subject.value = "client-1";
    rating.session.value = "s" + std::to_string(session);
    rating.day = Day{std::chrono::days{20000 + 7 * session}};
    rating.session_number = session;
    rating.score = Pomp{score};
    rating.answered = 4;
    rating.duration_ms = 40000;
    replay::Rated fact;
    fact.when = {rating.day, session};
    const auto name = replay::series_name(rating.series);
    fact.series = name;
    fact.rater = rater;
    fact.score = *rating.score;
    const auto outcome = run.apply(fact);
    steps.emplace(rating.id, *outcome.step);
    if (outcome.gap) gaps.emplace(rating.id, *outcome.gap);
    return ratings.emplace_back(std::move(rating));
  }
  void settle(int sessions) {
    for (int i = 1; i <= sessions; ++i) rate(i, i % 2 ? 80 : 82);
  }
  void seal(const std::string& id) {
    std::erase_if(ratings, [&](const auto& rating) { return rating.id.value == id; });
  }
  std::vector<Annotated> all() const { return annotations_of({ratings, steps, gaps}); }

  template <class Kind>
  std::vector<std::pair<std::string, Kind>> of() const {
    std::vector<std::pair<std::string, Kind>> found;
    for (const auto& one : all())
      if (const auto* kind = std::get_if<Kind>(&one.what))
        found.emplace_back(one.rating.value, *kind);
    return found;
  }
};

}  // namespace

TEST_CASE("a course of its usual ups and downs is annotated with nothing") {
  Course course;
  course.settle(12);
  CHECK(course.all().empty());
}

TEST_CASE("three falls in a row stand beside the third, with where they began and ended") {
  Course course;
  course.settle(4);
  for (const double score : {77., 71., 66.})
    course.rate(static_cast<int>(course.ratings.size()) + 1, score);
  const auto falls = course.of<ThreeFalls>();
  REQUIRE(falls.size() == 1);
  CHECK(falls[0].first == "r7");
  CHECK(falls[0].second.from == 82);
  CHECK(falls[0].second.to == 66);
}

TEST_CASE("what rests on a sealed rating is not said") {
  Course course;
  course.settle(4);
  for (const double score : {77., 71., 66.})
    course.rate(static_cast<int>(course.ratings.size()) + 1, score);
  course.seal("r6");
  CHECK(course.of<ThreeFalls>().empty());
}

TEST_CASE("four ratings at the top are noted, and a straight line at the top is not said twice") {
  Course course;
  for (int i = 1; i <= 5; ++i) course.rate(i, 100).straight_line = true;
  CHECK(course.of<AllAtTop>().size() == 2);
  CHECK(course.of<StraightLine>().empty());
}

TEST_CASE("a straight line and a hasty form are noted of the client, not of what staff typed in") {
  Course course;
  course.settle(2);
  auto& line = course.rate(3, 60);
  line.straight_line = true;
  line.duration_ms = 3000;
  auto& paper = course.rate(4, 61);
  paper.series.mode = Mode::screen;
  paper.assistance = Assistance::staff_typed;
  paper.duration_ms = 3000;
  auto& therapist = course.rate(4, 61, Rater::therapist);
  therapist.straight_line = true;
  therapist.duration_ms = 900;
  REQUIRE(course.of<StraightLine>().size() == 1);
  CHECK(course.of<StraightLine>()[0].first == "r3");
  REQUIRE(course.of<TooFast>().size() == 1);
  CHECK(course.of<TooFast>()[0].first == "r3");
  CHECK(course.of<TooFast>()[0].second.taken == std::chrono::seconds(3));
}

TEST_CASE("a change of the gap between client and therapist is noted; a steady gap is not") {
  Course course;
  for (int i = 1; i <= 6; ++i) {
    course.rate(i, 85 + i % 2);
    course.rate(i, 62, Rater::therapist);  // far apart, as always
  }
  CHECK(course.of<GapChanged>().empty());
  course.rate(7, 60);
  course.rate(7, 80, Rater::therapist);
  const auto gaps = course.of<GapChanged>();
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].first == "r14");
  CHECK(gaps[0].second.reading.difference == 20);
  CHECK(gaps[0].second.reading.usual == Approx(-23.5));
  course.seal("r13");  // the client's: the gap would give it away
  CHECK(course.of<GapChanged>().empty());
}

TEST_CASE("each change of a series begins a new baseline, and going back resumes the old one") {
  Course course;
  course.settle(4);
  course.key.mode = Mode::paper;
  course.rate(5, 80);
  course.rate(6, 80);
  course.key.mode = Mode::screen;
  course.rate(7, 80);
  course.key.clinician.value = "clinician-2";
  course.key.version = "2";
  course.rate(8, 80);
  const auto changes = course.of<BaselineChanged>();
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].first == "r5");
  CHECK(changes[0].second.parts == std::vector{SeriesPart::mode});
  CHECK_FALSE(changes[0].second.resumed);
  CHECK(changes[1].first == "r7");
  CHECK(changes[1].second.resumed);
  CHECK(changes[2].first == "r8");
  CHECK(changes[2].second.parts == std::vector{SeriesPart::version, SeriesPart::clinician});
}

TEST_CASE("two forms filled side by side break no baseline; one that takes another's place does") {
  Course beside;
  for (int i = 1; i <= 4; ++i) {
    beside.key.instrument = "holdfast-session";
    beside.rate(i, 80);
    beside.key.instrument = "srs-3";
    beside.rate(i, 90);
  }
  beside.key.instrument = "holdfast-session";
  beside.key.mode = Mode::paper;
  beside.rate(5, 80);
  beside.key.instrument = "srs-3";
  beside.key.mode = Mode::screen;
  beside.rate(5, 80);
  const auto changes = beside.of<BaselineChanged>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].first == "r9");
  CHECK(changes[0].second.parts == std::vector{SeriesPart::mode});

  Course instead;
  instead.settle(4);
  instead.key.instrument = "srs-3";
  instead.rate(5, 90);
  REQUIRE(instead.of<BaselineChanged>().size() == 1);
  CHECK(instead.of<BaselineChanged>()[0].second.parts == std::vector{SeriesPart::instrument});
}
