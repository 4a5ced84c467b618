// SPDX-License-Identifier: MIT
#include "service/seal.hpp"

#include <algorithm>
#include <chrono>

namespace holdfast::service {

namespace {

// Asked anew each time: a session may be booked, moved or cancelled after the rating came in.
std::optional<Instant> next_start(store::Reader& reader, const store::StoredRating& rating) {
  const auto next = reader.mirror.next_session(rating.series.course,
                                               rating.session_start.value_or(rating.entered_at));
  return next ? std::optional(next->start) : std::nullopt;
}

bool is_sealed(store::Reader& reader, const store::StoredRating& rating, Instant now) {
  if (!rating.sealed_until || now >= *rating.sealed_until) return false;
  const auto next = next_start(reader, rating);
  return !next || now < *next;
}

bool is_rated_by_therapist(store::Reader& reader, const SessionId& session) {
  if (session.empty()) return false;
  const auto ratings = reader.ratings.of_session(session);
  return std::any_of(ratings.begin(), ratings.end(), [](const store::StoredRating& rating) {
    return rating.series.rater == Rater::therapist;  // "I won't rate this one" is one too
  });
}

}  // namespace

bool is_sealed(store::Reader& reader, const RatingId& id, Instant now) {
  if (id.empty()) return false;
  const auto rating = reader.ratings.find(id);
  return rating && is_sealed(reader, *rating, now);
}

bool is_sealed(store::Reader& reader, const store::StoredAlert& alert, Instant now) {
  return alert.rule != "T" && is_sealed(reader, alert.rating, now);
}

std::set<RatingId> sealed_of(store::Reader& reader, const std::vector<store::StoredRating>& ratings,
                             Instant now) {
  std::set<RatingId> sealed;
  for (const auto& rating : ratings)
    if (is_sealed(reader, rating, now)) sealed.insert(rating.id);
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

std::optional<Instant> seal_end(store::Reader& reader, const store::StoredRating& rating) {
  if (is_rated_by_therapist(reader, rating.session)) return std::nullopt;
  const Instant tomorrow = rating.entered_at + std::chrono::hours{24};
  const auto next = next_start(reader, rating);
  if (next && *next <= rating.entered_at) return std::nullopt;
  return next ? std::min(*next, tomorrow) : tomorrow;
}

}  // namespace holdfast::service
