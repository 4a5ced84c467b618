// SPDX-License-Identifier: MIT
#include "service/seal.hpp"

#include <chrono>

namespace holdfast::service {

bool is_sealed(store::Reader& reader, const RatingId& rating, Instant now) {
  if (rating.empty()) return false;
  const auto ends = reader.ratings.seal_ends(rating);
  return ends && now < *ends;
}

std::set<RatingId> sealed_of(store::Reader& reader, const std::vector<store::StoredRating>& ratings,
                             Instant now) {
  std::set<RatingId> sealed;
  for (const auto& rating : ratings)
    if (rating.sealed_until && now < *rating.sealed_until && is_sealed(reader, rating.id, now))
      sealed.insert(rating.id);
  return sealed;
}

Instant seal_end(store::Reader& reader, const CourseId& course, Instant now) {
  const Instant tomorrow = now + std::chrono::hours{24};
  const auto next = reader.mirror.next_session(course, now);
  return next && next->start < tomorrow ? next->start : tomorrow;
}

}  // namespace holdfast::service
