// SPDX-License-Identifier: MIT
#include "delivery/deliver.hpp"

#include <catch2/catch.hpp>

#include "real_practice.hpp"
#include "service/delivery_pause.hpp"
#include "unit/core/store/lossy_disk.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

namespace {

void answer(RealPractice& practice, const std::string& client, store::ConsentAnswer answer) {
  practice.house->store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(ClientId{"c-" + client});
    consent.purpose = store::Purpose::write_back;
    consent.answer = answer;
    consent.given_by = "client";
    consent.recorded_by = "u-a";
    consent.text_version = "1";
    consent.at = practice.now();
    unit.consents.insert(consent);
  });
}

std::string of_client(const std::string& client) {
  return "SELECT count(*) FROM record WHERE client = 'c-" + client + "'";
}

}  // namespace

TEST_CASE("every kind that is switched on reaches the client's file, once") {
  RealPractice practice(
      {"client_total", "subscales", "client_form", "alert", "alert_record", "repair", "notice"});
  for (int i = 7; i <= 16; ++i) practice.rate("a", i);
  practice.rate("a", 17, 40);
  CHECK(practice.tick().trouble.empty());
  practice.tick();
  CHECK(practice.waiting().empty());
  const auto records = [&](const char* kind) {
    return practice.in_practice("SELECT count(*) FROM record WHERE kind = '" + std::string(kind) +
                                "'");
  };
  CHECK(records("client_total") == 11);
  CHECK(records("form") == 11);
  CHECK(records("alert") == 1);
  CHECK(records("repair") == 1);
  CHECK(practice.in_practice("SELECT count(*) FROM inbox WHERE category = 'check_in'") == 1);
  CHECK(practice.in_store("SELECT count(*) FROM audit_line WHERE action = 'delivery.put'") ==
        records("client_total") + records("subscales") + records("form") + records("alert") +
            records("repair"));
  CHECK(practice.in_store("SELECT count(*) FROM outbox WHERE body <> ''") == 0);
}

TEST_CASE("a repair tells each new state, and which one it takes the place of") {
  RealPractice practice({"repair"});
  for (int i = 1; i <= 10; ++i) practice.rate("a", i);
  practice.rate("a", 11, 40);
  for (int i = 12; i <= 16; ++i) practice.rate("a", i, 85);
  practice.tick();
  const auto told = practice.in_practice("SELECT count(*) FROM record WHERE kind = 'repair'");
  CHECK(told >= 2);
  CHECK(practice.in_practice("SELECT count(*) FROM record WHERE kind = 'repair' AND"
                             " json_extract(payload, '$.supersedes') IS NOT NULL") == told - 1);
  CHECK(practice.in_practice("SELECT count(DISTINCT key) FROM record") == told);
}

TEST_CASE("a practice that is closed for a day gets everything afterwards, once and in order") {
  RealPractice practice({"client_total"});
  practice.watched->is_down = true;
  int number = 0;
  for (int hour = 0; hour < 24; ++hour) {
    if (hour % 3 == 0) {
      ++number;
      for (const char* client : {"a", "b", "c"}) practice.rate(client, number);
    }
    const auto ticked = practice.tick();
    CHECK_FALSE(ticked.trouble.empty());
    practice.wait(1h);
  }
  CHECK(practice.watched->asked <= 2 * 24);  // it knocks, and does not hammer
  CHECK(practice.in_practice("SELECT count(*) FROM record") == 0);
  CHECK(practice.waiting().size() == 24);
  practice.watched->is_down = false;
  for (int i = 0; i < 3 && !practice.waiting().empty(); ++i) {
    practice.tick();
    practice.wait(1h);
  }
  CHECK(practice.waiting().empty());
  for (const char* client : {"a", "b", "c"}) CHECK(practice.in_practice(of_client(client)) == 8);
  CHECK(practice.in_practice(
            "SELECT count(*) FROM record one JOIN record other ON one.client = other.client"
            " AND one.receipt < other.receipt AND one.at_ms > other.at_ms") == 0);
}

