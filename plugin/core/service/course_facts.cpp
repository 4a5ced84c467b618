// SPDX-License-Identifier: MIT
#include "service/course_facts.hpp"

#include <algorithm>
#include <cmath>

namespace holdfast::service {
namespace {

enum Rank { attendance, client_rating, other_rating, mark, acceptance };

replay::When when_of(const Position& place) { return {place.day, place.number}; }

Position place_of(const store::StoredRating& rating) {
  Position place;
  place.day = rating.day;
  place.start = rating.session_start.value_or(Instant{rating.day} + std::chrono::hours{23});
  place.number = rating.session_number;
  place.session = rating.session.value;
  place.rank = rating.series.rater == Rater::client ? client_rating : other_rating;
  place.id = rating.id.value;
  return place;
}

replay::Rated rated(const store::StoredRating& rating, const Position& place) {
  replay::Rated fact;
  fact.when = when_of(place);
  fact.rater = rating.series.rater;
  fact.score = *rating.score;
  fact.tension = rating.tension.value_or(-1);
  fact.said_directly = rating.told.value_or(false);
  fact.areas.fill(std::nan(""));
  fact.area_count = std::min(rating.subscales.size(), fact.areas.size());
  for (std::size_t i = 0; i < fact.area_count; ++i) fact.areas[i] = rating.subscales[i].score.value;
  return fact;
}

// Sessions that were missed: what rule N looks at. One cancelled in time says nothing, and may lie
// in the future.
void add_attendance(store::Reader& reader, const CourseOf& of, std::vector<Fact>& facts) {
  for (const auto& missed : reader.mirror.missed_of_course(of.course)) {
    Fact fact;
    fact.place = {missed.day, missed.start, missed.held_before, missed.id.value, attendance, {}};
    fact.session = missed.id;
    fact.event = replay::Attended{when_of(fact.place), missed.attendance, missed.held_before};
    facts.push_back(std::move(fact));
  }
}

void add_marks(store::Reader& reader, const CourseOf& of, std::vector<Fact>& facts) {
  for (const auto& event : reader.repairs.marks_of_course(of.course)) {
    if (event.subject != of.subject) continue;
    const bool is_talk = event.kind == "talked_through";
    if (!is_talk && event.kind != "new_level_accepted") continue;
    Fact fact;
    const auto session =
        event.session.empty() ? std::nullopt : reader.mirror.session(event.session);
    fact.place.day = of.house.day_of(event.at);
    fact.place.start = event.at;
    if (session && session->session.course == of.course) {
      fact.place.day = session->session.day;
      fact.place.start = session->session.start;
      fact.place.number = session->number;
      fact.place.session = event.session.value;
    }
    fact.place.rank = is_talk ? mark : acceptance;
    fact.place.id = event.id;
    fact.session = event.session;
    if (is_talk) {
      fact.event = replay::TalkedThrough{when_of(fact.place)};
    } else {
      fact.series = event.detail;
      fact.event = replay::NewLevelAccepted{};
    }
    facts.push_back(std::move(fact));
  }
}

replay::CheckInClosed::Cause cause_of(const store::Closing& closing) {
  using enum replay::CheckInClosed::Cause;
  return closing.cause == "dip" ? dip : closing.cause == "told" ? told : other;
}

// A person closed a check-in: from then on no alert of its cause is open that a missed session
// could follow.
void add_closings(store::Reader& reader, const CourseOf& of, std::vector<Fact>& facts) {
  for (const auto& closing : reader.alerts.closings_of_course(of.course)) {
    if (closing.subject != of.subject) continue;
    Fact fact;
    fact.place.day = of.house.day_of(closing.at);
    fact.place.start = closing.at;
    fact.place.rank = mark;
    fact.place.id = closing.event;
    fact.event = replay::CheckInClosed{when_of(fact.place), cause_of(closing)};
    facts.push_back(std::move(fact));
  }
}

}  // namespace

std::optional<Fact> fact_of(const store::StoredRating& rating) {
  if (rating.measures != Measures::alliance) return std::nullopt;
  Fact fact;
  fact.place = place_of(rating);
  fact.rating = rating.id;
  fact.session = rating.session;
  if (rating.declined) {
    if (rating.series.rater != Rater::client) return std::nullopt;
    fact.event = replay::Declined{when_of(fact.place)};
    return fact;
  }
  if (!rating.score) return std::nullopt;
  fact.series = replay::series_name(rating.series);
  fact.event = rated(rating, fact.place);
  return fact;
}

std::vector<Fact> facts_of(store::Reader& reader, const CourseOf& of) {
  return facts_of(reader, of, reader.ratings.of_course(of.course));
}

namespace {

void add_ratings(const std::vector<store::StoredRating>& ratings, const CourseOf& of,
                 std::vector<Fact>& facts) {
  for (const auto& rating : ratings)
    if (rating.subject == of.subject)
      if (auto fact = fact_of(rating)) facts.push_back(std::move(*fact));
}

std::vector<Fact> in_order(std::vector<Fact> facts) {
  const auto comes_before = [](const Fact& one, const Fact& other) {
    return one.place < other.place;
  };
  if (!std::is_sorted(facts.begin(), facts.end(), comes_before))  // as they mostly are
    std::sort(facts.begin(), facts.end(), comes_before);
  // The series' text moved with its fact: only now is its address final.
  for (auto& fact : facts) {
    if (auto* rated = std::get_if<replay::Rated>(&fact.event)) rated->series = fact.series;
    if (auto* accepted = std::get_if<replay::NewLevelAccepted>(&fact.event))
      accepted->series = fact.series;
  }
  return facts;
}

}  // namespace

std::vector<Fact> facts_of(store::Reader& reader, const CourseOf& of,
                           const std::vector<store::StoredRating>& ratings) {
  std::vector<Fact> facts;
  add_ratings(ratings, of, facts);
  add_attendance(reader, of, facts);
  add_marks(reader, of, facts);
  add_closings(reader, of, facts);
  return in_order(std::move(facts));
}

std::vector<Fact> facts_of_baselines(store::Reader& reader, const CourseOf& of,
                                     const std::vector<store::StoredRating>& ratings) {
  std::vector<Fact> facts;
  add_ratings(ratings, of, facts);
  add_marks(reader, of, facts);
  return in_order(std::move(facts));
}

}  // namespace holdfast::service
