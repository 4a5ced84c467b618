// SPDX-License-Identifier: MIT
// A disk that refuses: every caller is told, what was acknowledged stays, and the store works again
// after.
#include <sqlite3.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "builders.hpp"
#include "failing_disk.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

struct Outcome {
  std::vector<RatingId> acknowledged;
  int refused = 0;
  bool other_fault = false;
};

Outcome submit_from_threads(Store& store, const std::string& course, Fault expected) {
  Outcome outcome;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 5; ++i) {
        try {
          const RatingId id = store.commit([&](Unit& unit) {
            return submit(unit, {.course = course, .number = thread * 5 + i + 1});
          });
          const std::scoped_lock lock(mutex);
          outcome.acknowledged.push_back(id);
        } catch (const Failure& failure) {
          const std::scoped_lock lock(mutex);
          ++outcome.refused;
          if (failure.fault() != expected) outcome.other_fault = true;
        }
      }
    });
  for (auto& thread : threads) thread.join();
  return outcome;
}

}  // namespace

TEST_CASE("at whichever write the disk fails, callers are told and acknowledged ratings stay",
          "[file]") {
  for (const int code : {SQLITE_IOERR, SQLITE_FULL}) {
    const Fault expected = code == SQLITE_FULL ? Fault::full : Fault::io;
    bool reached_the_end = false;
    for (int count = 1; count < 400 && !reached_the_end; count += count < 12 ? 1 : 23) {
      FailingDisk disk;
      Folder folder;
      {
        const auto store = open_store(folder);
        store->commit([](Unit& unit) { submit(unit, {}); });
        disk.fail_from(count, code);
        auto outcome = submit_from_threads(*store, "course-2", expected);
        reached_the_end = !disk.failed();
        disk.heal();
        CHECK(outcome.acknowledged.size() + static_cast<std::size_t>(outcome.refused) == 20);
        CHECK((outcome.refused > 0) == !reached_the_end);
        // A sync fails as an I/O error also when the disk is full.
        if (code == SQLITE_IOERR) CHECK_FALSE(outcome.other_fault);
        outcome.acknowledged.push_back(
            store->commit([](Unit& unit) { return submit(unit, {.course = "course-3"}); }));
        store->read([&](Reader& reader) {
          for (const auto& id : outcome.acknowledged) REQUIRE(reader.ratings.find(id).has_value());
          CHECK_FALSE(reader.audit.verify().finding);
        });
      }
      open_store(folder)->check();
    }
  }
}

TEST_CASE("a store in a folder that does not exist is refused with a sentence", "[file]") {
  Folder folder;
  try {
    Store::open({.path = folder.file("nowhere/holdfast.db")});
    FAIL("opened");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::read_only);
    CHECK(std::string(failure.what()).find("cannot be made") != std::string::npos);
  }
}

TEST_CASE("a store whose file is a folder is refused", "[file]") {
  Folder folder;
  std::filesystem::create_directory(folder.file());
  CHECK_THROWS_AS(open_store(folder), Failure);
}

TEST_CASE("a disk full at the first start is told", "[file]") {
  FailingDisk disk;
  Folder folder;
  disk.fail_from(3, SQLITE_FULL);
  try {
    open_store(folder);
    FAIL("opened");
  } catch (const Failure& failure) {
    CHECK((failure.fault() == Fault::full || failure.fault() == Fault::io));
  }
  disk.heal();
  CHECK_NOTHROW(open_store(folder));
}

TEST_CASE("a damaged page is found by the check", "[file]") {
  Folder folder;
  {
    const auto store = open_store(folder);
    for (int number = 1; number <= 30; ++number)
      store->commit([&](Unit& unit) { submit(unit, {.number = number}); });
    store->before_backup();
  }
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    const auto size = std::filesystem::file_size(folder.file());
    for (std::uintmax_t at = size / 2; at < size; at += 4096) {
      file.seekp(static_cast<std::streamoff>(at - at % 4096 + 1));
      file.write("\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    }
  }
  try {
    open_store(folder)->check();
    FAIL("damage was not found");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::corrupt);
  }
}
