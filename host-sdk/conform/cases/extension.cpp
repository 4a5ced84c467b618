// SPDX-License-Identifier: MIT
// What get_extension answers.
#include <thread>

#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

struct Known {
  const char* id;
  std::size_t bytes;  // of the table in ABI 1.0
};
constexpr Known known[] = {{HOLDFAST_HOST_CLIENTS, sizeof(holdfast_host_clients)},
                           {HOLDFAST_HOST_SESSIONS, sizeof(holdfast_host_sessions)},
                           {HOLDFAST_HOST_CHANGES, sizeof(holdfast_host_changes)},
                           {HOLDFAST_HOST_IDENTITY, sizeof(holdfast_host_identity)},
                           {HOLDFAST_HOST_RECORDS, sizeof(holdfast_host_records)},
                           {HOLDFAST_HOST_NOTIFY, sizeof(holdfast_host_notify)},
                           {HOLDFAST_HOST_LOG, sizeof(holdfast_host_log)},
                           {HOLDFAST_HOST_CLOCK, sizeof(holdfast_host_clock)},
                           {HOLDFAST_HOST_STORE, sizeof(holdfast_host_store)}};

const void* table(const holdfast_host& host, const std::string& id) {
  return host.get_extension(&host, id.c_str());
}

std::uint32_t size_of(const void* table) { return *static_cast<const std::uint32_t*>(table); }

}  // namespace

std::vector<HostCase> extension_cases() {
  return {
      {"extension.unknown-id", "an unknown id is NULL",
       [](HostBench& bench) {
         for (const auto* id : {"", "/", "holdfast", "holdfast.host.nonsense/1",
                                "holdfast.plugin.web/1", "com.example.other/1"})
           must(!table(bench.host(), id), "answers to an id that nobody has defined");
       }},
      {"extension.near-miss", "an id is the whole id: no prefix, no other revision, no other case",
       [](HostBench& bench) {
         for (const auto& [id, bytes] : known) {
           const std::string whole = id;
           auto loud = whole;
           loud[0] = 'H';
           for (const auto& wrong :
                {whole + "x", whole + " ", whole + "0", " " + whole, loud,
                 whole.substr(0, whole.size() - 2), whole.substr(0, whole.size() - 1) + "0",
                 whole.substr(0, whole.size() - 1) + "9"})
             must(!table(bench.host(), wrong), "answers to an id that is only nearly " + whole);
         }
       }},
      {"extension.size", "a table is at least as large as ABI 1.0 defines it",
       [](HostBench& bench) {
         for (const auto& [id, bytes] : known)
           if (const auto* found = table(bench.host(), id))
             must(size_of(found) >= bytes, std::string(id) + " has too small a size");
       }},
      {"extension.complete", "no function of a table is NULL",
       [](HostBench& bench) {
         for (const auto& [id, bytes] : known) {
           const auto* found = table(bench.host(), id);
           if (!found || size_of(found) < bytes) continue;
           const auto* words = static_cast<void* const*>(found);
           for (std::size_t i = 1; i < bytes / sizeof(void*); ++i)
             must(words[i] != nullptr, std::string(id) + " has a function that is NULL");
         }
       }},
      {"extension.same-table", "the same id gives the same table for the life of the host",
       [](HostBench& bench) {
         for (const auto& [id, bytes] : known)
           must(table(bench.host(), id) == table(bench.host(), std::string(id)),
                std::string(id) + " is another table the second time");
       }},
      {"extension.something", "a host offers clients and sessions, else a plugin has no work there",
       [](HostBench& bench) {
         for (const auto* id : {HOLDFAST_HOST_CLIENTS, HOLDFAST_HOST_SESSIONS})
           must(table(bench.host(), id), std::string("does not offer ") + id);
         for (const auto* id : {HOLDFAST_HOST_IDENTITY, HOLDFAST_HOST_CHANGES})
           if (!table(bench.host(), id)) warn(std::string("does not offer ") + id);
       }},
      {"extension.falls-through", "what an adapter does not serve comes from its base",
       [](HostBench& bench) {
         auto& base = bench.base();
         must(table(bench.host(), BaseHost::vendor_id) ==
                  base.abi()->get_extension(base.abi(), BaseHost::vendor_id),
              "an id of the base is not passed on");
       }},
      {"extension.base-gets-base", "the base's functions are called with the base's own host",
       [](HostBench& bench) {
         auto& base = bench.base();
         const auto calls = bench.calls();
         calls.log().log(calls.host(), HOLDFAST_LOG_INFO, str("through the adapter"));
         calls.clock().now_ms(calls.host());
         calls.store().directory(calls.host());
         must(!base.was_called_as_another, "the base was called with the adapter's host");
         must(base.logged().find("through the adapter") != std::string::npos, "the log is lost");
       }},
      {"extension.threads", "get_extension may be called from many threads at once",
       [](HostBench& bench) {
         const auto& host = bench.host();
         std::atomic<bool> differs{false};
         const auto* expected = table(host, HOLDFAST_HOST_CLIENTS);
         std::vector<std::thread> threads;
         for (int i = 0; i < 8; ++i)
           threads.emplace_back([&] {
             for (int turn = 0; turn < 200; ++turn)
               for (const auto& [id, bytes] : known)
                 if (table(host, id) == nullptr && id == known[0].id) differs = true;
             if (table(host, HOLDFAST_HOST_CLIENTS) != expected) differs = true;
           });
         for (auto& thread : threads) thread.join();
         must(!differs, "another table on another thread");
       }},
  };
}

}  // namespace holdfast::conform
