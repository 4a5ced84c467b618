// SPDX-License-Identifier: MIT
// One plugin instance as the host sees it: remembers what create() was given and lets the core live
// between activate() and deactivate().
#pragma once
#include <holdfast/entry.h>
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "configuration.hpp"
#include "loader/composed_host.hpp"

namespace holdfast::shim {

class Shim {
 public:
  // No I/O. `own_path` is this library's; core and adapters are looked for beside it. The host
  // outlives it. Throws Failure on a configuration that is not one JSON object.
  static const holdfast_plugin* make(const holdfast_host& host,
                                     const std::filesystem::path& own_path,
                                     std::string_view config_json);

  // The core's plugin behind a table's first argument; Failure(HOLDFAST_E_STATE) before activate()
  // and in a process forked after it.
  static const holdfast_plugin& core_of(const holdfast_plugin* plugin);
  // The core's table for `id`, with the same refusals.
  template <class Table>
  static const Table& table_of(const holdfast_plugin* plugin, const char* id) {
    return *static_cast<const Table*>(extension_of_core(core_of(plugin), id));
  }

 private:
  Shim(const holdfast_host& host, const std::filesystem::path& own_path,
       Configuration configuration);
  static const void* extension_of_core(const holdfast_plugin& core, const char* id);

  void activate();
  void load_and_start();
  const holdfast_host& host_for_core();
  void stop();

  static holdfast_status activate_entry(const holdfast_plugin* plugin, holdfast_error* err);
  static void deactivate_entry(const holdfast_plugin* plugin);
  static void destroy_entry(const holdfast_plugin* plugin);
  static const void* extension_entry(const holdfast_plugin* plugin, const char* id);

  holdfast_plugin table_;
  const holdfast_host& host_;
  std::filesystem::path folder_;
  Configuration configuration_;

  const holdfast_adapter_entry* adapter_ = nullptr;  // counted: init() was called
  std::unique_ptr<loader::ComposedHost> composed_;
  const holdfast_entry* core_entry_ = nullptr;  // counted: init() was called
  const holdfast_plugin* core_ = nullptr;
  pid_t pid_ = 0;  // of the process that activated; 0: not active
};

}  // namespace holdfast::shim
