// SPDX-License-Identifier: MIT
// An adapter that knows one client and lets everything else fall through to its base.
#include <holdfast/adapter.h>
#include <holdfast/ext/host_clients.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>

namespace {

struct FakeHost {
  holdfast_host table;
  const holdfast_host* base;
};
const FakeHost& self(const holdfast_host* host) {
  return *static_cast<const FakeHost*>(host->data);
}

holdfast_status get(const holdfast_host* host, holdfast_str, holdfast_str id,
                    const holdfast_sink* out, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    if (self(host).base == nullptr) throw holdfast::Failure(HOLDFAST_E_INTERNAL, "no base");
    holdfast::put(*out, "client " + std::string(holdfast::view(id)));
  });
}
constexpr holdfast_host_clients clients{sizeof clients, 0, get, nullptr, nullptr, nullptr};

const void* extension(const holdfast_host* host, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_CLIENTS) == 0) return &clients;
  return self(host).base->get_extension(self(host).base, id);
}

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}
const holdfast_host* create(const holdfast_host* base, holdfast_str config, holdfast_error* err) {
  if (holdfast::view(config).find("broken") != std::string_view::npos) {
    holdfast::fail(err, HOLDFAST_E_INVALID, "broken: take it out");
    return nullptr;
  }
  auto* made = new FakeHost{{}, base};
  made->table = {sizeof(holdfast_host), 1, 0, base->flags, made, "fake practice", "1", extension};
  return &made->table;
}
void destroy(const holdfast_host* host) { delete &self(host); }

constexpr holdfast_adapter_entry entry{sizeof entry,
                                       HOLDFAST_FAKE_ABI_MAJOR,
                                       0,
                                       0,
                                       "org.example.fake-adapter",
                                       "Fake practice",
                                       "1.0.0",
                                       "{}",
                                       init,
                                       deinit,
                                       create,
                                       destroy};

}  // namespace

const holdfast_adapter_entry* holdfast_adapter_entry_of(std::uint32_t abi_major) {
  return abi_major == HOLDFAST_FAKE_ABI_MAJOR ? &entry : nullptr;
}
