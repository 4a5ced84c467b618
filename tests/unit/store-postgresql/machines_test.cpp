// SPDX-License-Identifier: MIT
// Several machines on one database: each has a store of its own.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <thread>

#include "unit/core/store/builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

void deliver(Unit& unit, const std::string& client) {
  Delivery one;
  one.id = unit.ids.uuid();
  one.kind = "put";
  one.about = "client_total";
  one.key = one.id;
  one.client.value = client;
  one.body = "{}";
  one.due = one.made_at = instant_of(1);
  unit.outbox.insert(one);
}

}  // namespace

TEST_CASE("machines that rate the same series miss none of each other's ratings") {
  Folder folder;
  constexpr int machines = 3, submits = 20;
  std::vector<std::thread> all;
  for (int machine = 0; machine < machines; ++machine)
    all.emplace_back([&, machine] {
      const auto store = open_store(folder);
      for (int number = 1; number <= submits; ++number)
        store->commit([&](Unit& unit) { submit(unit, {.number = machine * submits + number}); });
    });
  for (auto& machine : all) machine.join();
  const auto store = open_store(folder);
  store->read([&](Reader& reader) {
    const auto ratings = reader.ratings.of_course(CourseId{"course-1"});
    REQUIRE(ratings.size() == machines * submits);
    // Each submit read the state that the one before it wrote.
    CHECK(reader.states.course(CourseId{"course-1"}, ClientKey{"key-1"})->bytes.size() ==
          machines * submits);
    const auto verified = reader.audit.verify();
    CHECK_FALSE(verified.finding);
    CHECK(verified.lines == machines * submits);
  });
}

TEST_CASE("machines that claim at once share the work, each item once, in each client's order") {
  Folder folder;
  constexpr int machines = 4, clients = 12, each = 3;
  open_store(folder)->commit([](Unit& unit) {
    for (int client = 0; client < clients; ++client)
      for (int i = 0; i < each; ++i) deliver(unit, "key-" + std::to_string(client));
  });
  std::mutex mutex;
  std::map<std::string, std::vector<std::string>> given;  // by client
  std::vector<std::thread> all;
  for (int machine = 0; machine < machines; ++machine)
    all.emplace_back([&, machine] {
      const auto store = open_store(folder);
      const std::string name = "machine-" + std::to_string(machine);
      for (int idle = 0; idle < 20;) {
        const auto items = store->claim(
            [&](Unit& unit) { return unit.outbox.claim(name, instant_of(2), instant_of(3), 2); });
        idle = items.empty() ? idle + 1 : 0;
        for (const auto& item : items) {
          {
            const std::scoped_lock lock(mutex);
            given[item.client.value].push_back(item.id);
          }
          store->commit([&](Unit& unit) { unit.outbox.done(item.id, "host", instant_of(2)); });
        }
      }
    });
  for (auto& machine : all) machine.join();
  CHECK(given.size() == clients);
  for (const auto& [client, ids] : given) {
    CHECK(ids.size() == each);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
  }
}

TEST_CASE("claiming waits for nobody who writes") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { deliver(unit, "key-1"); });
  const auto other = open_store(folder);
  store->commit([&](Unit& unit) {
    unit.settings.put({"a", "b", "c", instant_of(1)});  // this machine has the turn
    const auto items = other->claim([](Unit& claimer) {
      return claimer.outbox.claim("other", instant_of(2), instant_of(3), 10);
    });
    CHECK(items.size() == 1);
  });
}

TEST_CASE("rows that another machine is claiming are passed over, not waited for") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    deliver(unit, "key-1");
    deliver(unit, "key-2");
  });
  const auto other = open_store(folder);
  store->claim([&](Unit& unit) {
    CHECK(unit.outbox.claim("one", instant_of(2), instant_of(3), 1).size() == 1);
    const auto items = other->claim([](Unit& claimer) {
      return claimer.outbox.claim("two", instant_of(2), instant_of(3), 10);
    });
    CHECK(items.size() == 1);
    return true;
  });
}

TEST_CASE("practices on one server do not wait for each other") {
  Folder folder;
  const auto one = Store::open({.path = folder.store(), .practice = "one"});
  const auto two = Store::open({.path = folder.store(), .practice = "two"});
  one->commit([&](Unit& unit) {
    submit(unit, {});
    two->commit([](Unit& inner) { submit(inner, {}); });
  });
  CHECK_FALSE(two->read([](Reader& reader) { return reader.audit.verify(); }).finding);
}

TEST_CASE("a deadlock with somebody else's transaction is no caller's concern") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { unit.settings.put({"a", "1", "by", instant_of(1)}); });
  std::atomic<int> runs{0};
  store->commit([&](Unit& unit) {
    // As the server reports it: the group is run again whole.
    if (++runs < 3) throw Failure(Fault::conflict, "40P01");
    unit.settings.put({"a", "2", "by", instant_of(2)});
  });
  CHECK(runs == 3);
  CHECK(store->read([](Reader& r) { return r.settings.history("a").size(); }) == 2);
}
