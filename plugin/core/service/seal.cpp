// SPDX-License-Identifier: MIT
#include "service/seal.hpp"

#include <algorithm>
#include <chrono>

namespace holdfast::service {

bool is_sealed(store::Reader& reader, const RatingId& rating, Instant now) {
  if (rating.empty()) return false;
  const auto ends = reader.ratings.seal_ends(rating);
  return ends && now < *ends;
}

bool is_sealed(store::Reader& reader, const store::StoredAlert& alert, Instant now) {
  return alert.rule != "T" && is_sealed(reader, alert.rating, now);
}

std::set<RatingId> sealed_of(store::Reader& reader, const std::vector<store::StoredRating>& ratings,
                             Instant now) {
  std::set<RatingId> sealed;
  for (const auto& rating : ratings)
    if (rating.sealed_until && now < *rating.sealed_until && is_sealed(reader, rating.id, now))
      sealed.insert(rating.id);
  return sealed;
}

void leave_out_sealed(store::Reader& reader, store::AlertNow& alert, Instant now) {
  if (alert.findings < 2) return;
  alert.last_day = alert.alert.day;
  alert.findings = 1;
  for (const auto& joined : reader.alerts.joined(alert.alert.id)) {
    if (is_sealed(reader, joined, now)) continue;
    ++alert.findings;
    alert.last_day = std::max(alert.last_day, joined.day);
  }
}

bool is_free_of_sealed(const store::RepairNow& repair,
                       const std::vector<store::StoredRating>& ratings,
                       const std::set<RatingId>& sealed) {
  return std::none_of(ratings.begin(), ratings.end(), [&](const store::StoredRating& rating) {
    return sealed.contains(rating.id) && rating.subject == repair.subject &&
           rating.day >= repair.opened && (!repair.closed || rating.day <= *repair.closed);
  });
}

Instant seal_end(store::Reader& reader, const CourseId& course, Instant now) {
  const Instant tomorrow = now + std::chrono::hours{24};
  const auto next = reader.mirror.next_session(course, now);
  return next && next->start < tomorrow ? next->start : tomorrow;
}

}  // namespace holdfast::service
