// SPDX-License-Identifier: MIT
#include "loader/composed_host.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <string>

#include "folder.hpp"

using holdfast::extension_of;
using holdfast::str;
using holdfast::loader::ComposedHost;
using holdfast::testing::refusal_of;

namespace {

// Both sides read their own `data`, so a call with the other's pointer would not find its word.
struct Side {
  holdfast_host table;
  std::string word;
  const holdfast_host* base = nullptr;
};
const Side& self(const holdfast_host* host) { return *static_cast<const Side*>(host->data); }

const char* directory(const holdfast_host* host) { return self(host).word.c_str(); }
std::int64_t now_ms(const holdfast_host*) { return 42; }
constexpr holdfast_host_store store{sizeof store, 0, directory};
constexpr holdfast_host_clock clock_table{sizeof clock_table, 0, now_ms, nullptr};

holdfast_status get(const holdfast_host* host, holdfast_str, holdfast_str, const holdfast_sink* out,
                    holdfast_error*) {
  return out->write(out->ctx, self(host).word.data(), self(host).word.size());
}
constexpr holdfast_host_clients clients{sizeof clients, 0, get, nullptr, nullptr, nullptr};

const void* base_extension(const holdfast_host*, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_STORE) == 0) return &store;
  if (std::strcmp(id, HOLDFAST_HOST_CLOCK) == 0) return &clock_table;
  return nullptr;
}
const void* adapter_extension(const holdfast_host* host, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_CLIENTS) == 0) return &clients;
  return self(host).base->get_extension(self(host).base, id);
}

holdfast_host table_of(Side& side, decltype(holdfast_host::get_extension) extension) {
  return {sizeof(holdfast_host), 1,   0,        HOLDFAST_HOST_THREADED, &side,
          side.word.c_str(),     "1", extension};
}

const holdfast_host* create(const holdfast_host* base, holdfast_str config, holdfast_error* err) {
  if (holdfast::view(config) == "no") {
    holdfast::fail(err, HOLDFAST_E_DENIED, "the password is wrong; correct it");
    return nullptr;
  }
  auto* side = new Side{{}, "adapter", base};
  side->table = table_of(*side, adapter_extension);
  return &side->table;
}
void destroy(const holdfast_host* host) { delete &self(host); }
constexpr holdfast_adapter_entry adapter{sizeof adapter, 1,       0,       0,      "a",    "A", "1",
                                         "{}",           nullptr, nullptr, create, destroy};

struct Base : Side {
  Base() : Side{{}, "base", nullptr} { table = table_of(*this, base_extension); }
};

}  // namespace

TEST_CASE("each side is called with its own host, whoever asks the composed one") {
  const Base base;
  const ComposedHost composed(base.table, adapter, "{}");
  const auto* host = &composed.abi();
  CHECK(
      std::string(extension_of<holdfast_host_store>(host, HOLDFAST_HOST_STORE)->directory(host)) ==
      "base");
  std::string text;
  const auto sink = holdfast::into(text);
  CHECK(extension_of<holdfast_host_clients>(host, HOLDFAST_HOST_CLIENTS)
            ->get(host, str("u"), str("c"), &sink, nullptr) == HOLDFAST_OK);
  CHECK(text == "adapter");
}

TEST_CASE("what neither side has is absent, and a function left out is unsupported") {
  const Base base;
  const ComposedHost composed(base.table, adapter, "{}");
  const auto* host = &composed.abi();
  CHECK_FALSE(host->get_extension(host, HOLDFAST_HOST_NOTIFY));
  CHECK_FALSE(host->get_extension(host, "com.example.own/1"));
  std::string text;
  const auto sink = holdfast::into(text);
  CHECK(extension_of<holdfast_host_clients>(host, HOLDFAST_HOST_CLIENTS)
            ->search(host, str("u"), str("{}"), &sink, nullptr) == HOLDFAST_E_UNSUPPORTED);
  const auto* clock = extension_of<holdfast_host_clock>(host, HOLDFAST_HOST_CLOCK);
  CHECK(clock->now_ms(host) == 42);
  CHECK(clock->zone(host) == nullptr);
}

TEST_CASE("composed hosts stack") {
  const Base base;
  const ComposedHost below(base.table, adapter, "{}");
  const ComposedHost above(below.abi(), adapter, "{}");
  const auto* host = &above.abi();
  CHECK(
      std::string(extension_of<holdfast_host_store>(host, HOLDFAST_HOST_STORE)->directory(host)) ==
      "base");
}

TEST_CASE("an adapter's refusal comes through in its own words") {
  const Base base;
  CHECK(refusal_of([&] { ComposedHost(base.table, adapter, "no"); }) ==
        "adapter A: the password is wrong; correct it");
}
