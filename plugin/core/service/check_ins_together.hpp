// SPDX-License-Identifier: MIT
// The same act on several check-ins, as from a list: each is asked for, written and audited alone.
#pragma once
#include <vector>

#include "service/check_in.hpp"

namespace holdfast::service {

struct DoneTogether {
  int done = 0;
  int refused = 0;  // not there, not one's own, or changed meanwhile
};

inline constexpr std::size_t most_together = 100;

// Refused: invalid, when nothing is ticked, too much is, or the act itself is not complete; or as
// the last of them was, when none could be done. Then nothing was done.
Reply<DoneTogether> act_on_check_ins(House& house, const access::Principal& principal,
                                     const std::vector<AlertId>& ids, const CheckInAct& act);

}  // namespace holdfast::service
