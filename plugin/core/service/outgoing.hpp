// SPDX-License-Identifier: MIT
// What the practice system is given of a rating: only the kinds that were switched on, only for
// clients who did not refuse it, and nothing that is still sealed.
#pragma once
#include "service/submit_rating.hpp"

namespace holdfast::service {

struct Outgoing {
  const Submission& submission;
  const store::StoredRating& rating;
  const instrument::Scored& scored;
  const Followed& followed;
};

// Writes outbox rows, and "read today" items for risk answers, into the rating's own transaction.
void put_outgoing(store::Unit& unit, const House& house, const Outgoing& outgoing);

}  // namespace holdfast::service
