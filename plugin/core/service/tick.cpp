// SPDX-License-Identifier: MIT
#include "service/tick.hpp"

#include "delivery/deliver.hpp"
#include "service/house.hpp"
#include "service/mirror_host.hpp"

namespace holdfast::service {

Ticked tick(House& house, std::chrono::milliseconds budget) {
  constexpr std::chrono::milliseconds rest{5000};  // when nothing waits
  const auto mirrored = mirror_host(house, budget);
  const auto delivered = delivery::deliver(house.store(), house.host(), budget);
  Ticked ticked;
  ticked.due = mirrored.more || delivered.more ? std::chrono::milliseconds{0} : rest;
  ticked.trouble = mirrored.trouble.empty() ? delivered.trouble : mirrored.trouble;
  return ticked;
}

}  // namespace holdfast::service
