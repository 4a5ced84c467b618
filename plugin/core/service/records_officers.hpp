// SPDX-License-Identifier: MIT
// Who is a records officer, as far as it can be known: the practice system is asked about a person,
// and where it does not know the name, what it said when that person was here last counts. It has
// no list of everybody: an officer who never signed in and treats nobody is not found.
#pragma once
#include "service/house.hpp"

namespace holdfast::service {

enum class HoldsRole { yes, no, unavailable };  // unavailable: the practice system does not answer

// Asks the host, so not within a transaction.
HoldsRole is_records_officer(House& house, const PersonId& person);
// Whether there is one beside `person`: among those who signed in, and the clinicians. Who may be
// one counts while the practice system does not answer.
bool is_there_another_officer(House& house, const PersonId& person);

}  // namespace holdfast::service
