// SPDX-License-Identifier: MIT
#include "heartbeat.hpp"

#include <algorithm>

namespace holdfast::host {

Heartbeat::Heartbeat(Tick tick, Log& log, Pace pace)
    : tick_(std::move(tick)), log_(log), pace_(pace), thread_([this] { beat(); }) {}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Heartbeat::beat() {
  std::string told;  // the same trouble is logged once
  for (;;) {
    MountedPlugin::Ticked ticked;
    try {
      ticked = tick_(pace_.budget);
    } catch (const std::exception& error) {
      ticked = {pace_.every, error.what(), false};
    }
    works_ = ticked.works;
    if (ticked.trouble != told && !ticked.trouble.empty()) log_.warning(ticked.trouble);
    if (ticked.trouble.empty() && !told.empty()) log_.info("the trouble is over: " + told);
    told = ticked.trouble;
    auto pause = std::min(pace_.every, ticked.due);
    if (!told.empty()) pause = pace_.every;
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, pause, [&] { return is_stopping_; })) return;
  }
}

}  // namespace holdfast::host
