// SPDX-License-Identifier: MIT
// A server that goes away: what was acknowledged stays, nothing is there twice, and the store works
// again as soon as the server does.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "relay.hpp"
#include "unit/core/store/builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;
using holdfast::testing::Cut;
using holdfast::testing::run_in_database;
using holdfast::testing::value_in_database;

namespace {

constexpr char end_all[] =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE usename = 'holdfast' AND datname = current_database()";

// A server for this case alone, because it dies.
class OwnServer {
 public:
  OwnServer() { run("start"); }
  ~OwnServer() { run("stop"); }
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;
  void run(const std::string& command) const {
    const std::string line = "sh '" HOLDFAST_TEST_DATA "/postgresql/server.sh' " + command + " '" +
                             folder_.file("server") + "'";
    if (std::system(line.c_str()) != 0) throw std::runtime_error(line);
  }
  std::string address() const {
    std::string folder;
    std::getline(std::ifstream(folder_.file("server")), folder);
    return "postgresql://holdfast@/practice?host=" + folder;
  }
  std::string server_address() const {
    std::string address = this->address();
    return address.replace(address.find("/practice"), 9, "/postgres");
  }

 private:
  Folder folder_;
};

// Submits until told to stop; each has a key of its own and is sent again until it is acknowledged,
// as a form does.
struct Submitters {
  std::mutex mutex;
  std::set<std::string> acknowledged;  // idempotency keys
  std::atomic<bool> is_over{false};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;

  void start(Store& store, int count, const std::string& name) {
    for (int thread = 0; thread < count; ++thread)
      threads.emplace_back([this, &store, course = name + std::to_string(thread)] {
        for (int number = 1; !is_over; ++number) send(store, course, number);
      });
  }
  void send(Store& store, const std::string& course, int number) {
    auto row = rating(store.ids(), {.course = course, .number = number});
    for (;;) {
      try {
        store.commit([&](Unit& unit) {
          if (unit.ratings.by_idempotency_key(row.idempotency_key)) return;
          unit.ratings.insert(row, answers(), {});
          unit.audit.append({.actor_kind = "client", .action = "rating.submit", .outcome = "done"},
                            row.entered_at);
        });
        const std::scoped_lock lock(mutex);
        acknowledged.insert(row.idempotency_key);
        return;
      } catch (const Failure&) {
        ++refused;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
      }
    }
  }
  std::size_t count() {
    const std::scoped_lock lock(mutex);
    return acknowledged.size();
  }
  void wait_for(std::size_t more) {
    for (const auto goal = count() + more; count() < goal;)
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  void end() {
    is_over = true;
    for (auto& thread : threads) thread.join();
    threads.clear();
  }
  ~Submitters() { end(); }
};

void expect_each_once(Store& store, const Submitters& submitters, const std::string& address) {
  store.read([&](Reader& reader) {
    for (const auto& key : submitters.acknowledged)
      REQUIRE(reader.ratings.by_idempotency_key(key).has_value());
    const auto verified = reader.audit.verify();
    CHECK_FALSE(verified.finding);
    CHECK(verified.lines == static_cast<std::int64_t>(submitters.acknowledged.size()));
  });
  CHECK(value_in_database(address, "SELECT COUNT(*) FROM rating") ==
        std::to_string(submitters.acknowledged.size()));
}

}  // namespace

TEST_CASE("connections cut at random moments lose nothing acknowledged and store nothing twice") {
  Folder folder;
  const auto one = open_store(folder);
  const auto two = open_store(folder);
  Submitters submitters;
  submitters.start(*one, 3, "one-");
  submitters.start(*two, 3, "two-");
  for (int cut = 0; cut < 25; ++cut) {
    submitters.wait_for(3 + static_cast<std::size_t>(cut) % 5);
    run_in_database(folder.store(), end_all);
  }
  submitters.end();
  expect_each_once(*one, submitters, folder.store());
}

TEST_CASE("a commit whose answer is lost is looked up, and neither lost nor done again") {
  Folder folder;
  holdfast::testing::Relay relay(folder.path().string(), folder.store());
  const auto store = Store::open({.path = relay.address()});
  for (const Cut cut : {Cut::after_commit, Cut::before_commit, Cut::after_commit}) {
    const auto before = store->read([](Reader& r) { return r.audit.verify().lines; });
    int runs = 0;
    relay.cut_next(cut);
    const RatingId id = store->commit([&](Unit& unit) {
      ++runs;
      return submit(unit, {.number = static_cast<int>(before) + 1});
    });
    CHECK(relay.has_cut());
    CHECK(runs == (cut == Cut::after_commit ? 1 : 2));
    store->read([&](Reader& reader) {
      CHECK(reader.ratings.find(id).has_value());
      CHECK(reader.audit.verify().lines == before + 1);
      CHECK_FALSE(reader.audit.verify().finding);
    });
  }
}

TEST_CASE("a store that was idle while its connections were cut does not notice") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { submit(unit, {}); });
  CHECK(store->read([](Reader& r) { return r.audit.verify().lines; }) == 1);
  run_in_database(folder.store(), end_all);
  CHECK(store->read([](Reader& r) { return r.audit.verify().lines; }) == 1);
  run_in_database(folder.store(), end_all);
  store->commit([](Unit& unit) { submit(unit, {.number = 2}); });
  CHECK(store->read([](Reader& r) { return r.audit.verify().lines; }) == 2);
}

