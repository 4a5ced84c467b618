// SPDX-License-Identifier: MIT
// What happens to a store when processes fork, share it, or are killed.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

// Runs `work` in a child, which answers 0 when it returned true; never runs the parent's
// destructors.
template <class Work>
pid_t in_child(Work work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 1;
  try {
    code = work() ? 0 : 2;
  } catch (const std::exception& error) {
    ::fprintf(stderr, "child: %s\n", error.what());
    code = 3;
  } catch (...) {
    code = 4;
  }
  ::_exit(code);
}

int exit_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

TEST_CASE("a store that was opened before fork refuses to work in the child") {
  Folder folder;
  auto store = open_store(folder);
  store->commit([](Unit& unit) { submit(unit, {}); });
  const pid_t child = in_child([&] {
    int refused = 0;
    const auto expect_refusal = [&](auto&& act) {
      try {
        act();
      } catch (const Failure& failure) {
        refused += failure.fault() == Fault::wrong_process ? 1 : 0;
      }
    };
    expect_refusal([&] { store->commit([](Unit& unit) { submit(unit, {.number = 2}); }); });
    expect_refusal([&] { store->read([](Reader& reader) { return reader.settings.all(); }); });
    expect_refusal([&] { store->before_backup(); });
    store.reset();  // the parent's connections are left alone
    const auto own = open_store(folder);
    own->commit([](Unit& unit) { submit(unit, {.number = 3}); });
    return refused == 3;
  });
  CHECK(exit_of(child) == 0);
  store->commit([](Unit& unit) { submit(unit, {.number = 4}); });
  CHECK(store->read([](Reader& r) { return r.ratings.of_course(CourseId{"course-1"}).size(); }) ==
        3);
}

TEST_CASE("several processes share one store") {
  Folder folder;
  constexpr int processes = 4;
  constexpr int submits = 25;
  std::vector<pid_t> children;
  for (int process = 0; process < processes; ++process)
    children.push_back(in_child([&] {
      const auto store = open_store(folder);  // the first one migrates, the others wait
      for (int number = 1; number <= submits; ++number)
        store->commit([&](Unit& unit) {
          submit(unit, {.course = "course-" + std::to_string(process), .number = number});
        });
      return true;
    }));
  for (const pid_t child : children) CHECK(exit_of(child) == 0);
  const auto store = open_store(folder);
  store->check();
  store->read([&](Reader& reader) {
    const auto verified = reader.audit.verify();
    CHECK_FALSE(verified.finding);
    CHECK(verified.lines == processes * submits);
  });
}

// SQLite refuses the change to a write-ahead log at once where it would wait for anything else; one
// round in thirty or so met that.
TEST_CASE("processes that make one new store at the same moment all get it", "[file]") {
  for (int round = 0; round < 60; ++round) {
    Folder folder;
    std::vector<pid_t> children;
    for (int process = 0; process < 6; ++process)
      children.push_back(in_child([&] {
        const SqliteConnection connection({.path = folder.file(), .practice = "practice"});
        return true;
      }));
    for (const pid_t child : children) CHECK(exit_of(child) == 0);
  }
}

TEST_CASE("a process killed amid concurrent commits loses nothing it acknowledged") {
  for (int round = 0; round < 4; ++round) {
    Folder folder;
    open_store(folder);
    int told[2];
    REQUIRE(::pipe(told) == 0);
    const pid_t child = in_child([&] {
      ::close(told[0]);
      const auto store = open_store(folder);
      std::vector<std::thread> threads;
      for (int thread = 0; thread < 6; ++thread)
        threads.emplace_back([&, thread] {
          for (int number = 1; number < 100000; ++number) {
            const RatingId id = store->commit([&](Unit& unit) {
              return submit(unit, {.course = "course-" + std::to_string(thread), .number = number});
            });
            // 36 bytes to a pipe are written whole.
            if (::write(told[1], id.value.data(), id.value.size()) != 36) ::_exit(9);
          }
        });
      for (auto& thread : threads) thread.join();
      return true;
    });
    ::close(told[1]);
    std::vector<RatingId> acknowledged;
    std::string id(36, ' ');
    const std::size_t enough = 40 + 60 * static_cast<std::size_t>(round);
    bool killed = false;
    for (std::size_t held = 0;;) {
      const ssize_t got = ::read(told[0], id.data() + held, 36 - held);
      if (got <= 0) break;
      held += static_cast<std::size_t>(got);
      if (held < 36) continue;
      acknowledged.emplace_back(id);
      held = 0;
      if (!killed && acknowledged.size() >= enough) {
        ::kill(child, SIGKILL);
        killed = true;
      }
    }
    ::close(told[0]);
    CHECK(exit_of(child) == 128);
    CHECK(acknowledged.size() >= enough);
    const auto store = open_store(folder);
    store->check();
    store->read([&](Reader& reader) {
      for (const auto& rating : acknowledged) {
        REQUIRE(reader.ratings.find(rating).has_value());
        REQUIRE(reader.ratings.answers(rating).size() == 6);
      }
      CHECK_FALSE(reader.audit.verify().finding);
    });
  }
}
