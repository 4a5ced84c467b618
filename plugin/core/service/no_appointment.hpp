// SPDX-License-Identifier: MIT
// A form given without an appointment, and the session that its rating is matched with later, when
// a therapist confirms it (clinic.md, "Sessions").
#pragma once
#include <vector>

#include "service/course_access.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// The course as it stands, with the participants it has: a session that is in no calendar, begins
// now and has no id. Refused as open_course.
Reply<SessionAccess> open_without_session(House& house, const Asking& asking,
                                          const CourseId& course);

// Which sessions of its course a rating without one can be about: held, begun when it was filled
// in, within two weeks before it, and without this form of theirs. The nearest comes first.
std::vector<store::NumberedSession> sessions_to_match(store::Reader& reader, const House& house,
                                                      const store::StoredRating& rating);

struct Matching {
  RatingId rating;
  SessionId session;  // one of sessions_to_match
};
// Nothing is edited: the rating is entered again with its session, in the place of the one without,
// and the course is worked out again. Answers the new rating. Refused: as open_rating; invalid,
// field "session"; conflict ("matched") for one that has its session.
Reply<RatingId> match_rating(House& house, const access::Principal& principal,
                             const Matching& matching, std::string_view from);

}  // namespace holdfast::service
