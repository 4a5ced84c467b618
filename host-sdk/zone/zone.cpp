// SPDX-License-Identifier: MIT
#include "zone/zone.hpp"

#include <date/tz.h>

#include <holdfast/cpp/guard.hpp>

namespace holdfast {

using std::chrono::milliseconds;

Zone::Zone(std::string name) : name_(std::move(name)), zone_(nullptr) {
  try {
    zone_ = date::locate_zone(name_);
  } catch (const std::runtime_error&) {
    throw Failure(HOLDFAST_E_INVALID,
                  "the host's time zone is not in this machine's tzdata; use an "
                  "IANA name such as Europe/Berlin, or install tzdata");
  }
}

payload::Day Zone::day_of(payload::Instant instant) const {
  const auto local = std::chrono::floor<std::chrono::days>(zone_->to_local(instant));
  return payload::Day{local.time_since_epoch()};
}

payload::Instant Zone::instant_of(payload::Day day, std::chrono::minutes after_midnight) const {
  const date::local_time<milliseconds> local{day.time_since_epoch() + after_midnight};
  return zone_->to_sys(local, date::choose::earliest);
}

}  // namespace holdfast