TEST_CASE("a server killed and started again amid submits loses nothing and doubles nothing") {
  const OwnServer server;
  run_in_database(server.server_address(), "CREATE DATABASE practice OWNER holdfast");
  const auto one = Store::open({.path = server.address()});
  const auto two = Store::open({.path = server.address()});
  Submitters submitters;
  submitters.start(*one, 3, "one-");
  submitters.start(*two, 2, "two-");
  for (int round = 0; round < 2; ++round) {
    submitters.wait_for(40);
    server.run("kill");
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    server.run("again");
  }
  submitters.wait_for(20);
  submitters.end();
  expect_each_once(*one, submitters, server.address());
  one->check();
}

TEST_CASE("a server that stays away is told within the store's patience, without a password") {
  const OwnServer server;
  run_in_database(server.server_address(), "CREATE DATABASE practice OWNER holdfast");
  std::string address = server.address();
  address.replace(address.find("holdfast@"), 8, "holdfast:s3cret");
  const auto store = Store::open({.path = address, .patience = std::chrono::milliseconds{300}});
  CHECK(store->path().find("s3cret") == std::string::npos);
  server.run("kill");
  const auto begin = std::chrono::steady_clock::now();
  const auto expect_unreachable = [](auto&& act) {
    try {
      act();
      FAIL("done without a server");
    } catch (const Failure& failure) {
      CHECK(failure.fault() == Fault::unreachable);
      CHECK(std::string(failure.what()).find("s3cret") == std::string::npos);
    }
  };
  expect_unreachable([&] { store->commit([](Unit& unit) { submit(unit, {}); }); });
  expect_unreachable([&] { store->read([](Reader& r) { return r.settings.all(); }); });
  expect_unreachable([&] { Store::open({.path = address}); });
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{8});
  server.run("again");
  store->commit([](Unit& unit) { submit(unit, {}); });
  CHECK(store->read([](Reader& r) { return r.audit.verify().lines; }) == 1);
}

// A server whose processes stand still keeps its sockets open: nothing but a deadline notices.
TEST_CASE("a server that is frozen is given up with a reason, and works again when it thaws") {
  const OwnServer server;
  run_in_database(server.server_address(), "CREATE DATABASE practice OWNER holdfast");
  const auto store =
      Store::open({.path = server.address(), .patience = std::chrono::milliseconds{300}});
  store->commit([](Unit& unit) { submit(unit, {}); });
  Submitters submitters;
  submitters.start(*store, 2, "one-");
  submitters.wait_for(20);
  server.run("freeze");
  std::string told;
  try {
    store->read([](Reader& reader) { return reader.settings.all(); });
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::unreachable);
    told = failure.what();
  }
  while (submitters.refused == 0) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  server.run("thaw");
  CHECK(told.find("check that the server runs and is not stopped") != std::string::npos);
  submitters.wait_for(20);
  submitters.end();
  store->read([&](Reader& reader) {
    for (const auto& key : submitters.acknowledged)
      CHECK(reader.ratings.by_idempotency_key(key).has_value());
    CHECK_FALSE(reader.audit.verify().finding);
  });
  CHECK(value_in_database(server.address(), "SELECT COUNT(*) FROM rating") ==
        std::to_string(submitters.acknowledged.size() + 1));
}

TEST_CASE("one connection whose process is stopped is left for another, unseen") {
  Folder folder;
  const auto store =
      Store::open({.path = folder.store(), .patience = std::chrono::milliseconds{300}});
  store->commit([](Unit& unit) { submit(unit, {}); });
  const auto process = static_cast<pid_t>(
      std::stol(value_in_database(folder.store(),
                                  "SELECT pid FROM pg_stat_activity WHERE usename = 'holdfast' AND"
                                  " datname = current_database() ORDER BY state_change DESC"
                                  " LIMIT 1")));
  REQUIRE(::kill(process, SIGSTOP) == 0);
  store->commit([](Unit& unit) { submit(unit, {.number = 2}); });
  CHECK(store->read([](Reader& reader) { return reader.audit.verify().lines; }) == 2);
  CHECK(::kill(process, SIGCONT) == 0);
}
