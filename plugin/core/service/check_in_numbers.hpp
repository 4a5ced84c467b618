// SPDX-License-Identifier: MIT
// What the page of a check-in works out from the facts: annotations of that session, what its
// silence covered, and of an absence what made it one.
#pragma once
#include <set>
#include <vector>

#include "service/check_in.hpp"

namespace holdfast::service {

struct RatingsOfCourse {
  const std::vector<store::StoredRating>& all;  // in order, the sealed ones too
  const std::set<RatingId>& sealed;
  const House& house;
};

// Fills annotations, thresholds, silent and absence. Nothing in them rests on a sealed rating.
void work_out(store::Reader& reader, const RatingsOfCourse& ratings, CheckIn& check_in);

}  // namespace holdfast::service
