// SPDX-License-Identifier: MIT
// Free text of clients needs somebody who reads it on the day it comes: without a duty contact it
// is neither offered nor taken.
#pragma once
#include "instrument/score.hpp"
#include "service/house.hpp"

namespace holdfast::service {

// Whether this form shows its items for free text.
bool offers_text(const House& house, const instrument::Definition& definition);
// What was written although it is not offered, a problem an item.
Problems check_text(const House& house, const instrument::Definition& definition,
                    const instrument::Answers& answers);

}  // namespace holdfast::service
