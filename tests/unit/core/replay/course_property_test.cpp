// SPDX-License-Identifier: MIT
// A course is a pure function of its ordered facts: how they came in leaves no trace.
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <vector>

#include "replay/course_run.hpp"

using namespace holdfast;
using namespace holdfast::replay;

namespace {

constexpr std::string_view names[] = {"client/screen", "client/paper", "therapist"};

std::vector<Event> some_course(std::mt19937_64& random) {
  const auto upto = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  static const detection::Settings by_evidence = [] {
    detection::Settings settings;
    settings.rules = detection::RuleSet::E;
    return settings;
  }();
  std::vector<Event> events;
  const int sessions = 3 + upto(40);
  int day = 20000;
  for (int session = 1; session <= sessions; ++session) {
    day += upto(20);
    const When when{Day{std::chrono::days{day}}, session};
    const int kind = upto(19);
    if (kind == 0) {
      events.emplace_back(Attended{when, static_cast<Attendance>(1 + upto(4)), session - 1});
      continue;
    }
    if (kind == 1) {
      events.emplace_back(Declined{when});
      continue;
    }
    Rated rating;
    rating.when = when;
    rating.series = names[upto(9) == 0 ? 1 : 0];
    rating.score = {upto(6) == 0 ? upto(60) / 0.7 : 70 + upto(30) / 1.1};
    rating.tension = upto(5) - 1;
    rating.said_directly = upto(40) == 0;
    rating.area_count = 3;
    for (double& area : rating.areas)
      area = upto(9) == 0 ? std::numeric_limits<double>::quiet_NaN() : upto(100);
    if (kind > 10) rating.begin_with = &by_evidence;
    events.emplace_back(rating);
    if (upto(1)) {
      rating.series = names[2];
      rating.rater = Rater::therapist;
      events.emplace_back(rating);
    }
    if (upto(5) == 0) events.emplace_back(TalkedThrough{when});
    if (upto(15) == 0) events.emplace_back(NewLevelAccepted{names[0]});
    if (upto(15) == 0)
      events.emplace_back(CheckInClosed{when, static_cast<CheckInClosed::Cause>(upto(2))});
  }
  return events;
}

CourseRun run_over(const std::vector<Event>& events) {
  CourseRun run;
  for (const Event& event : events) run.apply(event);
  return run;
}

}  // namespace

TEST_CASE("going on from a saved state gives the bytes of a run from the beginning") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    const auto events = some_course(random);
    const std::string whole = run_over(events).saved();
    const auto cut = static_cast<std::ptrdiff_t>(random() % (events.size() + 1));
    CourseRun first;
    std::for_each(events.begin(), events.begin() + cut, [&](const Event& e) { first.apply(e); });
    auto second = CourseRun::restored(first.saved());
    REQUIRE(second);
    CHECK(second->saved() == first.saved());
    std::for_each(events.begin() + cut, events.end(), [&](const Event& e) { second->apply(e); });
    CHECK(second->saved() == whole);
  }
}

TEST_CASE("saving and restoring after every single fact changes nothing") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 100; ++i) {
    const auto events = some_course(random);
    std::string bytes = CourseRun().saved();
    for (const Event& event : events) {
      auto run = CourseRun::restored(bytes);
      REQUIRE(run);
      run->apply(event);
      bytes = run->saved();
    }
    CHECK(bytes == run_over(events).saved());
  }
}

TEST_CASE("facts that come in any order, late ones by a re-run, end in the same bytes") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100; ++i) {
    const auto events = some_course(random);
    std::vector<std::size_t> arrival(events.size());
    for (std::size_t k = 0; k < arrival.size(); ++k) arrival[k] = k;
    for (std::size_t k = 0; k + 1 < arrival.size(); ++k)
      if (random() % 3 == 0) std::swap(arrival[k], arrival[k + random() % (arrival.size() - k)]);
    std::vector<std::size_t> known;
    CourseRun run;
    for (const std::size_t fact : arrival) {
      const auto place = std::lower_bound(known.begin(), known.end(), fact);
      const bool is_last = place == known.end();
      known.insert(place, fact);
      if (is_last) {
        run.apply(events[fact]);
      } else {
        run = CourseRun();
        for (const std::size_t k : known) run.apply(events[k]);
      }
    }
    CHECK(run.saved() == run_over(events).saved());
  }
}

TEST_CASE(
    "a late, corrected or deleted fact needs a re-run only from where it stands, bit for bit") {
  std::mt19937_64 random(6);
  for (int i = 0; i < 150; ++i) {
    const auto events = some_course(random);
    std::vector<std::string> saved{CourseRun().saved()};  // saved[k]: after k facts
    CourseRun run;
    for (const Event& event : events) {
      run.apply(event);
      saved.push_back(run.saved());
    }
    const auto from = [&](std::size_t point, const std::vector<Event>& facts) {
      auto again = CourseRun::restored(saved[point]);
      REQUIRE(again);
      for (std::size_t k = point; k < facts.size(); ++k) again->apply(facts[k]);
      return again->saved();
    };
    const std::size_t changed = random() % events.size();
    const auto place = static_cast<std::ptrdiff_t>(changed);
    auto deleted = events, corrected = events, late = events;
    deleted.erase(deleted.begin() + place);
    if (auto* rating = std::get_if<Rated>(&corrected[changed])) rating->score.value /= 3;
    late.insert(late.begin() + place, events[random() % events.size()]);
    for (const auto* facts : {&deleted, &corrected, &late}) {
      const std::string whole = run_over(*facts).saved();
      for (std::size_t point = 0; point <= changed; ++point) CHECK(from(point, *facts) == whole);
    }
  }
}

TEST_CASE("deleting a rating shows in the state, and entering it again restores every bit") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 200; ++i) {
    const auto events = some_course(random);
    const auto place = static_cast<std::ptrdiff_t>(random() % events.size());
    if (!std::holds_alternative<Rated>(events[static_cast<std::size_t>(place)])) continue;
    auto changed = events;
    changed.erase(changed.begin() + place);
    CHECK(run_over(changed).saved() != run_over(events).saved());
    changed.insert(changed.begin() + place, events[static_cast<std::size_t>(place)]);
    CHECK(run_over(changed).saved() == run_over(events).saved());
  }
}

TEST_CASE("a rating of another series never touches this one's baseline or repair") {
  std::mt19937_64 random(4);
  for (int i = 0; i < 200; ++i) {
    const auto events = some_course(random);
    std::vector<Event> alone;
    for (const Event& event : events) {
      const Rated* rating = std::get_if<Rated>(&event);
      if (!rating || rating->series == names[0]) alone.push_back(event);
    }
    const CourseRun all = run_over(events), one = run_over(alone);
    const SeriesRun *left = all.find(names[0]), *right = one.find(names[0]);
    REQUIRE((left == nullptr) == (right == nullptr));
    if (!left) continue;
    CHECK(left->state.total == right->state.total);
    CHECK(left->state.areas == right->state.areas);
    CHECK(left->state.silence == right->state.silence);
    REQUIRE(left->episode.has_value() == right->episode.has_value());
    if (!left->episode) continue;
    CHECK(left->episode->before == right->episode->before);
    CHECK(left->episode->lowest == right->episode->lowest);
    CHECK(left->episode->state == right->episode->state);
  }
}
