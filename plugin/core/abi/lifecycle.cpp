// SPDX-License-Identifier: MIT
// holdfast.plugin.lifecycle/1: the work between requests, on the host's thread.
#include <holdfast/cpp/guard.hpp>

#include "abi/extensions.hpp"
#include "abi/instance.hpp"
#include "service/tick.hpp"

namespace holdfast::abi {
namespace {

holdfast_status tick(const holdfast_plugin* plugin, std::uint32_t budget_ms, std::uint32_t* due_ms,
                     holdfast_error* err) {
  return guarded(err, [&] {
    auto& instance = Instance::active(plugin);
    const auto alone = instance.tick_alone();
    const auto done = service::tick(instance.house(), std::chrono::milliseconds{budget_ms});
    if (due_ms) *due_ms = static_cast<std::uint32_t>(done.due.count());
    if (!done.trouble.empty()) throw Failure(HOLDFAST_E_UNAVAILABLE, done.trouble);
  });
}

holdfast_status worker_started(const holdfast_plugin* plugin, holdfast_error* err) {
  return guarded(err, [&] { Instance::active(plugin); });
}

void worker_stopping(const holdfast_plugin*) {}

holdfast_status before_backup(const holdfast_plugin* plugin, holdfast_error* err) {
  return guarded(err, [&] { Instance::active(plugin).house().store().before_backup(); });
}

}  // namespace

const holdfast_plugin_lifecycle lifecycle_extension{
    sizeof lifecycle_extension, 0, tick, worker_started, worker_stopping, before_backup};

}  // namespace holdfast::abi
