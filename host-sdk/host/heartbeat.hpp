// SPDX-License-Identifier: MIT
// The thread that gives the plugin time between requests, one tick after the other.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "log.hpp"
#include "mounted_plugin.hpp"

namespace holdfast::host {

class Heartbeat {
 public:
  using Tick = std::function<MountedPlugin::Ticked(std::chrono::milliseconds budget)>;

  struct Pace {
    std::chrono::milliseconds every{3000};  // sooner when more work waits
    std::chrono::milliseconds budget{1000};
  };
  Heartbeat(Tick tick, Log& log) : Heartbeat(std::move(tick), log, Pace()) {}
  Heartbeat(Tick tick, Log& log, Pace pace);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();  // waits for the tick under way

  // False while the plugin itself fails. That the practice system is away is trouble, and no reason
  // to send nobody here: its pages work without. True before the first tick.
  bool works() const { return works_; }

 private:
  void beat();

  Tick tick_;
  Log& log_;
  Pace pace_;
  std::atomic<bool> works_{true};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_stopping_ = false;
  std::thread thread_;  // last: uses all above
};

}  // namespace holdfast::host
