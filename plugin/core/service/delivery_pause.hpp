// SPDX-License-Identifier: MIT
// Delivery belongs to the place where it was switched on: this machine and this store. A store that
// wakes up elsewhere, or was restored, gives nothing to the practice system until an administrator
// says that this is the real one (clinic.md, "Write-back").
#pragma once
#include "access/principal.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

class House;

bool is_delivery_paused(store::Reader& reader, const House& house);
// A new store delivers from where it was made. Does nothing once a place is known.
void settle_first_place(House& house);
void confirm_place(store::Unit& unit, const House& house, const PersonId& by);
// The store is older than what was anchored of it here: it was put back by another tool than
// `restore`, a server's say, or its log was cut. Pauses delivery once for each such time, and
// tells.
void pause_if_set_back(House& house);
// After a restore: wherever it stands, somebody must confirm.
void forget_places(store::Unit& unit, const House& house);

}  // namespace holdfast::service
