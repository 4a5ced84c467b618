// SPDX-License-Identifier: MIT
// Which ratings are still sealed: nothing derived from them leaves, on any channel (clinic.md,
// "Sealed ratings").
#pragma once
#include <optional>
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

// When a client's rating that comes in now becomes visible at the latest: 24 hours on, or when the
// session after the rated one starts. None: it is not sealed, since that session began before, or
// the therapist has rated or declined already; who does so later ends the seal earlier.
std::optional<Instant> seal_end(store::Reader& reader, const store::StoredRating& rating);

}  // namespace holdfast::service
