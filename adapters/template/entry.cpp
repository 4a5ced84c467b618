// SPDX-License-Identifier: MIT
// The one function that the library exports, and the factory behind it. Only the configuration is
// particular to you: say what it may hold in the schema, and read it in make().
#include <holdfast/cpp/adapter_entry.hpp>

#include "tables.hpp"

namespace {

constexpr const char* config_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Configuration of my adapter",
  "type": "object",
  "required": ["file"],
  "additionalProperties": false,
  "properties": {"file": {"type": "string", "description": "where the practice's data lies"}}
})";

std::unique_ptr<holdfast::AdaptedHost> make(const holdfast_host* base, std::string_view text) {
  const auto config = holdfast::payload::parse_object(text, "configuration");
  const holdfast::payload::Fields fields{config, "configuration"};
  return std::make_unique<mine::Adapter>(base, fields.text("file", 4096));
}

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static const auto entry = holdfast::adapter_entry<make>(
      {HOLDFAST_ADAPTER_ID, HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION, config_schema});
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
