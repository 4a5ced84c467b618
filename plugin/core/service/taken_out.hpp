// SPDX-License-Identifier: MIT
// What is left of a finding whose rating was taken out or moved: its day and its rule. What the
// rating said may be another person's.
#pragma once
#include <vector>

#include "store/unit.hpp"

namespace holdfast::service {

// Its rating was taken out: nothing else is found by neither a rating nor a session.
inline bool is_taken_out(const store::StoredAlert& alert) {
  return alert.kind != store::AlertKind::own && alert.rating.empty() && alert.session.empty();
}

void leave_out_what_it_said(store::StoredAlert& alert);

// Of a course's alerts, given its standing ratings, sealed ones too. What rests on a rating that
// was sealed when it was taken out is not named until that seal would have ended.
void leave_out_taken_out(store::Reader& reader, const std::vector<store::StoredRating>& standing,
                         Instant now, std::vector<store::AlertNow>& alerts);

}  // namespace holdfast::service
