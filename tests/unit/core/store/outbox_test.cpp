// SPDX-License-Identifier: MIT
#include "store/outbox.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

std::string deliver(Unit& unit, const std::string& client, Instant due,
                    const std::string& about = "client_total", const std::string& key = {}) {
  Delivery one;
  one.id = unit.ids.uuid();
  one.kind = about == "notice" ? key.empty() ? "post" : "withdraw" : "put";
  one.about = about;
  one.key = key.empty() ? one.id : key;
  one.client.value = client;
  one.body = "{}";
  one.due = due;
  one.made_at = instant_of(1);
  unit.outbox.insert(one);
  return one.id;
}

std::vector<std::string> claim(Unit& unit, int day) {
  std::vector<std::string> ids;
  for (const auto& one : unit.outbox.claim("worker", instant_of(day), instant_of(day + 1), 10))
    ids.push_back(one.id);
  return ids;
}

}  // namespace

TEST_CASE("deliveries of one client keep their order, other clients do not wait") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto first = deliver(unit, "key-1", instant_of(1));
    const auto second = deliver(unit, "key-1", instant_of(1));
    const auto other = deliver(unit, "key-2", instant_of(1));
    CHECK(claim(unit, 2) == std::vector{first, other});
    unit.outbox.done(first, "host-7", instant_of(2));
    CHECK(claim(unit, 2) == std::vector{second});
    const auto done = unit.outbox.done_of_client(ClientKey{"key-1"});
    REQUIRE(done.size() == 1);
    CHECK(done[0].host_name == "host-7");
    CHECK(done[0].body.empty());
  });
}

TEST_CASE("a claim that was never answered is taken up again") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto id = deliver(unit, "key-1", instant_of(1));
    CHECK(claim(unit, 1) == std::vector{id});
    CHECK(unit.outbox.claim("other", instant_of(1), instant_of(2), 10).empty());
    CHECK(claim(unit, 2) == std::vector{id});
    CHECK(unit.outbox.find(id)->attempts == 2);
  });
}

TEST_CASE("a parked delivery holds back its client's later ones until it is released") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto first = deliver(unit, "key-1", instant_of(1));
    deliver(unit, "key-1", instant_of(1));
    unit.outbox.park(first, "the host refused it");
    CHECK(claim(unit, 5).empty());
    CHECK(unit.outbox.counts(instant_of(2)).parked == 1);
    CHECK(unit.outbox.counts(instant_of(2)).waiting == 1);
    CHECK(unit.outbox.open(10).size() == 2);
    unit.outbox.release(first, instant_of(5));
    CHECK(claim(unit, 5) == std::vector{first});
  });
}

TEST_CASE("a delivery that failed waits for its time") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto id = deliver(unit, "key-1", instant_of(1));
    CHECK(unit.outbox.next_due() == instant_of(1));
    claim(unit, 1);
    unit.outbox.retry(id, "host is down", instant_of(4));
    CHECK(claim(unit, 3).empty());
    CHECK(unit.outbox.next_due() == instant_of(4));
    CHECK(unit.outbox.find(id)->reason == "host is down");
    CHECK(claim(unit, 4) == std::vector{id});
  });
}

TEST_CASE("the same delivery is not queued twice") {
  Folder folder;
  const auto store = open_store(folder);
  const RatingId id = store->commit([](Unit& unit) { return submit(unit, {}); });
  Delivery again;
  again.id = "another";
  again.kind = "put";
  again.key = id.value + ":client_total";
  CHECK_THROWS_AS(store->commit([&](Unit& unit) { unit.outbox.insert(again); }), Failure);
}

TEST_CASE("a notice waits neither for a sealed rating nor behind what is parked") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    deliver(unit, "key-1", instant_of(9));  // sealed until then
    const auto parked = deliver(unit, "key-2", instant_of(1));
    unit.outbox.park(parked, "the host refuses it");
    const auto one = deliver(unit, "key-1", instant_of(1), "notice");
    const auto other = deliver(unit, "key-2", instant_of(1), "notice");
    const auto taken_back = deliver(unit, "key-2", instant_of(1), "notice", other);
    CHECK(claim(unit, 2) == std::vector{one, other});
    unit.outbox.done(other, "host-1", instant_of(2));
    CHECK(claim(unit, 2) == std::vector{taken_back});  // after what it takes back, not before
  });
}

TEST_CASE("a notice that the host refuses holds nothing else of its client back") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto refused = deliver(unit, "key-1", instant_of(1), "notice");
    unit.outbox.park(refused, "nobody of that name");
    const auto total = deliver(unit, "key-1", instant_of(1));
    CHECK(claim(unit, 2) == std::vector{total});
  });
}

TEST_CASE("what is sealed does not count as a delivery that is late") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    deliver(unit, "key-1", instant_of(5));  // made on the first day, sealed until the fifth
    CHECK(unit.outbox.counts(instant_of(3)).waiting == 1);
    CHECK_FALSE(unit.outbox.counts(instant_of(3)).oldest);
    CHECK(unit.outbox.counts(instant_of(6)).oldest == instant_of(1));
  });
}