TEST_CASE("what the practice refuses for good is parked with its reason, and nobody else waits") {
  RealPractice practice({"client_total"});
  const auto poison = practice.rate("a", 1);
  practice.rate("a", 2);
  practice.rate("b", 1);
  practice.house->store().commit([&](store::Unit& unit) {
    for (auto item : unit.outbox.open(10)) {
      if (item.key != poison.rating.value + ":total") continue;
      unit.outbox.drop(item.id);
      item.body = R"({"schema":"holdfast.record/1","kind":"client_total","client":"gone",)"
                  R"("at":"2026-11-23T10:00:00Z"})";
      unit.outbox.insert(item);
    }
  });
  practice.tick();
  CHECK(practice.in_practice(of_client("b")) == 1);
  CHECK(practice.in_practice(of_client("a")) == 0);
  const auto waiting = practice.waiting();
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].status == store::DeliveryStatus::parked);
  CHECK(waiting[0].reason.find("no such client") != std::string::npos);
  CHECK(waiting[1].status == store::DeliveryStatus::waiting);
  practice.house->store().commit([&](store::Unit& unit) { unit.outbox.drop(waiting[0].id); });
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 1);
}

TEST_CASE("an item the practice falls over every time is parked in the end") {
  RealPractice practice({"client_total"});
  practice.rate("a", 1);
  practice.watched->always_fails = true;
  for (int i = 0; i < delivery::most_failures + 3; ++i) {
    practice.tick();
    practice.wait(2h);
  }
  REQUIRE(practice.waiting().size() == 1);
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::parked);
  CHECK(practice.waiting()[0].reason == "it fell over");
  CHECK(practice.watched->asked == delivery::most_failures);
}

TEST_CASE("an item the practice is away for, while it takes others, is parked in the end") {
  RealPractice practice({"client_total"});
  practice.watched->away_for = R"("client":"c-a")";  // an id may hold "c-a" by chance
  practice.rate("a", 1);
  int number = 0;
  for (int hour = 0; hour < 4; ++hour) {  // others go, and not yet often enough
    practice.rate("b", ++number);
    for (int i = 0; i < 20; ++i) {
      practice.tick();
      practice.wait(3min);
    }
  }
  REQUIRE(practice.waiting().size() == 1);
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::waiting);
  practice.wait(24h);  // a quiet day: nothing says that the practice is there
  for (int i = 0; i < 20; ++i) {
    practice.tick();
    practice.wait(1h);
  }
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::waiting);
  for (int hour = 0; hour < 7; ++hour) {
    practice.rate("b", ++number);
    practice.tick();
    practice.tick();
    practice.wait(1h);
  }
  REQUIRE(practice.waiting().size() == 1);
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::parked);
  CHECK(practice.waiting()[0].reason ==
        "the practice system takes others and never this one: not now");
  CHECK(practice.in_practice(of_client("b")) == number);
}

TEST_CASE("a trouble lasts while what failed is not given, and ends when it is") {
  RealPractice practice({"client_total"});
  practice.watched->away_for = R"("client":"c-a")";  // an id may hold "c-a" by chance
  practice.rate("a", 1);
  const std::string trouble = "delivery: not now";
  CHECK(practice.tick().trouble == trouble);
  CHECK(practice.tick().trouble == trouble);  // nothing was due
  practice.rate("b", 1);
  CHECK(practice.tick().trouble == trouble);  // another one went
  practice.watched->away_for.clear();
  CHECK(practice.tick().trouble == trouble);  // not tried yet
  practice.wait(1min);
  CHECK(practice.tick().trouble.empty());
  CHECK(practice.waiting().empty());
}

TEST_CASE("a practice that comes back after two days parks nothing that failed meanwhile") {
  RealPractice practice({"client_total"});
  practice.rate("b", 1);
  practice.tick();
  practice.watched->is_down = true;
  practice.rate("a", 1);
  for (int i = 0; i < 48; ++i) {
    practice.tick();
    practice.wait(1h);
  }
  practice.rate("b", 2);
  practice.rate("c", 1);
  practice.watched->is_down = false;
  practice.watched->away_for =
      R"("client":"c-a")";  // an id may hold "c-a" by chance  // and stumbles once more
  practice.tick();
  practice.tick();
  REQUIRE(practice.waiting().size() == 1);
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::waiting);
  practice.watched->away_for.clear();
  practice.wait(1h);
  CHECK(practice.tick().trouble.empty());
  CHECK(practice.waiting().empty());
}

TEST_CASE("what was switched off or refused meanwhile does not leave any more, and is on record") {
  RealPractice practice({"client_total", "comment"});
  practice.rate("a", 1);
  practice.rate("b", 1);
  answer(practice, "b", store::ConsentAnswer::withdrawn);
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 1);
  CHECK(practice.in_practice(of_client("b")) == 0);
  practice.rate("c", 1);
  practice.config.write_back = {"comment"};
  practice.open();
  practice.tick();
  CHECK(practice.in_practice(of_client("c")) == 0);
  CHECK(practice.waiting().empty());
  CHECK(practice.in_store("SELECT count(*) FROM audit_line WHERE action = 'delivery.drop'") == 2);
}

