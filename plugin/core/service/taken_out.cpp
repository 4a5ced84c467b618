// SPDX-License-Identifier: MIT
#include "service/taken_out.hpp"

#include <set>

#include "service/seal.hpp"

namespace holdfast::service {

void leave_out_what_it_said(store::StoredAlert& alert) {
  store::StoredAlert left;
  left.id = alert.id;
  left.rule = alert.rule;
  left.cause = alert.cause;
  left.kind = alert.kind;
  left.course = alert.course;
  left.subject = alert.subject;
  left.clinician = alert.clinician;
  left.day = alert.day;
  left.found_at = alert.found_at;
  left.parameter_version = alert.parameter_version;
  alert = std::move(left);
}

void leave_out_taken_out(store::Reader& reader, const std::vector<store::StoredRating>& standing,
                         Instant now, std::vector<store::AlertNow>& alerts) {
  std::set<RatingId> known;
  for (const auto& rating : standing) known.insert(rating.id);
  const auto rests_on_no_standing_one = [&](const store::StoredAlert& alert) {
    return !alert.rating.empty() && !known.contains(alert.rating);
  };
  std::erase_if(alerts, [&](const store::AlertNow& one) {
    return rests_on_no_standing_one(one.alert) && is_sealed(reader, one.alert.rating, now);
  });
  for (auto& one : alerts)
    if (rests_on_no_standing_one(one.alert)) leave_out_what_it_said(one.alert);
}

}  // namespace holdfast::service
