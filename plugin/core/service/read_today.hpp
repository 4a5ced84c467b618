// SPDX-License-Identifier: MIT
// The day as one person may see it: sessions, forms, open check-ins, what is to be read today.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

struct Today {
  bool clinical = false;  // false: front desk, no alert is filled
  std::vector<store::TodayRow> sessions;
  int from = 0, of = 0;  // of a whole practice's day: sessions passed over, sessions in all
  std::vector<store::AlertNow> check_ins;  // open ones of the own courses, sealed ones left out
  std::vector<store::OverdueForm> overdue;
  std::vector<store::ReadToday> read_today;
  std::optional<Instant> last_here;
  int answered_since = 0;  // client forms that came in since then
  int check_ins_since = 0;
  bool nobody_rated = false;  // of these clinicians' clients: the page teaches how it begins
};

// Of a whole practice's day a page shows a part.
struct TodayPart {
  std::optional<int> from;  // sessions passed over; none: from an hour before now on
  int most = 0;             // 0: all of them
  std::string name;         // part of a client's name; empty: everybody's
};

Reply<Today> read_today(House& house, const access::Principal& principal, Day day,
                        const TodayPart& part = {});

}  // namespace holdfast::service
