// SPDX-License-Identifier: MIT
// The library's one exported function, and the factory behind it.
#include <holdfast/cpp/adapter_entry.hpp>

#include "open_emr.hpp"

namespace {

using namespace holdfast::adapters::openemr;

std::unique_ptr<holdfast::AdaptedHost> make(const holdfast_host* base, std::string_view config) {
  return std::make_unique<OpenEmr>(base, read_settings(config));
}

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static const auto entry = holdfast::adapter_entry<make>(
      {HOLDFAST_ADAPTER_ID, HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION, settings_schema});
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
