// SPDX-License-Identifier: MIT
// The one symbol of holdfast-core.so. The shim calls it; its table has the shape of a plugin's
// entry.
#include <holdfast/entry.h>

#include <holdfast/cpp/guard.hpp>

#include "abi/instance.hpp"

namespace {

using holdfast::abi::Instance;

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}

const holdfast_plugin* create(const holdfast_host* host, holdfast_str config_json,
                              holdfast_error* err) {
  const holdfast_plugin* plugin = nullptr;
  holdfast::guarded(err, [&] {
    if (!host || !HOLDFAST_HAS(host, holdfast_host, get_extension) ||
        host->abi_major != HOLDFAST_ABI_MAJOR)
      throw holdfast::Failure(HOLDFAST_E_INVALID,
                              "create needs a host that speaks ABI 1; pass a filled holdfast_host");
    plugin = Instance::make(*host, holdfast::view(config_json));
  });
  return plugin;
}

constexpr holdfast_entry entry{sizeof(holdfast_entry),
                               HOLDFAST_ABI_MAJOR,
                               HOLDFAST_ABI_MINOR,
                               0,
                               "org.holdfast.core",
                               "Holdfast",
                               HOLDFAST_VERSION,
                               init,
                               deinit,
                               create};

}  // namespace

extern "C" HOLDFAST_EXPORT const holdfast_entry* holdfast_core_entry(std::uint32_t abi_major) {
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
