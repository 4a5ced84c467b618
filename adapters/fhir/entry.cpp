// SPDX-License-Identifier: MIT
// The library's one exported function, and the factory behind it.
#include <holdfast/cpp/adapter_entry.hpp>

#include "adapter.hpp"
#include "translating_host.hpp"

namespace {

using namespace holdfast::adapters::fhir;

std::unique_ptr<holdfast::AdaptedHost> make(const holdfast_host* base, std::string_view config) {
  auto settings = read_settings(config);
  if (settings.transport == Settings::Transport::none)
    return std::make_unique<TranslatingHost>(base, std::move(settings.names));
  return std::make_unique<Adapter>(base, std::move(settings));
}

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static const auto entry = holdfast::adapter_entry<make>(
      {HOLDFAST_ADAPTER_ID, HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION, settings_schema});
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
