// SPDX-License-Identifier: MIT
// The faulty adapter's entry.
#include <holdfast/adapter.h>
#include <unistd.h>

#include <memory>

#include "fault.hpp"
#include "practice.hpp"

namespace faulty {
namespace {

constexpr const char* schema = R"({"$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object", "required": ["practice"],
  "properties": {"practice": {"type": "string"}}})";
constexpr const char* narrow_schema =
    R"({"type": "object", "properties": {"practice": {"type": "integer"}}})";

int inits = 0;
const pid_t loader = ::getpid();

holdfast_status init(const char*, holdfast_error*) {
  ++inits;
  return HOLDFAST_OK;
}
void deinit() { inits = is_fault("init-once") ? 0 : inits - 1; }

const holdfast_host* create(const holdfast_host* base, holdfast_str config, holdfast_error* err) {
  static int hosts = 0;
  std::unique_ptr<Practice> made;
  const auto refused = holdfast::guarded(err, [&] {
    if (inits == 0) throw holdfast::Failure(HOLDFAST_E_STATE, "create before init");
    if (is_fault("fork-refuses") && ::getpid() != loader)
      throw holdfast::Failure(HOLDFAST_E_STATE, "another process");
    if (is_fault("one-host") && hosts > 0) throw holdfast::Failure(HOLDFAST_E_LIMIT, "one host");
    if (is_fault("any-config") && !Json::accept(holdfast::view(config))) return;
    auto json = is_fault("any-config")
                    ? Json::parse(holdfast::view(config))
                    : holdfast::payload::parse_object(holdfast::view(config), "config");
    const holdfast::payload::Fields fields{json, "config"};
    if (is_fault("config-any-type") && !json["practice"].is_string())
      throw holdfast::Failure(HOLDFAST_E_INVALID, "something is wrong");
    fields.text("practice", 4096);
    made = std::make_unique<Practice>(base, json);
  });
  if (refused != HOLDFAST_OK && is_fault("config-no-reason")) err->message[0] = '\0';
  if (!made) return nullptr;
  ++hosts;
  static holdfast_host odd;
  if (is_fault("host-no-name")) {
    odd = *made->abi();
    odd.name = "";
    made.release();
    return &odd;
  }
  if (is_fault("falls-nowhere")) {
    odd = *made->abi();
    static const holdfast_host* whole;
    whole = made.release()->abi();
    odd.get_extension = [](const holdfast_host*, const char* id) -> const void* {
      return std::string_view{id}.starts_with("org.") ? nullptr : whole->get_extension(whole, id);
    };
    return &odd;
  }
  return made.release()->abi();
}

void destroy(const holdfast_host* host) {
  if (is_fault("destroy-leaks")) return;
  delete &holdfast::AdaptedHost::of(host);
}

}  // namespace
}  // namespace faulty

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  using namespace faulty;
  static holdfast_adapter_entry entry{
      sizeof entry, 1,      0,      0,      "org.holdfast.test.faulty", "Faulty", "1.0.0", schema,
      init,         deinit, create, destroy};
  if (is_fault("entry-major")) entry.abi_major = 3;
  if (is_fault("entry-small")) entry.size = 16;
  if (is_fault("entry-id")) entry.id = "Faulty";
  if (is_fault("entry-schema")) entry.config_schema = "{\"type\": \"array\"}";
  if (is_fault("entry-narrow-schema")) entry.config_schema = narrow_schema;
  if (is_fault("entry-other-id")) entry.id = "org.holdfast.test.other";
  if (is_fault("entry-per-call")) return new holdfast_adapter_entry{entry};
  return abi_major == HOLDFAST_ABI_MAJOR || is_fault("any-major") ? &entry : nullptr;
}
