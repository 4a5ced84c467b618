// SPDX-License-Identifier: MIT
// A stored repair as the line that pages draw: the dip, each later rating, the end.
#pragma once
#include <vector>

#include "store/unit.hpp"
#include "web/view/repair_line.hpp"

namespace holdfast::web {

// `ratings`: the course's client ratings that may be shown, in order.
RepairLine repair_line(const store::RepairNow& repair,
                       const std::vector<store::RepairEvent>& events,
                       const std::vector<store::StoredRating>& ratings);

}  // namespace holdfast::web
