// SPDX-License-Identifier: MIT
// One plugin instance behind the C ABI: its life, and the tables it hands out.
#pragma once
#include <holdfast/host.h>
#include <holdfast/plugin.h>
#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string_view>

#include "abi/host_over_abi.hpp"
#include "service/config.hpp"
#include "service/house.hpp"
#include "web/site.hpp"

namespace holdfast::abi {

class Instance {
 public:
  // Parses the configuration; no I/O. Throws Failure naming field and rule. The host outlives it.
  static const holdfast_plugin* make(const holdfast_host& host, std::string_view config_json);

  // The instance behind a table's first argument, or Failure(HOLDFAST_E_STATE) when it is not
  // active or another process forked from this one is calling.
  static Instance& active(const holdfast_plugin* plugin);

  service::House& house() { return *house_; }
  const web::Site& site() const { return *site_; }
  // Held while a tick is at work: what only tick() touches has no lock of its own. Failure
  // (HOLDFAST_E_STATE) when another thread is at it; waiting would cost the host a worker.
  std::unique_lock<std::mutex> tick_alone();

 private:
  Instance(const holdfast_host& host, service::Config config);
  void activate();
  void deactivate();

  static holdfast_status activate_entry(const holdfast_plugin* plugin, holdfast_error* err);
  static void deactivate_entry(const holdfast_plugin* plugin);
  static void destroy_entry(const holdfast_plugin* plugin);
  static const void* extension_entry(const holdfast_plugin* plugin, const char* id);

  holdfast_plugin table_;
  HostOverAbi host_;
  service::Config config_;
  std::unique_ptr<service::House> house_;
  std::unique_ptr<web::Site> site_;
  std::mutex ticking_;
  pid_t pid_ = 0;  // of the process that activated; 0: not active
};

}  // namespace holdfast::abi
