// SPDX-License-Identifier: MIT
#include "service/delivery_queue.hpp"

#include <algorithm>

#include "delivery/deliver.hpp"
#include "service/course_access.hpp"
#include "service/delivery_pause.hpp"
#include "service/practice_rules.hpp"

namespace holdfast::service {
namespace {

using store::DeliveryStatus;

Asking asking(const access::Principal& principal, access::Action action, std::string_view from) {
  return {principal, action,
          action == access::Action::see_delivery_queue ? "deliveries.read" : "deliveries.change",
          from};
}

bool may(House& house, const Asking& asking) {
  const auto decision =
      access::decide(asking.principal, asking.action, {}, house.day_of(house.now()));
  note_in_audit(house, asking, decision.allowed ? "done" : "denied");
  return decision.allowed;
}

// Parked, or failing for more than an hour by now. What is being given at this moment is not.
bool may_be_decided(const store::Delivery& item) {
  return item.status == DeliveryStatus::parked ||
         (item.status == DeliveryStatus::waiting && item.attempts >= delivery::most_failures);
}

DeliveryQueue queue_of(House& house) {
  constexpr int shown = 200;
  return house.store().read([&](store::Reader& reader) {
    DeliveryQueue queue;
    queue.counts = reader.outbox.counts(house.now());
    queue.is_paused = is_delivery_paused(reader, house);
    queue.switched_on = written_back(reader, house.config());
    for (const auto& item : reader.outbox.open(shown))
      queue.lines.push_back({item.id, item.kind, item.about, item.status, item.attempts,
                             item.made_at, item.due, item.reason, may_be_decided(item)});
    std::stable_partition(queue.lines.begin(), queue.lines.end(), [](const DeliveryLine& line) {
      return line.status == DeliveryStatus::parked;
    });
    return queue;
  });
}

// Answers a refusal, or none and the act is in the unit.
struct Doing {
  store::Unit& unit;
  const House& house;
  const access::Principal& principal;
  std::string_view from;

  std::optional<Refusal> undecided(const std::string& id, store::Delivery& into) const {
    auto item = unit.outbox.find(id);
    if (!item)
      return Refusal{
          Refusal::Kind::not_found, "unknown-delivery", "There is no such delivery.", {}};
    if (!may_be_decided(*item))
      return Refusal{Refusal::Kind::conflict,
                     "not-parked",
                     "This delivery is neither parked nor failing for long any more; look at the "
                     "list again.",
                     {}};
    into = std::move(*item);
    return std::nullopt;
  }
  // Words of a person stand in the payload, which goes with the client; the line stays.
  void note(std::string action, const store::Delivery& item, std::string words = {}) const {
    store::AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = principal.person.id.value;
    entry.action = std::move(action);
    entry.outcome = "done";
    entry.why = "role";
    entry.from = from;
    entry.client = item.client;
    entry.object = item.id.empty() ? "" : "delivery:" + item.id;
    entry.payload = std::move(words);
    unit.audit.append(entry, house.now());
  }

  std::optional<Refusal> operator()(const TryAgain& act) const {
    store::Delivery item;
    if (auto refusal = undecided(act.id, item)) return refusal;
    unit.outbox.release(act.id, house.now());
    note("delivery.release", item);
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const GiveUp& act) const {
    constexpr std::size_t longest = 200;
    if (act.reason.empty() || act.reason.size() > longest)
      return invalid({{"reason", "required", "Say in up to 200 characters why it is given up."}});
    store::Delivery item;
    if (auto refusal = undecided(act.id, item)) return refusal;
    unit.outbox.drop(act.id);
    note("delivery.drop", item, act.reason);
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const ConfirmPlace&) const {
    if (is_delivery_paused(unit, house)) confirm_place(unit, house, principal.person.id);
    note("delivery.confirm_place", {});
    return std::nullopt;
  }
};

}  // namespace

Reply<DeliveryQueue> read_delivery_queue(House& house, const access::Principal& principal,
                                         std::string_view from) {
  if (!may(house, asking(principal, access::Action::see_delivery_queue, from)))
    return no_administrator();
  return queue_of(house);
}

Reply<DeliveryQueue> act_on_delivery_queue(House& house, const access::Principal& principal,
                                           std::string_view from, const DeliveryAct& act) {
  if (!may(house, asking(principal, access::Action::change_settings, from)))
    return no_administrator();
  const auto refusal = house.store().commit([&](store::Unit& unit) {
    return std::visit(Doing{unit, house, principal, from}, act);
  });
  if (refusal) return *refusal;
  return queue_of(house);
}

}  // namespace holdfast::service
