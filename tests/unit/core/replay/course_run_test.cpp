// SPDX-License-Identifier: MIT
#include "replay/course_run.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace holdfast;
using namespace holdfast::replay;
using repair::State;

namespace {

constexpr std::string_view client_form = "client", therapist_form = "therapist", on_paper = "paper";

When at(int session, int day) { return {Day{std::chrono::days{20000 + day}}, session}; }

// A course told session by session, a week apart.
struct Course {
  CourseRun run;
  int session = 0;
  When now() const { return at(session, 7 * session); }

  Rated form(double y, std::string_view series = client_form) {
    ++session;
    Rated rating;
    rating.when = now();
    rating.series = series;
    rating.score = {y};
    return rating;
  }
  Outcome rate(double y, std::string_view series = client_form) {
    return run.rated(form(y, series));
  }
  void settle(double y, int ratings = 10, std::string_view series = client_form) {
    for (int i = 0; i < ratings; ++i) rate(y + (i % 2 ? 2 : -2), series);
  }
  Outcome miss(Attendance attendance, std::int64_t held_before = 9) {
    ++session;
    return run.attended({now(), attendance, held_before});
  }
};

std::string letters(const Outcome& outcome) {
  std::string text;
  for (const auto& finding : outcome.findings) text += to_word(finding.rule);
  return text;
}

}  // namespace

TEST_CASE("a dip opens an episode and two good ratings repair it") {
  Course course;
  course.settle(85);
  const Outcome dip = course.rate(55);
  CHECK(letters(dip) == "A");
  REQUIRE(dip.episode);
  CHECK(dip.episode_opened);
  CHECK(dip.episode->parameters.view() == "built-in-1");
  CHECK(course.rate(84).episode->state == State::improving);
  CHECK(course.rate(84).episode->state == State::repaired);
  CHECK_FALSE(course.rate(84).episode);
}

TEST_CASE("an alert in an open episode joins it, also at the rating that closes it") {
  Course course;
  course.settle(95);
  REQUIRE(course.rate(60).episode_opened);
  for (const double y : {75., 50., 80., 80.}) course.rate(y);
  CHECK(course.rate(20).episode_joined);
  CHECK(course.run.find(client_form)->episode->state == State::unrepaired);
  CHECK(course.run.find(client_form)->episode->repeats == 1);
  CHECK(course.run.episodes() == 1);
}

TEST_CASE("a change of series begins a new baseline, and coming back resumes the old one") {
  Course course;
  course.settle(85);
  const detection::State before = course.run.find(client_form)->state;
  const Outcome first = course.rate(60, on_paper);
  CHECK(first.series_began);
  CHECK(first.step->expected == 80);
  CHECK(letters(first).empty());
  CHECK(course.run.find(client_form)->state == before);
  const Outcome back = course.rate(55);
  CHECK_FALSE(back.series_began);
  CHECK(back.step->earlier == 10);
  CHECK(letters(back) == "A");
}

TEST_CASE("a repair is followed in its own series and waits while another form is used") {
  Course course;
  course.settle(85);
  course.rate(55);
  CHECK_FALSE(course.rate(90, on_paper).episode);
  CHECK(course.run.find(client_form)->episode->ratings == 0);
  CHECK(course.rate(85).episode->ratings == 1);
}

TEST_CASE("a low start is said once a course, not once a series") {
  Course course;
  CHECK(letters(course.rate(40)) == "L");
  CHECK(letters(course.rate(40, on_paper)).empty());
}

TEST_CASE("a therapist's rating has a baseline and raises nothing") {
  Course course;
  for (int i = 0; i < 12; ++i) {
    Rated rating = course.form(i == 11 ? 10 : 80, therapist_form);
    rating.rater = Rater::therapist;
    rating.tension = 4;
    CHECK(letters(course.run.rated(rating)).empty());
  }
  CHECK(course.run.find(therapist_form)->state.total.n == 12);
}

TEST_CASE("the gap is read once both have rated, whoever came first") {
  for (const bool client_first : {true, false}) {
    Course course;
    std::optional<detection::GapReading> last;
    for (int i = 0; i < 6; ++i) {
      ++course.session;
      Rated client, therapist;
      client.when = therapist.when = course.now();
      client.series = client_form, therapist.series = therapist_form;
      client.score = {i == 5 ? 60. : 90.}, therapist.score = {i == 5 ? 85. : 75.};
      therapist.rater = Rater::therapist;
      CHECK_FALSE(course.run.rated(client_first ? client : therapist).gap);
      last = course.run.rated(client_first ? therapist : client).gap;
    }
    REQUIRE(last);
    CHECK(last->usual == Approx(-15));
    CHECK(last->changed);
  }
}

TEST_CASE("a series keeps the parameters it began with") {
  Course course;
  detection::Settings local;
  local.given.total.mu0 = 70;
  local.given.total.version = detection::Version{"local-1"};
  Rated first = course.form(70);
  first.begin_with = &local;
  course.run.rated(first);
  local.given.total.mu0 = 60;
  Rated second = course.form(70);
  second.begin_with = &local;
  course.run.rated(second);
  CHECK(course.run.find(client_form)->settings.given.total.mu0 == 70);
  CHECK(course.run.find(client_form)->settings.given.total.version.view() == "local-1");
}

