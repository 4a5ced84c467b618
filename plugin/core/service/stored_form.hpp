// SPDX-License-Identifier: MIT
// A scored form as the store keeps it, whichever way it came in.
#pragma once
#include <string>

#include "instrument/score.hpp"
#include "store/ratings.hpp"

namespace holdfast::service {

store::StoredAnswer stored_answer(const std::string& item, const instrument::Answer& answer);

// Totals, subscales and what the way of answering says.
void carry(const instrument::Scored& scored, store::StoredRating& rating);

}  // namespace holdfast::service
