// SPDX-License-Identifier: MIT
// Hands the outbox to the practice system: each item once, a client's items in their order.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "practice/host.hpp"
#include "store/store.hpp"

namespace holdfast::delivery {

struct Delivered {
  int done = 0;
  int parked = 0;
  int dropped = 0;
  int postponed = 0;
  bool more = false;                // the budget ended before the outbox did
  std::string trouble;              // for operators; empty: all went well
  std::vector<std::string> failed;  // ids of what was postponed or parked
};

// Why an item may not leave any more ("consent withdrawn"); empty: it may. Asked again just before
// it goes, since days may lie between the fact and its delivery.
using Objection = std::function<std::string(store::Reader&, const store::Delivery&)>;

// What leaves in place of an item's body, for what is only made at that moment (a one-time link).
// None, or an empty text: the body as it is.
using Completion = std::function<std::string(store::Reader&, const store::Delivery&)>;

struct Rules {
  Objection objection;  // none: everything goes
  std::chrono::milliseconds budget{1000};
  Completion completion = {};
};

// Called from tick() alone. What the host refuses for good is parked with its reason; what it
// cannot take now is tried again later and later, up to an hour apart; what may not leave any more
// is taken out, with an audit line. The host knows each item by its idempotency key, so an item
// whose answer was lost is sent again without harm.
Delivered deliver(store::Store& store, const practice::Host& host, const Rules& rules);

// An item that the host failed at this often, or that never got an answer in as many claims
// (whoever handed it over ended each time), is parked.
inline constexpr int most_failures = 10;
// What the host calls unavailable is tried for as long as the host is away. It is parked when it
// failed more often than that, and the host took others in so many different hours meanwhile.
inline constexpr int most_hours_of_others = 5;

}  // namespace holdfast::delivery
