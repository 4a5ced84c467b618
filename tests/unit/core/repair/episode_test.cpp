// SPDX-License-Identifier: MIT
#include "repair/episode.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace holdfast;
using namespace holdfast::repair;
using detection::Rule;

namespace {

When at(int session, int day) { return {Day{std::chrono::days{20000 + day}}, session}; }

detection::Step dip(Rule rule, double expected, double score) {
  detection::Step step{};
  step.expected = expected;
  step.score = score;
  step.raised = static_cast<std::uint8_t>(1u << static_cast<unsigned>(rule));
  return step;
}

// A dip from 80 to 60 at session 1, followed by a rating a week.
struct Repair {
  Episode episode = *opened_by(dip(Rule::sudden_dip, 80, 60), at(1, 0), 1);
  int session = 1;
  State rate(double score, int days = 7) {
    ++session;
    const auto day = (episode.latest.day - Day{std::chrono::days{20000}}).count();
    follow(episode, score, at(session, static_cast<int>(day) + days));
    return episode.state;
  }
};

}  // namespace

TEST_CASE("A opens at the level expected before the rating") {
  const auto episode = opened_by(dip(Rule::sudden_dip, 80, 60), at(3, 0), 2);
  REQUIRE(episode);
  CHECK(episode->before == 80);
  CHECK(episode->lowest == 60);
  CHECK(episode->drop() == 20);
  CHECK(episode->number == 2);
  CHECK(episode->state == State::open);
}

TEST_CASE(
    "B opens at the level before the previous rating, and the lower of the two is the lowest") {
  auto step = dip(Rule::sustained, 76, 66);
  step.expected_before_last = 80;
  step.last_score = 62;
  const auto episode = opened_by(step, at(3, 0), 1);
  REQUIRE(episode);
  CHECK(episode->before == 80);
  CHECK(episode->lowest == 62);
}

TEST_CASE("E opens an episode only for a drop of eight points") {
  CHECK(opened_by(dip(Rule::evidence, 80, 72), at(3, 0), 1));
  CHECK_FALSE(opened_by(dip(Rule::evidence, 80, 72.1), at(3, 0), 1));
  CHECK_FALSE(opened_by(dip(Rule::told_us, 80, 40), at(3, 0), 1));
  CHECK_FALSE(opened_by(dip(Rule::low_start, 80, 40), at(3, 0), 1));
}

TEST_CASE("two good ratings in a row repair, one alone does not") {
  Repair repair;
  CHECK(repair.rate(76) == State::improving);  // exactly 80 % regained
  CHECK(repair.rate(70) == State::improving);
  CHECK(repair.rate(76) == State::improving);
  CHECK(repair.rate(77) == State::repaired);
  CHECK(repair.episode.ratings == 4);
  CHECK(repair.episode.days() == 28);
}

TEST_CASE("four points below the level before are good, whatever share that is") {
  auto small = *opened_by(dip(Rule::sudden_dip, 80, 71), at(1, 0), 1);
  follow(small, 76, at(2, 7));
  CHECK(small.recovered < 0.8);
  CHECK(small.good);
}

TEST_CASE("one good rating repairs once the therapist has marked it as talked through") {
  Repair repair;
  SECTION("before the good rating") {
    repair.rate(62);
    CHECK_FALSE(mark_talked_through(repair.episode, repair.episode.latest));
    CHECK(repair.rate(78) == State::repaired);
  }
  SECTION("on the session of the alert") {
    CHECK_FALSE(mark_talked_through(repair.episode, repair.episode.alert));
    CHECK(repair.rate(78) == State::repaired);
  }
  SECTION("on the session of the good rating") {
    CHECK(repair.rate(78) == State::improving);
    CHECK(mark_talked_through(repair.episode, repair.episode.latest));
    CHECK(repair.episode.state == State::repaired);
  }
  SECTION("after the good rating, on a session without one, it waits for the next good one") {
    CHECK(repair.rate(78) == State::improving);
    CHECK_FALSE(mark_talked_through(repair.episode, at(99, 10)));
    CHECK(repair.episode.state == State::improving);
    CHECK(repair.rate(61) == State::open);
    CHECK(repair.rate(79) == State::repaired);
  }
}

