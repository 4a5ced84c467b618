// SPDX-License-Identifier: MIT
// What follows when the practice system changes who belongs to whom: a course goes over to another
// clinician, two files of one client are merged, or taken apart again.
#pragma once
#include "service/house.hpp"

namespace holdfast::service {

// Before the change is stored in the mirror: what was there is compared with what comes.
void follow_transfer(store::Unit& unit, const House& house, const practice::Change& change);
// After it is stored.
void follow_merge(store::Unit& unit, const House& house, const practice::Change& change);

}  // namespace holdfast::service
