// SPDX-License-Identifier: MIT
// The one function that the library exports, and the factory behind it. Only the configuration is
// particular to you: say what it may hold in the schema, and read it in create().
#include <holdfast/adapter.h>

#include <memory>

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

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}

const holdfast_host* create(const holdfast_host* base, holdfast_str config_json,
                            holdfast_error* err) {
  std::unique_ptr<mine::Adapter> made;
  holdfast::guarded(err, [&] {
    const auto config =
        holdfast::payload::parse_object(holdfast::view(config_json), "configuration");
    const holdfast::payload::Fields fields{config, "configuration"};
    made = std::make_unique<mine::Adapter>(base, fields.text("file", 4096));
  });
  return made ? made.release()->abi() : nullptr;  // destroy() is its end
}

void destroy(const holdfast_host* host) {
  if (host) delete &holdfast::AdaptedHost::of(host);
}

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static constexpr holdfast_adapter_entry entry{sizeof entry,
                                                HOLDFAST_ABI_MAJOR,
                                                HOLDFAST_ABI_MINOR,
                                                0,
                                                HOLDFAST_ADAPTER_ID,
                                                HOLDFAST_ADAPTER_TITLE,
                                                HOLDFAST_ADAPTER_VERSION,
                                                config_schema,
                                                init,
                                                deinit,
                                                create,
                                                destroy};
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
