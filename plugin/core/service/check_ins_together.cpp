// SPDX-License-Identifier: MIT
#include "service/check_ins_together.hpp"

#include <optional>

namespace holdfast::service {

Reply<DoneTogether> act_on_check_ins(House& house, const access::Principal& principal,
                                     const std::vector<AlertId>& ids, const CheckInAct& act) {
  if (ids.empty()) return invalid({{"check_in", "required", "Tick at least one check-in first."}});
  if (ids.size() > most_together)
    return invalid({{"check_in", "too-many", "Tick at most 100 check-ins at once."}});
  DoneTogether together;
  std::optional<Refusal> last;
  for (const auto& id : ids) {
    const auto acted = act_on_check_in(house, principal, id, act);
    if (acted)
      ++together.done;
    else if (acted.refusal().kind == Refusal::Kind::invalid)
      return acted.refusal();  // wrong about the act, so wrong about each of them
    else {
      ++together.refused;
      last = acted.refusal();
    }
  }
  if (together.done == 0 && last) return std::move(*last);
  return together;
}

}  // namespace holdfast::service
