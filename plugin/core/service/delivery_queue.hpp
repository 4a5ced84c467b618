// SPDX-License-Identifier: MIT
// What waits for the practice system, as the administrator sees it: kinds, times, reasons, and
// nothing of what is inside.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/outbox.hpp"

namespace holdfast::service {

struct DeliveryLine {
  std::string id;
  std::string kind, about;
  store::DeliveryStatus status = store::DeliveryStatus::waiting;
  int attempts = 0;
  Instant made_at, due;
  std::string reason;  // the host's last words; without client data
  bool may_be_decided =
      false;  // TryAgain and GiveUp take it: parked, or waiting and failing for long
};

struct DeliveryQueue {
  store::Outbox::Counts counts;
  bool is_paused = false;
  std::vector<std::string> switched_on;  // kinds
  std::vector<DeliveryLine> lines;       // parked ones first, then by age; at most 200
};

// `from` is the route template. Refused: denied to everybody but an administrator.
Reply<DeliveryQueue> read_delivery_queue(House& house, const access::Principal& principal,
                                         std::string_view from);

struct TryAgain {
  std::string id;
};
struct GiveUp {
  std::string id;
  std::string reason;  // kept in the audit log
};
struct ConfirmPlace {};  // "this is the practice's real store": delivery goes on from here
using DeliveryAct = std::variant<TryAgain, GiveUp, ConfirmPlace>;

// Refused: denied; not_found, or conflict when nothing is to be decided about the item; invalid
// (field "reason").
Reply<DeliveryQueue> act_on_delivery_queue(House& house, const access::Principal& principal,
                                           std::string_view from, const DeliveryAct& act);

}  // namespace holdfast::service
