// SPDX-License-Identifier: MIT
#include <atomic>
#include <thread>

#include "open_practice.hpp"

using namespace practice_test;

namespace {

std::size_t threads_of_this_process() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("several threads read, and one writes, at the same time") {
  OpenPractice practice;
  std::atomic<int> failures{0};
  const auto good = [&](holdfast_status status) {
    if (status != HOLDFAST_OK) ++failures;
  };
  // Catch2's macros are for one thread: the others only count.
  const auto call = [&](auto function, auto... arguments) {
    std::string text;
    const auto sink = holdfast::into(text);
    good(function(practice.host, arguments..., &sink, nullptr));
  };
  const auto* clients = practice.clients();
  const auto* sessions = practice.sessions();
  const auto* identity = practice.identity();
  const auto* records = practice.records();
  const auto actor = holdfast::str("u-therapist-1");
  std::vector<std::thread> threads;
  for (int n = 0; n < 6; ++n)
    threads.emplace_back([&] {
      for (int i = 0; i < 30; ++i) {
        call(clients->get, actor, holdfast::str("c-1"));
        call(sessions->list, actor,
             holdfast::str(
                 R"({"schema":"holdfast.session-query/1","from":"2026-11-23","to":"2026-11-24"})"));
        call(identity->describe, actor);
        good(identity->may(practice.host, actor, holdfast::str("read"), holdfast::str("client:c-1"),
                           nullptr));
      }
    });
  threads.emplace_back([&] {
    for (int i = 0; i < 30; ++i) {
      const auto key = "key-" + std::to_string(i);
      call(
          records->put, actor, holdfast::str(key),
          holdfast::str(
              R"({"schema":"holdfast.record/1","kind":"alert","client":"c-1","at":"2026-11-23T09:00:00Z"})"));
    }
  });
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
}

TEST_CASE("the adapter starts no thread") {
  const auto before = threads_of_this_process();
  OpenPractice practice;
  std::string cursor;
  practice.all_changes(cursor);
  CHECK(threads_of_this_process() == before);
}
