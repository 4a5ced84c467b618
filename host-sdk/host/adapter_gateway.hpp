// SPDX-License-Identifier: MIT
// The adapter's own addresses (ext/adapter_gateway.h), mounted beside the plugin's pages.
#pragma once
#include <holdfast/ext/adapter_gateway.h>

#include <memory>

#include "gateway.hpp"
#include "loaded_adapter.hpp"
#include "mounted_plugin.hpp"

namespace holdfast::host {

class AdapterGateway {
 public:
  // Null where the configured adapter offers no addresses. `plugin` outlives it.
  static std::unique_ptr<AdapterGateway> open(const Settings& settings, const BaseHost& base,
                                              const MountedPlugin& plugin);

  // [thread-safe]. Throws Failure when no answer could be made.
  Response answer(const PluginRequest& request) const;

 private:
  AdapterGateway(std::unique_ptr<LoadedAdapter> adapter, const holdfast_adapter_gateway& table,
                 const MountedPlugin& plugin)
      : adapter_(std::move(adapter)), table_(table), plugin_(plugin) {}

  std::unique_ptr<LoadedAdapter> adapter_;
  const holdfast_adapter_gateway& table_;
  const MountedPlugin& plugin_;
};

}  // namespace holdfast::host
