// SPDX-License-Identifier: MIT
// The power fails at a random write: of what was not synced any part may be on the disk. What was
// acknowledged by then is there, and nothing is damaged.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "builders.hpp"
#include "lossy_disk.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

constexpr int threads_at_once = 4;
constexpr int submits = 30;

// What was acknowledged before the power failed.
class Acknowledged {
 public:
  void add(RatingId id) {
    const std::scoped_lock lock(mutex_);
    all_.push_back(std::move(id));
  }
  void remember() {
    const std::scoped_lock lock(mutex_);
    by_then_ = all_;
  }
  const std::vector<RatingId>& by_then() const { return by_then_; }

 private:
  std::mutex mutex_;
  std::vector<RatingId> all_, by_then_;
};

void submit_from_threads(Store& store, Acknowledged& acknowledged) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < threads_at_once; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 1; i <= submits; ++i)
        acknowledged.add(store.commit([&](Unit& unit) {
          return submit(unit, {.course = "course-" + std::to_string(thread), .number = i});
        }));
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("when the power fails, what was acknowledged is there, and nothing is damaged",
          "[file]") {
  int cuts = 0;
  for (unsigned round = 1; round <= 30; ++round) {
    LossyDisk disk;
    Folder folder;
    Acknowledged acknowledged;
    {
      const auto store = open_store(folder);
      if (round % 5 == 0) store->before_backup();  // a checkpoint just before
      disk.cut_at(static_cast<int>(round * round % 311) + 1, round,
                  [&] { acknowledged.remember(); });
      submit_from_threads(*store, acknowledged);
    }
    if (!disk.was_cut()) continue;
    ++cuts;
    disk.put_back();
    INFO("round " << round << ", " << acknowledged.by_then().size() << " acknowledged");
    const auto store = open_store(folder);
    store->check();
    store->read([&](Reader& reader) {
      for (const auto& id : acknowledged.by_then()) {
        REQUIRE(reader.ratings.find(id).has_value());
        REQUIRE(reader.ratings.answers(id).size() == 6);
      }
      CHECK_FALSE(reader.audit.verify().finding);
    });
    store->commit([](Unit& unit) { submit(unit, {.course = "after"}); });
  }
  CHECK(cuts >= 25);
}

TEST_CASE("when the power fails while the first store is made, it is made at the next start",
          "[file]") {
  for (int count = 1; count <= 60; count += 3) {
    LossyDisk disk;
    Folder folder;
    disk.cut_at(count, static_cast<unsigned>(count));
    open_store(folder);
    if (!disk.was_cut()) break;
    disk.put_back();
    INFO("cut at write " << count);
    const auto store = open_store(folder);
    store->commit([](Unit& unit) { submit(unit, {}); });
    store->check();
  }
}

TEST_CASE("a database that does not wait for its disk loses what it acknowledged here", "[file]") {
  // So that the cases above can fail.
  LossyDisk disk;
  Folder folder;
  open_store(folder);
  {
    SqliteConnection connection(
        {folder.file(), "default", std::chrono::milliseconds{1000}, Access::write});
    connection.execute("PRAGMA synchronous=OFF");
    connection.execute("CREATE TABLE acknowledged (a)");
    disk.cut_at(1, 7);
    connection.execute("CREATE TABLE later (a)");
  }
  REQUIRE(disk.was_cut());
  disk.put_back();
  SqliteConnection connection(
      {folder.file(), "default", std::chrono::milliseconds{1000}, Access::write});
  CHECK_THROWS_AS(connection.execute("SELECT * FROM acknowledged"), Failure);
}