TEST_CASE("an absence before the third session is a notice") {
  Course course;
  CHECK(letters(course.miss(Attendance::no_show, 2)) == "N");
  CHECK(letters(course.miss(Attendance::cancelled_late, 2)) == "N");
  CHECK(letters(course.miss(Attendance::cancelled_by_client, 2)).empty());
  CHECK(letters(course.miss(Attendance::cancelled_by_practice, 2)).empty());
  CHECK(letters(course.miss(Attendance::held, 2)).empty());
  CHECK(letters(course.miss(Attendance::no_show, 3)).empty());
}

TEST_CASE("an absence within fourteen days of an open alert is a notice") {
  Course course;
  course.settle(85);
  course.rate(55);
  const auto absence = [&](int days) {
    Attended missed{course.now(), Attendance::no_show, 9};
    missed.when.day += std::chrono::days{days};
    return letters(course.run.attended(missed));
  };
  CHECK(absence(14) == "N");
  CHECK(absence(15).empty());
  SECTION("not once the check-in is closed") {
    course.run.check_in_closed({course.now()});
    CHECK(absence(7).empty());
  }
  SECTION("not once it is repaired") {
    course.rate(85);
    course.rate(85);
    CHECK(absence(1).empty());
  }
  SECTION("still, where another check-in is closed") {
    course.run.check_in_closed({course.now(), CheckInClosed::Cause::told});
    course.run.check_in_closed({course.now(), CheckInClosed::Cause::other});
    CHECK(absence(7) == "N");
  }
  SECTION("what the client told stays open when the dip is repaired or its check-in closed") {
    Rated rating = course.form(85);
    rating.tension = 3;
    course.run.rated(rating);
    course.rate(85);
    course.run.check_in_closed({course.now()});
    CHECK(absence(7) == "N");
    const auto saved = course.run.saved();
    CHECK(saved[0] == 3);
    const auto restored = CourseRun::restored(saved);
    REQUIRE(restored);
    CHECK(*restored == course.run);
    course.run.check_in_closed({course.now(), CheckInClosed::Cause::told});
    CHECK(absence(7).empty());
    CHECK(course.run.saved()[0] == 1);
  }
}

TEST_CASE("a declined form is a notice when it follows a dip and three completed ones") {
  Course course;
  CHECK(letters(course.run.declined({course.now()})).empty());
  course.settle(85);
  CHECK(letters(course.run.declined({course.now()})).empty());
  course.rate(55);
  CHECK(letters(course.run.declined({course.now()})) == "N");
  course.rate(85);
  course.rate(85);
  CHECK(letters(course.run.declined({course.now()})).empty());
}

TEST_CASE("accepting a new level makes that series follow faster") {
  Course course;
  course.settle(85, 20);
  course.run.new_level_accepted({client_form});
  CHECK(course.run.find(client_form)->state.total.W == 2);
}

TEST_CASE("a mark known with the rating and a mark made after it leave the same state") {
  Course with, after;
  for (Course* course : {&with, &after}) {
    course->settle(85);
    course->rate(55);
  }
  Rated good = with.form(85);
  good.talked_through = true;
  CHECK(with.run.rated(good).episode->state == State::repaired);
  CHECK(after.rate(85).episode->state == State::improving);
  const Outcome marked = after.run.talked_through({after.now()});
  REQUIRE(marked.episode);
  CHECK(marked.episode->state == State::repaired);
  CHECK(with.run == after.run);
}

TEST_CASE("thresholds that a practice moved are saved with the series that began with them") {
  Course built_in, moved;
  detection::Settings settings;
  settings.thresholds.sudden_z = 2.4;
  settings.thresholds.silence = 9;
  settings.thresholds.speaks_again = 0.75;
  settings.thresholds.sustained = false;
  for (int i = 0; i < 6; ++i) {
    Rated rating = moved.form(85);
    rating.begin_with = &settings;
    moved.run.rated(rating);
    built_in.rate(85);
  }
  moved.rate(20);
  const auto restored = CourseRun::restored(moved.run.saved());
  REQUIRE(restored);
  CHECK(*restored == moved.run);
  CHECK(restored->find(client_form)->settings == settings);
  CHECK(restored->find(client_form)->state.silence == 9);
  CHECK(built_in.run.saved()[0] == 1);  // as states were always saved
  CHECK(moved.run.saved()[0] == 2);
}

TEST_CASE("a saved state that is cut, changed in format or too long is refused") {
  Course course;
  course.settle(85);
  course.rate(55);
  const std::string bytes = course.run.saved();
  REQUIRE(CourseRun::restored(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(CourseRun::restored(std::string_view(bytes).substr(0, size)));
  CHECK_FALSE(CourseRun::restored(bytes + '\0'));
  std::string other = bytes;
  other[0] = 5;
  const auto refused = CourseRun::restored(other);
  REQUIRE_FALSE(refused);
  CHECK(refused.problems()[0].rule == "format");
}

TEST_CASE("each part of a series key makes a series of its own") {
  const SeriesKey key{CourseId{"c"},     "wai-sr",           "1", "en",
                      Rater::client,     Relation::self,     "",  Mode::screen,
                      ClinicianId{"t1"}, Setting::individual};
  std::vector<SeriesKey> others(9, key);
  others[0].instrument = "srs";
  others[1].version = "2";
  others[2].language = "de";
  others[3].rater = Rater::therapist;
  others[4].relation = Relation::carer;
  others[5].rater_id = "p1";
  others[6].mode = Mode::paper;
  others[7].clinician = ClinicianId{"t2"};
  others[8].setting = Setting::group;
  for (const SeriesKey& other : others) CHECK(series_name(other) != series_name(key));
  CHECK(series_name(key) == series_name(SeriesKey(key)));
}
