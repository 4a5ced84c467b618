// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "alliance/result.hpp"
#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

std::size_t ratings_in(Store& store, const std::string& course) {
  return store.read(
      [&](Reader& reader) { return reader.ratings.of_course(CourseId{course}).size(); });
}

}  // namespace

TEST_CASE("a commit answers what its unit returned") {
  Folder folder;
  const auto store = open_store(folder);
  const RatingId id = store->commit([](Unit& unit) { return submit(unit, {}); });
  CHECK(store->read([&](Reader& reader) { return reader.ratings.stands(id); }));
}

TEST_CASE("a unit that throws leaves nothing, and its exception reaches the caller") {
  Folder folder;
  const auto store = open_store(folder);
  CHECK_THROWS_WITH(store->commit([](Unit& unit) {
    submit(unit, {});
    throw std::runtime_error("on purpose");
  }),
                    "on purpose");
  CHECK(ratings_in(*store, "course-1") == 0);
}

TEST_CASE("a unit whose Result holds problems leaves nothing") {
  Folder folder;
  const auto store = open_store(folder);
  const auto result = store->commit([](Unit& unit) -> Result<RatingId> {
    submit(unit, {});
    return Problem{.field = "/answers/0", .rule = "range", .message = "off the scale"};
  });
  REQUIRE_FALSE(result);
  CHECK(result.problems().front().rule == "range");
  CHECK(ratings_in(*store, "course-1") == 0);
}

TEST_CASE("the files of a store are private", "[file]") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { submit(unit, {}); });
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    REQUIRE(::stat((folder.file() + suffix).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE(
    "many threads commit, failing units roll back alone, and all that was acknowledged is there") {
  Folder folder;
  const auto store = open_store(folder);
  constexpr int threads = 8;
  constexpr int submits = 40;
  std::mutex mutex;
  std::vector<RatingId> acknowledged;
  int refused = 0, thrown = 0;
  std::vector<std::thread> all;
  for (int thread = 0; thread < threads; ++thread)
    all.emplace_back([&, thread] {
      for (int number = 1; number <= submits; ++number) {
        const RatingOf of{.course = "course-" + std::to_string(thread), .number = number};
        try {
          const auto result = store->commit([&](Unit& unit) -> Result<RatingId> {
            const RatingId id = submit(unit, of);
            if (number % 7 == 0) return Problem{.field = "", .rule = "test", .message = ""};
            if (number % 11 == 0) throw std::runtime_error("on purpose");
            return id;
          });
          const std::scoped_lock lock(mutex);
          if (result)
            acknowledged.push_back(*result);
          else
            ++refused;
        } catch (const std::runtime_error&) {
          const std::scoped_lock lock(mutex);
          ++thrown;
        }
      }
    });
  for (auto& thread : all) thread.join();
  CHECK(refused == threads * (submits / 7));
  CHECK(thrown == threads * (submits / 11));
  CHECK(acknowledged.size() ==
        threads * static_cast<std::size_t>(submits - submits / 7 - submits / 11));
  store->read([&](Reader& reader) {
    std::size_t stored = 0;
    for (int thread = 0; thread < threads; ++thread)
      stored += reader.ratings.of_course(CourseId{"course-" + std::to_string(thread)}).size();
    CHECK(stored == acknowledged.size());
    for (const auto& id : acknowledged) REQUIRE(reader.ratings.find(id).has_value());
    const auto verified = reader.audit.verify();
    CHECK_FALSE(verified.finding);
    CHECK(verified.lines == static_cast<std::int64_t>(acknowledged.size()));
  });
  store->check();
}

TEST_CASE("who comes while others' units run is stored with them, and fails alone") {
  Folder folder;
  const auto store = open_store(folder);
  std::atomic<bool> first_runs{false};
  std::atomic<int> coming{0};
  bool was_first_seen = false, was_first_stored = true;
  std::vector<std::thread> late;
  const auto come_late = [&](const std::function<void(Unit&)>& write) {
    late.emplace_back([&, write] {
      while (!first_runs) std::this_thread::yield();
      ++coming;
      try {
        store->commit([&](Unit& unit) { write(unit); });
      } catch (const std::runtime_error&) {
        first_runs = false;  // told to its own caller
      }
    });
  };
  const auto count = [](Reader& reader) {
    return reader.ratings.of_course(CourseId{"course-1"}).size();
  };
  come_late([&](Unit& unit) {
    was_first_seen = count(unit) > 0;
    was_first_stored = store->read(count) > 0;
    submit(unit, {.number = 2});
  });
  come_late([&](Unit& unit) {
    submit(unit, {.number = 3});
    throw std::runtime_error("on purpose");
  });
  store->commit([&](Unit& unit) {
    submit(unit, {.number = 1});
    first_runs = true;
    while (coming < 2) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds{500});  // from there into the queue
  });
  for (auto& thread : late) thread.join();
  CHECK(was_first_seen);
  CHECK_FALSE(was_first_stored);
  CHECK_FALSE(first_runs);
  CHECK(store->read(count) == 2);
}

TEST_CASE("readers see one snapshot while others commit") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { submit(unit, {}); });
  store->read([&](Reader& reader) {
    CHECK(reader.ratings.of_course(CourseId{"course-1"}).size() == 1);
    store->commit([](Unit& unit) { submit(unit, {.number = 2}); });
    CHECK(reader.ratings.of_course(CourseId{"course-1"}).size() == 1);
  });
  CHECK(ratings_in(*store, "course-1") == 2);
}

