// SPDX-License-Identifier: MIT
// The day as one person may see it: sessions, forms, open check-ins, what is to be read today.
#pragma once
#include <optional>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

struct Today {
  bool clinical = false;  // false: front desk, no alert is filled
  std::vector<store::TodayRow> sessions;
  std::vector<store::AlertNow> check_ins;  // open ones of the own courses, sealed ones left out
  std::vector<store::OverdueForm> overdue;
  std::vector<store::ReadToday> read_today;
  std::optional<Instant> last_here;
  int answered_since = 0;  // client forms that came in since then
  int check_ins_since = 0;
  bool nobody_rated = false;  // of these clinicians' clients: the page teaches how it begins
};

Reply<Today> read_today(House& house, const access::Principal& principal, Day day);

}  // namespace holdfast::service
