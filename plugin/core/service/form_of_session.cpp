// SPDX-License-Identifier: MIT
#include "service/form_of_session.hpp"

#include <algorithm>

namespace holdfast::service {

bool is_filled(store::Reader& reader, const FormOfSession& asked) {
  if (asked.session.empty()) return false;
  const auto ratings = reader.ratings.of_session(asked.session);
  return std::any_of(ratings.begin(), ratings.end(), [&](const store::StoredRating& rating) {
    return !rating.declined && rating.series.instrument == asked.form.id &&
           rating.series.rater == asked.form.rater && rating.subject == asked.subject &&
           rating.series.relation == asked.relation && rating.series.rater_id == asked.rater_id;
  });
}

Refusal filled_already() {
  return {Refusal::Kind::conflict,
          "entered",
          "This session has this form already. If one of the two is wrong, the therapist takes it "
          "out first.",
          {}};
}

}  // namespace holdfast::service