TEST_CASE("a unit sees what it wrote itself") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const RatingId id = submit(unit, {});
    CHECK(unit.ratings.find(id).has_value());
    CHECK(unit.states.course(CourseId{"course-1"}, ClientKey{"key-1"})->bytes == "c");
  });
}

TEST_CASE("a backup needs the file alone", "[file]") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) { submit(unit, {}); });
  store->before_backup();
  CHECK(std::filesystem::file_size(folder.file() + "-wal") == 0);
  Folder elsewhere;
  std::filesystem::copy_file(folder.file(), elsewhere.file());
  CHECK(ratings_in(*open_store(elsewhere), "course-1") == 1);
}

TEST_CASE("a long log is moved into the file beside a reader, and a short one is left alone",
          "[file]") {
  Folder folder;
  const auto store = open_store(folder);
  const auto log_bytes = [&] { return std::filesystem::file_size(folder.file() + "-wal"); };
  const auto in_file_alone = [&] {
    const Folder elsewhere;
    std::filesystem::copy_file(folder.file(), elsewhere.file());
    return ratings_in(*open_store(elsewhere), "course-1");
  };
  store->before_backup();
  int number = 0;
  store->commit([&](Unit& unit) { submit(unit, {.number = ++number}); });
  store->shorten_log();
  CHECK(in_file_alone() == 0);
  while (log_bytes() < (4u << 20))
    store->commit([&](Unit& unit) { submit(unit, {.number = ++number}); });
  store->read([&](Reader& reader) {
    const auto seen = reader.ratings.of_course(CourseId{"course-1"}).size();
    store->commit([&](Unit& unit) { submit(unit, {.number = ++number}); });
    store->shorten_log();
    CHECK(reader.ratings.of_course(CourseId{"course-1"}).size() == seen);
  });
  store->shorten_log();
  CHECK(in_file_alone() == static_cast<std::size_t>(number));
}

TEST_CASE("a copy is whole while others write", "[file]") {
  Folder folder;
  const auto store = open_store(folder);
  std::thread writer([&] {
    for (int number = 1; number <= 50; ++number)
      store->commit([&](Unit& unit) { submit(unit, {.number = number}); });
  });
  store->copy_to(folder.file("copy.db"));
  writer.join();
  const auto copy = Store::open({.path = folder.file("copy.db")});
  copy->check();
  CHECK_FALSE(copy->read([](Reader& reader) { return reader.audit.verify(); }).finding);
  CHECK_THROWS_AS(store->copy_to(folder.file("copy.db")), Failure);
}

TEST_CASE("practices in one database do not see each other") {
  Folder folder;
  const auto one = Store::open({.path = folder.store(), .practice = "one"});
  const auto two = Store::open({.path = folder.store(), .practice = "two"});
  one->commit([](Unit& unit) { submit(unit, {}); });
  CHECK(ratings_in(*one, "course-1") == 1);
  CHECK(ratings_in(*two, "course-1") == 0);
}
