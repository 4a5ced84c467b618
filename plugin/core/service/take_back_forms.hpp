// SPDX-License-Identifier: MIT
// Forms that nobody waits for any more: their links stop working, and they leave the list of
// overdue ones. What a client has sent stays.
#pragma once
#include <string>
#include <vector>

#include "service/course_access.hpp"

namespace holdfast::service {

inline constexpr std::size_t most_taken_back = 100;

// How many were taken back; the others were answered meanwhile or are not this person's to give.
// Refused: invalid when none is named, or too many are.
Reply<int> take_back_forms(House& house, const access::Principal& principal,
                           const std::vector<std::string>& forms);

// What waits for the answer of a client who refuses forms, in any course: no link opens any more,
// and no message about one leaves. The therapist's own form is not the client's to refuse.
void take_back_refused(store::Unit& unit, const store::ClientKey& client, Instant now);

}  // namespace holdfast::service
