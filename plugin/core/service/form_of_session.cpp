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

bool is_filled(store::Reader& reader, const House& house, const store::StoredRating& rating,
               const SessionId& session) {
  const auto& series = rating.series;
  const auto* form = house.instruments().find(series.instrument);
  return form &&
         is_filled(reader, {*form, session, rating.subject, series.relation, series.rater_id});
}

Refusal filled_already() {
  return {Refusal::Kind::conflict,
          "entered",
          "This session has this form already. If one of the two is wrong, the therapist takes it "
          "out first.",
          {}};
}

std::optional<Refusal> why_too_early(const instrument::Definition& form, Instant session_start,
                                     Instant now) {
  const std::chrono::minutes before =
      form.measures == Measures::alliance ? std::chrono::minutes{15} : std::chrono::hours{24};
  if (session_start <= now + before) return std::nullopt;
  return Refusal{Refusal::Kind::conflict,
                 "not-begun",
                 "This session has not begun yet. Its form can be filled in when it has, and the "
                 "last session has its form already.",
                 {}};
}

}  // namespace holdfast::service
