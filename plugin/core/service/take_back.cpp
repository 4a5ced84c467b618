// SPDX-License-Identifier: MIT
#include "service/take_back.hpp"

#include <algorithm>

namespace holdfast::service {

std::set<std::string> take_back(store::Unit& unit, const TakingBack& taking) {
  std::vector<store::Delivery> given;
  std::set<std::string> kinds, taken;
  for (const auto& beginning : taking.keys)
    for (auto& waiting : unit.outbox.open_of_key(beginning)) {
      if (waiting.kind == "retract" || waiting.kind == "withdraw") taken.insert(waiting.key);
      if (waiting.kind != "put" && waiting.kind != "post") continue;
      // Claimed: the host may have it by now, so it goes there first and is taken back after.
      if (waiting.status != store::DeliveryStatus::claimed) unit.outbox.drop(waiting.id);
      kinds.insert(waiting.about);
      if (waiting.attempts > 0) given.push_back(std::move(waiting));
    }
  for (auto& done : unit.outbox.done_of_client(taking.client)) {
    const bool is_of_these =
        std::any_of(taking.keys.begin(), taking.keys.end(),
                    [&](const std::string& beginning) { return done.key.starts_with(beginning); });
    if (done.kind == "retract" || done.kind == "withdraw")
      taken.insert(done.key);
    else if (is_of_these)
      given.push_back(std::move(done));
  }
  for (const auto& one : given) {
    if (!taken.insert(one.key).second) continue;
    kinds.insert(one.about);
    store::Delivery back;
    back.id = unit.ids.uuid();
    back.kind = one.kind == "put" ? "retract" : "withdraw";
    back.about = one.about;
    back.key = one.key;
    back.client = taking.client;
    back.body = taking.reason;
    back.due = back.made_at = taking.now;
    unit.outbox.insert(back);
  }
  return kinds;
}

}  // namespace holdfast::service
