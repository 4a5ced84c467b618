// SPDX-License-Identifier: MIT
// An adapter that translates and serves nothing else: a line of the audit log becomes its number
// and what was done. What it cannot translate it refuses in its own words.
#include <holdfast/adapter.h>
#include <holdfast/ext/adapter_translate.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

struct Counting {
  holdfast_host abi;
  bool refuses;
};

holdfast_status translate(const holdfast_host* host, holdfast_str name, holdfast_str json,
                          const holdfast_sink* out, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    if (holdfast::view(name) != "audit-line")
      throw holdfast::Failure(HOLDFAST_E_UNSUPPORTED, "only audit lines are counted here");
    if (static_cast<const Counting*>(host->data)->refuses)
      throw holdfast::Failure(HOLDFAST_E_INVALID, "from: is no good here");
    const auto line = Json::parse(holdfast::view(json));
    if (line.at("schema") != "holdfast.audit-line/1")
      throw holdfast::Failure(HOLDFAST_E_INVALID, "schema: is another");
    const auto text = Json{{"number", line.at("line")}, {"done", line.at("action")}}.dump();
    out->write(out->ctx, text.data(), text.size());
  });
}

constexpr holdfast_adapter_translate table{sizeof table, 0, translate};

const void* extension(const holdfast_host*, const char* id) {
  return std::strcmp(id, HOLDFAST_ADAPTER_TRANSLATE) == 0 ? &table : nullptr;
}

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}

const holdfast_host* create(const holdfast_host* base, holdfast_str config, holdfast_error* err) {
  Counting* made = nullptr;
  holdfast::guarded(err, [&] {
    const auto settings = Json::parse(holdfast::view(config));
    if (settings.contains("absent"))
      throw holdfast::Failure(HOLDFAST_E_UNAVAILABLE, "there is nothing to count with");
    made = new Counting{{sizeof(holdfast_host), HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, base->flags,
                         nullptr, "counting", "1.0.0", extension},
                        settings.contains("refuses")};
    made->abi.data = made;
  });
  return made ? &made->abi : nullptr;  // destroy() is its end
}

void destroy(const holdfast_host* host) { delete static_cast<Counting*>(host->data); }

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
  static const holdfast_adapter_entry entry{sizeof entry,
                                            HOLDFAST_ABI_MAJOR,
                                            HOLDFAST_ABI_MINOR,
                                            0,
                                            HOLDFAST_ADAPTER_ID,
                                            HOLDFAST_ADAPTER_TITLE,
                                            HOLDFAST_ADAPTER_VERSION,
                                            "{\"type\":\"object\"}",
                                            init,
                                            deinit,
                                            create,
                                            destroy};
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