TEST_CASE("the same item handed over by two machines is one record") {
  RealPractice practice({"client_total"});
  practice.rate("a", 1);
  // Another machine claimed it, wrote it, and was lost before it heard the answer.
  const auto claimed = practice.house->store().commit([&](store::Unit& unit) {
    return unit.outbox.claim("other", practice.now(), practice.now() + 5min, 10);
  });
  REQUIRE(claimed.size() == 1);
  const auto first = practice.watched->put(claimed[0].key, claimed[0].body);
  REQUIRE(first);
  practice.tick();
  CHECK(practice.waiting().size() == 1);  // not before the claim has run out
  practice.wait(6min);
  practice.tick();
  CHECK(practice.waiting().empty());
  CHECK(practice.in_practice(of_client("a")) == 1);
  const auto done = practice.house->store().read([&](store::Reader& reader) {
    return reader.outbox.done_of_client(*reader.people.find_key(ClientId{"c-a"}));
  });
  REQUIRE(done.size() == 1);
  CHECK(done[0].host_name == *first.value);
  // The lost machine comes back and says so too.
  practice.house->store().commit(
      [&](store::Unit& unit) { unit.outbox.done(claimed[0].id, *first.value, practice.now()); });
  CHECK(practice.in_practice(of_client("a")) == 1);
}

TEST_CASE("a clock that was set back holds nothing for longer than a seal lasts") {
  RealPractice practice({"client_total"});
  practice.wait(24h * 365);
  practice.watched->is_down = true;
  practice.rate("a", 1);
  practice.tick();  // to be tried again a year ahead
  practice.wait(-24h * 365);
  practice.watched->is_down = false;
  practice.tick();
  practice.wait(25h);
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 1);
}

TEST_CASE("a store that was copied elsewhere gives nothing until somebody confirms it", "[file]") {
  RealPractice practice({"client_total"});
  practice.rate("a", 1);
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 1);
  practice.rate("a", 2);
  practice.house->store().before_backup();
  practice.house.reset();
  std::filesystem::copy_file(practice.file("holdfast.db"), practice.file("copy.db"));
  practice.config.store = "sqlite:" + practice.file("copy.db").string();
  practice.open();
  practice.tick();
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 1);
  CHECK(practice.said().find("delivery is paused") != std::string::npos);
  CHECK(practice.said().find("delivery is paused") == practice.said().rfind("delivery is paused"));
  practice.house->store().commit(
      [&](store::Unit& unit) { service::confirm_place(unit, *practice.house, PersonId{"u-a"}); });
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 2);
  // The first place may still deliver what is its own.
  practice.config.store.clear();
  practice.open();
  practice.tick();
  CHECK(practice.in_practice(of_client("a")) == 2);
}

TEST_CASE("a power cut at any moment: what was acknowledged reaches the practice, once", "[file]") {
  int cuts = 0;
  for (unsigned round = 1; round <= 14; ++round) {
    store::testing::LossyDisk disk;
    RealPractice practice({"client_total", "subscales"});
    std::vector<std::string> acknowledged, by_then;
    disk.cut_at(static_cast<int>(round * 37 % 160) + 1, round, [&] { by_then = acknowledged; });
    for (int week = 1; week <= 4; ++week) {
      for (const char* client : {"a", "b"})
        acknowledged.push_back(practice.rate(client, week).rating.value);
      practice.tick();
    }
    practice.close();
    if (!disk.was_cut()) continue;
    ++cuts;
    disk.put_back();
    std::filesystem::remove(practice.file("audit-anchors.jsonl"));  // written after the cut
    practice.open();
    INFO("round " << round << ", " << by_then.size() << " acknowledged");
    practice.wait(6min);
    for (int i = 0; i < 10 && !practice.waiting().empty(); ++i) practice.tick();
    CHECK(practice.waiting().empty());
    for (const auto& id : by_then) {
      INFO(id);
      CHECK(practice.in_practice("SELECT count(*) FROM record WHERE json_extract(payload,"
                                 " '$.rating') = '" +
                                 id + "'") == 2);  // its total and its parts
    }
    CHECK(practice.in_practice("SELECT count(*) - count(DISTINCT key) FROM record") == 0);
    practice.house->store().check();
    practice.house->store().read(
        [](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
  }
  CHECK(cuts >= 10);
}
