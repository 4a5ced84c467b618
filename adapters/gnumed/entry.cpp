// SPDX-License-Identifier: MIT
// The library's one exported function, and the factory behind it.
#include <holdfast/adapter.h>

#include <memory>

#include "gnumed.hpp"

namespace {

using holdfast::AdaptedHost;
using holdfast::adapters::gnumed::Gnumed;

const holdfast_host* create(const holdfast_host* base, holdfast_str config_json,
                            holdfast_error* err) {
  std::unique_ptr<Gnumed> made;
  holdfast::guarded(err, [&] {
    made = std::make_unique<Gnumed>(
        base, holdfast::adapters::gnumed::read_settings(holdfast::view(config_json)));
  });
  // The library stays loaded and destroy() is the only end of it: ownership passes to the caller.
  return made ? made.release()->abi() : nullptr;
}

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}

void destroy(const holdfast_host* host) {
  if (host) delete &AdaptedHost::of(host);
}

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static const holdfast_adapter_entry entry{sizeof(holdfast_adapter_entry),
                                            HOLDFAST_ABI_MAJOR,
                                            HOLDFAST_ABI_MINOR,
                                            0,
                                            HOLDFAST_ADAPTER_ID,
                                            HOLDFAST_ADAPTER_TITLE,
                                            HOLDFAST_ADAPTER_VERSION,
                                            holdfast::adapters::gnumed::settings_schema,
                                            init,
                                            deinit,
                                            create,
                                            destroy};
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
