// SPDX-License-Identifier: MIT
#include "delivery/deliver.hpp"

#include <algorithm>

namespace holdfast::delivery {
namespace {

using practice::Outcome;

struct Told {
  Outcome outcome = Outcome::failed;
  std::string host_name;
  std::string why;
};

Told hand_over(const practice::Host& host, const store::Delivery& item) {
  if (item.kind == "put") {
    auto answer = host.put(item.key, item.body);
    return {answer.outcome, answer.value.value_or(""), answer.why};
  }
  const auto answer = item.kind == "retract" ? host.retract(item.key, item.body)
                      : item.kind == "post"  ? host.post(item.key, item.body)
                                             : host.withdraw(item.key);
  return {answer.outcome, {}, answer.why};
}

bool is_final(Outcome outcome) {
  return outcome == Outcome::invalid || outcome == Outcome::denied ||
         outcome == Outcome::unsupported || outcome == Outcome::not_found;
}

// Doubles from five seconds to an hour, with up to a quarter of jitter taken from the item's own id
// so that a practice's machines do not all knock at once.
std::chrono::milliseconds back_off(const store::Delivery& item) {
  constexpr long long first = 5'000, longest = 3'600'000;  // milliseconds
  const auto doubled = std::min(first * (1LL << std::min(item.attempts, 12)), longest);
  const auto spread = static_cast<long long>(std::hash<std::string>{}(item.id) % 256);
  return std::chrono::milliseconds{doubled - doubled / 4 * spread / 256};
}

}  // namespace

Delivered deliver(store::Store& store, const practice::Host& host,
                  std::chrono::milliseconds budget) {
  constexpr std::chrono::minutes claim_lasts{5};
  constexpr int at_once = 50;
  const auto end = std::chrono::steady_clock::now() + budget;
  Delivered delivered;
  for (;;) {
    const auto now = host.now();
    const auto waiting =
        store.read([](store::Reader& reader) { return reader.outbox.counts().waiting; });
    if (waiting == 0) return delivered;
    const auto items = store.commit([&](store::Unit& unit) {
      return unit.outbox.claim("tick", now, now + claim_lasts, at_once);
    });
    if (items.empty()) return delivered;
    for (const auto& item : items) {
      const auto told = hand_over(host, item);
      store.commit([&](store::Unit& unit) {
        if (told.outcome == Outcome::ok)
          unit.outbox.done(item.id, told.host_name, host.now());
        else if (is_final(told.outcome))
          unit.outbox.park(item.id, told.why);
        else
          unit.outbox.retry(item.id, told.why, host.now() + back_off(item));
      });
      if (told.outcome == Outcome::ok)
        ++delivered.done;
      else
        delivered.trouble = "delivery: " + told.why;
      if (std::chrono::steady_clock::now() >= end) {
        delivered.more = true;
        return delivered;
      }
    }
  }
}

}  // namespace holdfast::delivery
