// SPDX-License-Identifier: MIT
// A course's facts in the one order in which they count: by session date, then session, whatever
// the order in which they came in.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "replay/course_run.hpp"
#include "service/house.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

using store::ClientKey;

// Whose facts: in couples and groups each participant has a run of their own.
struct CourseOf {
  CourseId course;
  ClientKey subject;
  const House& house;  // its zone says on which day something was done
};

// Where a fact stands. Compared member by member; `rank` orders facts of one session: attendance,
// client's rating, therapist's rating, marks, acceptance.
struct Position {
  Day day;
  Instant start;
  int number = 0;
  std::string session;
  int rank = 0;
  std::string id;                                     // of the rating or event, the last tie-break
  auto operator<=>(const Position&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

struct Fact {
  Position place;
  replay::Event event;  // Rated::series borrows `series`
  RatingId rating;      // empty: not by a rating
  SessionId session;
  std::string series;
};

// The fact that a rating is, or nothing for one that tells the rules nothing: an outcome measure,
// an item form without total.
std::optional<Fact> fact_of(const store::StoredRating& rating);

// All facts of a course about one subject, in order.
std::vector<Fact> facts_of(store::Reader& reader, const CourseOf& of);
// The same, from the course's ratings as they were just read.
std::vector<Fact> facts_of(store::Reader& reader, const CourseOf& of,
                           const std::vector<store::StoredRating>& ratings);

// The facts that baselines are learnt from: missed sessions and closed check-ins move no baseline.
std::vector<Fact> facts_of_baselines(store::Reader& reader, const CourseOf& of,
                                     const std::vector<store::StoredRating>& ratings);

}  // namespace holdfast::service
