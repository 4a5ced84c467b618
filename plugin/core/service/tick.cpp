// SPDX-License-Identifier: MIT
#include "service/tick.hpp"

#include "delivery/deliver.hpp"
#include "service/audit_anchor.hpp"
#include "service/delivery_pause.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/messages.hpp"
#include "service/mirror_host.hpp"
#include "service/outgoing.hpp"

namespace holdfast::service {

namespace {

// What waits stays where it is while the place is not confirmed.
delivery::Delivered deliver(House& house, std::chrono::milliseconds budget) {
  settle_first_place(house);
  if (house.last_anchor().number == 0)
    pause_if_set_back(house);  // in this process for the first time
  const auto paused =
      house.store().read([&](store::Reader& reader) { return is_delivery_paused(reader, house); });
  if (!paused) {
    auto done = delivery::deliver(
        house.store(), house.host(),
        {[&](store::Reader& reader, const store::Delivery& item) {
           return objection_to(reader, house, item);
         },
         budget,
         [&](store::Reader& reader, const store::Delivery& item) {
           return item.about == message_kind ? message_body(reader, house, item) : std::string{};
         }});
    house.metrics().delivered("given", done.done);
    house.metrics().delivered("postponed", done.postponed);
    house.metrics().delivered("parked", done.parked);
    house.metrics().delivered("dropped", done.dropped);
    return done;
  }
  constexpr const char* sentence =
      "delivery is paused: this store was restored or has moved; if it is the practice's real one, "
      "an administrator confirms that under Deliveries";
  if (house.is_news(sentence)) house.host().log(4, sentence);
  return {};
}

// The trouble lasts while anything that failed is neither given nor given up: that nothing was
// tried since, because each waits for its next time, ends no trouble.
std::string lasting_trouble(House& house, const delivery::Delivered& delivered) {
  constexpr std::size_t most_kept = 100;
  auto& failed = house.failed_deliveries();
  if (!failed.empty())
    house.store().read([&](store::Reader& reader) {
      std::erase_if(failed, [&](const House::FailedDelivery& one) {
        const auto item = reader.outbox.find(one.id);
        return !item || item->status == store::DeliveryStatus::done;
      });
    });
  for (const auto& id : delivered.failed) {
    std::erase_if(failed, [&](const House::FailedDelivery& one) { return one.id == id; });
    if (failed.size() < most_kept) failed.push_back({id, delivered.trouble});
  }
  return failed.empty() ? std::string{} : failed.back().trouble;
}

}  // namespace

Ticked tick(House& house, std::chrono::milliseconds budget) {
  constexpr std::chrono::milliseconds rest{5000};  // when nothing waits
  house.prove_store();  // throws while it takes nothing: whoever sends people here then knows
  const auto mirrored = mirror_host(house, budget);
  expire_forms(house);
  remind(house);
  const auto delivered = deliver(house, budget);
  anchor_audit(house);
  house.store().shorten_log();
  Ticked ticked;
  ticked.due = mirrored.more || delivered.more ? std::chrono::milliseconds{0} : rest;
  const auto failed = lasting_trouble(house, delivered);
  ticked.trouble = mirrored.trouble.empty() ? failed : mirrored.trouble;
  return ticked;
}

}  // namespace holdfast::service
