// SPDX-License-Identifier: MIT
// Which ratings are still sealed: nothing derived from them leaves, on any channel (clinic.md,
// "Sealed ratings").
#pragma once
#include <set>
#include <vector>

#include "store/unit.hpp"

namespace holdfast::service {

// Of these ratings, those that are sealed at `now`.
std::set<RatingId> sealed_of(store::Reader& reader, const std::vector<store::StoredRating>& ratings,
                             Instant now);
bool is_sealed(store::Reader& reader, const RatingId& rating, Instant now);
// An alert is sealed with its rating, but for what the client told of tension (rule T).
bool is_sealed(store::Reader& reader, const store::StoredAlert& alert, Instant now);

// Takes out of `alert` what sealed ratings added to it: their findings joined, and count for
// nothing yet.
void leave_out_sealed(store::Reader& reader, store::AlertNow& alert, Instant now);
// Whether a repair shows nothing that a sealed rating of `ratings` said: not its beginning, not its
// numbers since.
bool is_free_of_sealed(const store::RepairNow& repair,
                       const std::vector<store::StoredRating>& ratings,
                       const std::set<RatingId>& sealed);

// When a client's rating that is given now becomes visible at the latest: 24 hours on, or when the
// next session of the course starts. The therapist's own rating, or "I won't rate this one", ends
// it earlier.
Instant seal_end(store::Reader& reader, const CourseId& course, Instant now);

}  // namespace holdfast::service
