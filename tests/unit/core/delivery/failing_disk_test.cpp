// SPDX-License-Identifier: MIT
// A disk that refuses, at each write in turn, during a submit and during a delivery.
#include "unit/core/store/failing_disk.hpp"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "real_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

namespace {

constexpr int most_writes = 400;
int step(int count) { return count < 10 ? 1 : 17; }

}  // namespace

TEST_CASE("at whichever write a submit meets a failing disk, it is there whole or not at all",
          "[file]") {
  store::testing::FailingDisk disk;
  RealPractice practice({"client_total", "subscales", "alert", "repair"});
  for (int i = 1; i <= 15; ++i) practice.rate("a", i);
  int number = 0;
  const char* clients[] = {"b", "c"};
  bool reached_the_end = false;
  for (int count = 1; count < most_writes && !reached_the_end; count += step(count)) {
    const auto submission = practice.submission(clients[number % 2], 1 + number / 2, 70);
    ++number;
    disk.fail_from(count, count % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR);
    std::optional<RatingId> acknowledged;
    bool was_told = false;
    try {
      const auto reply = submit_rating(*practice.house, submission);
      if (reply) acknowledged = reply->rating;
    } catch (const store::Failure& failure) {
      was_told = std::string(failure.what()).size() > 20;
    }
    reached_the_end = !disk.failed();
    disk.heal();
    CHECK(acknowledged.has_value() != was_told);
    practice.house->store().read([&](store::Reader& reader) {
      const auto stored = reader.ratings.by_idempotency_key(submission.key);
      CHECK(stored.has_value() == acknowledged.has_value());
      if (!stored) return;
      CHECK(reader.ratings.answers(stored->id).size() == 4);
      CHECK(reader.outbox.open_of_key(stored->id.value).size() >= 1);
    });
    // Sent again under the same key, it is there once.
    REQUIRE(submit_rating(*practice.house, submission));
    if (number >= 30) break;
  }
  practice.house->store().check();
  practice.house->store().read(
      [](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
}

TEST_CASE("at whichever write a delivery meets a failing disk, the practice has it once in the end",
          "[file]") {
  store::testing::FailingDisk disk;
  bool reached_the_end = false;
  for (int count = 1; count < most_writes && !reached_the_end; count += step(count)) {
    RealPractice practice({"client_total", "subscales"});
    for (const char* client : {"a", "b"}) practice.rate(client, 1);
    const auto all = practice.waiting().size();
    disk.fail_from(count, count % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR);
    try {
      practice.tick();
    } catch (const std::exception& told) {
      CHECK(std::string(told.what()).size() > 10);
    }
    reached_the_end = !disk.failed();
    disk.heal();
    for (int i = 0; i < 20 && !practice.waiting().empty(); ++i) {
      practice.wait(6min);
      practice.tick();
    }
    INFO("failing from write " << count);
    CHECK(practice.waiting().empty());
    CHECK(practice.in_practice("SELECT count(*) FROM record") == static_cast<long>(all));
    practice.house->store().check();
  }
  CHECK(reached_the_end);
}
