// SPDX-License-Identifier: MIT
// Functions tagged [thread-safe] from many threads at once, [worker] from another than the first.
// What only a race detector sees is seen in a build with ThreadSanitizer.
#include <thread>

#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

constexpr int many = 6, turns = 15;

// Runs `body` on several threads at once and passes on what one of them threw.
void at_once(const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> thrown(many);
  for (int i = 0; i < many; ++i)
    threads.emplace_back([&body, &thrown, i] {
      try {
        body(i);
      } catch (...) {
        thrown[static_cast<std::size_t>(i)] = std::current_exception();
      }
    });
  for (auto& thread : threads) thread.join();
  for (const auto& one : thrown)
    if (one) std::rethrow_exception(one);
}

// The same question from all threads must have the same answer as from one.
void must_agree(const std::function<Answer()>& question) {
  const auto alone = question();
  at_once([&](int) {
    for (int turn = 0; turn < turns; ++turn) {
      const auto answer = question();
      must(answer.status == alone.status, "another status on another thread: " + answer.why);
      must(answer.text == alone.text, "another answer on another thread");
    }
  });
}

}  // namespace

std::vector<HostCase> thread_cases() {
  return {
      {"threads.clients", "clients are read from many threads at once",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         const auto calls = bench.calls();
         must_agree([&] { return calls.client(itself, id); });
       }},
      {"threads.search", "searches run on many threads at once",
       [](HostBench& bench) {
         const Json query{{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 50}};
         const auto calls = bench.calls();
         must_agree([&] { return calls.search(itself, query); });
       }},
      {"threads.sessions", "sessions are listed on many threads at once",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto query = session_query("1990-01-01", "2100-01-01", 100);
         must_agree([&] { return calls.sessions(itself, query); });
       }},
      {"threads.identity", "describe and may are asked from many threads at once",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         must_agree([&] { return calls.may(itself, "read", "practice"); });
         must_agree([&] { return calls.describe("conform-nobody"); });
       }},
      {"threads.log-and-clock", "log and clock are used from many threads at once",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         at_once([&](int i) {
           for (int turn = 0; turn < turns; ++turn) {
             calls.log().log(calls.host(), HOLDFAST_LOG_DEBUG, str(std::to_string(i)));
             must(calls.clock().now_ms(calls.host()) > 0, "no time on another thread");
             calls.clock().zone(calls.host());
           }
         });
       }},
      {"threads.worker", "a [worker] call is made on another thread than the one before",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         std::vector<std::string> first, second;
         std::exception_ptr thrown;
         const auto on_a_thread = [&](const std::function<void()>& body) {
           std::thread([&] {
             try {
               body();
             } catch (...) {
               thrown = std::current_exception();
             }
           }).join();
           if (thrown) std::rethrow_exception(thrown);
         };
         on_a_thread([&] {
           for (const auto& change : sweep(calls, 100)) first.push_back(change.dump());
         });
         on_a_thread([&] {
           for (const auto& change : sweep(calls, 100)) second.push_back(change.dump());
         });
         must(first == second, "another thread is told other changes");
       }},
      {"threads.read-while-written", "clients are read while a record is written",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         const auto calls = bench.calls();
         const Json record{{"schema", "holdfast.record/1"},
                           {"kind", "comment"},
                           {"client", id},
                           {"at", "2026-11-23T08:00:00Z"},
                           {"text", "conformance"}};
         calls.records();
         at_once([&](int i) {
           for (int turn = 0; turn < turns; ++turn) {
             if (i == 0) {
               const auto put = calls.put(itself, "k" + std::to_string(turn), record.dump());
               must(put.ok() || put.status == HOLDFAST_E_UNSUPPORTED, "not written: " + put.why);
             } else {
               const auto got = calls.client(itself, id);
               must(got.ok(), "not read while written: " + got.why);
             }
           }
         });
       }},
  };
}

}  // namespace holdfast::conform
