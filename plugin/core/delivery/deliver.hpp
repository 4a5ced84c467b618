// SPDX-License-Identifier: MIT
// Hands the outbox to the practice system: each item once, a client's items in their order.
#pragma once
#include <chrono>
#include <string>

#include "practice/host.hpp"
#include "store/store.hpp"

namespace holdfast::delivery {

struct Delivered {
  int done = 0;
  bool more = false;    // the budget ended before the outbox did
  std::string trouble;  // for operators; empty: all went well
};

// Called from tick() alone. What the host refuses for good is parked with its reason; what it
// cannot take now is tried again later and later, up to an hour apart. The host knows each item by
// its idempotency key, so an item whose answer was lost is sent again without harm.
Delivered deliver(store::Store& store, const practice::Host& host,
                  std::chrono::milliseconds budget);

}  // namespace holdfast::delivery
