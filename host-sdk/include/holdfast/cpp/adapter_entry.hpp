// SPDX-License-Identifier: MIT
// The entry of an adapter that is written as one C++ class: what it is called, what its
// configuration may hold, and how it is made. Header-only, C++20.
//
//   std::unique_ptr<holdfast::AdaptedHost> make(const holdfast_host* base, std::string_view
//   config);
//
//   const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
//     static const auto entry = holdfast::adapter_entry<make>(
//         {HOLDFAST_ADAPTER_ID, HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION, config_schema});
//     return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
//   }
//
// `make` may throw: a Failure becomes its status and its text, anything else HOLDFAST_E_INTERNAL
// (guard.hpp). Threads: as adapter.h says.
#pragma once
#include <holdfast/adapter.h>

#include <holdfast/cpp/adapted_host.hpp>
#include <holdfast/cpp/guard.hpp>
#include <memory>

namespace holdfast {

// Static texts; the schema describes the configuration that create() takes.
struct AdapterLabel {
  const char *id, *title, *version, *config_schema;
};

template <auto make>
holdfast_adapter_entry adapter_entry(AdapterLabel label) {
  return {sizeof(holdfast_adapter_entry),
          HOLDFAST_ABI_MAJOR,
          HOLDFAST_ABI_MINOR,
          0,
          label.id,
          label.title,
          label.version,
          label.config_schema,
          [](const char*, holdfast_error*) -> holdfast_status { return HOLDFAST_OK; },
          [] {},
          [](const holdfast_host* base, holdfast_str config_json,
             holdfast_error* err) -> const holdfast_host* {
            std::unique_ptr<AdaptedHost> made;
            guarded(err, [&] { made = make(base, view(config_json)); });
            // The library stays loaded and destroy() is the only end of it: ownership passes on.
            return made ? made.release()->abi() : nullptr;
          },
          [](const holdfast_host* host) {
            if (host) delete &AdaptedHost::of(host);
          }};
}

}  // namespace holdfast