TEST_CASE(
    "a mark on the session of a fifth, good rating repairs what that rating had left unrepaired") {
  Repair repair;
  for (const double y : {70., 60., 70., 60.}) repair.rate(y);
  CHECK(repair.rate(79) == State::unrepaired);
  CHECK(mark_talked_through(repair.episode, repair.episode.latest));
  CHECK(repair.episode.state == State::repaired);
}

TEST_CASE("four steady ratings that are not good are a new level") {
  Repair repair;
  CHECK(repair.rate(66) == State::open);
  CHECK(repair.rate(68) == State::open);
  CHECK(repair.rate(67) == State::open);
  CHECK(repair.rate(68) == State::new_level);
  CHECK(repair.episode.closed());
}

TEST_CASE("a rising or a wide run of four is no new level") {
  SECTION("a slope of more than two points a rating") {
    Repair repair;
    for (const double y : {62., 64., 67.}) repair.rate(y);
    CHECK(repair.rate(69) == State::open);
  }
  SECTION("a slope of exactly two is still level") {
    Repair repair;
    for (const double y : {62., 64., 66.}) repair.rate(y);
    CHECK(repair.rate(68) == State::new_level);
  }
  SECTION("a range of more than ten") {
    Repair repair;
    for (const double y : {62., 73., 62.}) repair.rate(y);
    CHECK(repair.rate(62) == State::open);
  }
  SECTION("a good one among the four") {
    Repair repair;
    for (const double y : {70., 76., 70.}) repair.rate(y);
    CHECK(repair.rate(70) == State::improving);
  }
}

TEST_CASE("five ratings without repair close as unrepaired, but a repair at the fifth counts") {
  Repair repair;
  for (const double y : {70., 60., 70., 77.}) CHECK_FALSE(is_closed(repair.rate(y)));
  SECTION("good again") { CHECK(repair.rate(78) == State::repaired); }
  SECTION("not good") { CHECK(repair.rate(70) == State::unrepaired); }
}

TEST_CASE("a rating 45 days after the alert closes, one a day earlier does not") {
  Repair early, late;
  CHECK(early.rate(66, 44) == State::open);
  CHECK(late.rate(66, 45) == State::unrepaired);
}

TEST_CASE("without a rating the day of the question decides, and the episode itself stays") {
  const Repair repair;
  CHECK(state_on(repair.episode, at(0, 44).day) == State::open);
  CHECK(state_on(repair.episode, at(0, 45).day) == State::unrepaired);
  CHECK(repair.episode.state == State::open);
  CHECK(state_at_end(repair.episode.state) == State::ended);
  CHECK(state_at_end(State::repaired) == State::repaired);
}

TEST_CASE("a deeper rating lowers the lowest and leaves the level before frozen") {
  Repair repair;
  CHECK(repair.rate(50) == State::open);
  CHECK(repair.episode.before == 80);
  CHECK(repair.episode.drop() == 30);
  CHECK(repair.episode.recovered == 0);
  CHECK(repair.rate(65) == State::improving);  // exactly half
}

TEST_CASE(
    "no course of ratings keeps an episode open past five ratings or moves its level before") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> score(0, 100);
  for (int run = 0; run < 3000; ++run) {
    Repair repair;
    double lowest = 60;
    while (!repair.episode.closed()) {
      const double y = score(random);
      repair.rate(y);
      lowest = std::min(lowest, y);
      CHECK(repair.episode.before == 80);
      CHECK(repair.episode.lowest == lowest);
      REQUIRE(repair.episode.ratings <= 5);
    }
  }
}
