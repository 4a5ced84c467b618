// SPDX-License-Identifier: MIT
// Nobody edits a rating. It may be voided (wrong person, test, duplicate) or moved to the right
// client; the fact stays, readable by the records officer only, both series are run again, and the
// practice system's copies are marked as entered in error (clinic.md, "Wrong person").
#pragma once
#include <optional>
#include <string>

#include "service/course_access.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// Whose a rating may be, in which course.
struct Belonging {
  CourseId course;
  ClientId client;
  std::string name;  // of the client
};

struct RatingToEnd {
  store::StoredRating rating;
  CourseAccess course;
};
// Refused: not_found, denied; conflict ("ended") when it no longer stands.
Reply<RatingToEnd> open_rating(House& house, const access::Principal& principal,
                               const RatingId& rating, std::string_view from);

// Where it could be moved: to whoever else takes part in the same course first, for that is where
// forms are mixed up; then to all of the mover's own courses.
std::vector<Belonging> belongings_of(House& house, const access::Principal& principal,
                                     const RatingToEnd& opened);

struct VoidWish {
  std::string cause;  // wrong_person, test, duplicate
  std::string reason;
};
struct MoveWish {
  CourseId to;
  ClientId whose;  // one who takes part in that course; empty: its own client
  std::string reason;
};

// Refused as open_rating, and invalid (fields "cause", "reason", "course", "client").
Reply<RatingId> void_rating(House& house, const access::Principal& principal,
                            const RatingId& rating, std::string_view from, const VoidWish& wish);
// Answers the new rating beside the old one. The mover needs both courses. Refused too: conflict
// ("entered"), where who it is moved to has this form of that session already.
Reply<RatingId> move_rating(House& house, const access::Principal& principal,
                            const RatingId& rating, std::string_view from, const MoveWish& wish);

// The same for a unit that follows the practice system's own merging of two files.
struct Moving {
  const store::StoredRating& rating;
  practice::Course to;
  ClientId client;  // whose it is from now on
  std::string reason;
  std::string by;  // person id; empty: the practice system
  bool keeps_session = false;
  SessionId session = {};  // of that course, where it is known; else the one of the same day
};
RatingId move_in(store::Unit& unit, const House& house, const Moving& moving);
// The audit line of what was done with it; `entry` says who (empty: Holdfast), what, why and where.
void note(store::Unit& unit, const House& house, const store::StoredRating& rating,
          store::AuditEntry entry);

}  // namespace holdfast::service
