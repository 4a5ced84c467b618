// SPDX-License-Identifier: MIT
#include "store/sqlite_connection.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "builders.hpp"
#include "store/failure.hpp"

using namespace holdfast::store;
using testing::Folder;

namespace {

struct Scratch {
  Folder folder;
  SqliteConnection connection{
      {folder.file(), "practice", std::chrono::milliseconds{200}, Access::write}};
  Scratch() {
    connection.execute(
        "CREATE TABLE t (practice_id TEXT, a INTEGER UNIQUE, b TEXT, c REAL, d BLOB) STRICT");
  }
};

constexpr Sql insert_row("INSERT INTO t (practice_id, a, b, c, d) VALUES ($1, $2, $3, $4, $5)");
constexpr Sql select_rows("SELECT a, b, c, d FROM t WHERE practice_id = $1 ORDER BY a");
constexpr Sql update_row("UPDATE t SET b = $3, c = $2 WHERE practice_id = $1 AND a = $4");

}  // namespace

TEST_CASE("values come back as they were bound, and NULL as nothing", "[file]") {
  Scratch scratch;
  const std::string bytes("\0\xff\x01", 3);
  scratch.connection.run(insert_row,
                         {std::int64_t{1} << 60, std::string_view{"naïve"}, 0.1, Bytes{bytes}});
  scratch.connection.run(insert_row, {Value{}, Value{}, Value{}, Value{}});
  int rows = 0;
  scratch.connection.select(select_rows, {}, [&](const Row& row) {
    if (rows++ == 0) {
      CHECK(row.is_null(0));
      CHECK(row.is_null(1));
      CHECK(row.is_null(3));
      CHECK(row.text(1).empty());
      CHECK(row.bytes(3).empty());
      CHECK(row.integer(0) == 0);
    } else {
      CHECK_FALSE(row.is_null(0));
      CHECK(row.integer(0) == std::int64_t{1} << 60);
      CHECK(row.text(1) == "naïve");
      CHECK(row.real(2) == 0.1);
      CHECK(row.bytes(3) == bytes);
    }
  });
  CHECK(rows == 2);
}

TEST_CASE("a statement may name its values in any order", "[file]") {
  Scratch scratch;
  scratch.connection.run(insert_row, {std::int64_t{7}, std::string_view{"x"}, 1.0, Value{}});
  CHECK(scratch.connection.run(update_row, {2.5, std::string_view{"y"}, std::int64_t{7}}) == 1);
  scratch.connection.select(select_rows, {}, [&](const Row& row) {
    CHECK(row.text(1) == "y");
    CHECK(row.real(2) == 2.5);
  });
}

TEST_CASE("many rows go through one statement", "[file]") {
  Scratch scratch;
  std::vector<Value> values;
  for (std::int64_t i = 0; i < 1000; ++i)
    values.insert(values.end(), {i, std::string_view{"b"}, 1.0, Value{}});
  scratch.connection.execute("BEGIN");
  CHECK(scratch.connection.run_rows(insert_row, values, 4) == 1000);
  scratch.connection.execute("COMMIT");
  int rows = 0;
  scratch.connection.select(select_rows, {},
                            [&](const Row& row) { CHECK(row.integer(0) == rows++); });
  CHECK(rows == 1000);
}

TEST_CASE("a statement that failed works again afterwards", "[file]") {
  Scratch scratch;
  for (int round = 0; round < 3; ++round) {
    scratch.connection.run(insert_row, {std::int64_t{round}, Value{}, Value{}, Value{}});
    try {
      scratch.connection.run(insert_row, {std::int64_t{round}, Value{}, Value{}, Value{}});
      FAIL("a second row with the same key was taken");
    } catch (const Failure& failure) {
      CHECK(failure.fault() == Fault::constraint);
    }
  }
}

TEST_CASE("a statement with too few values is a mistake of the caller", "[file]") {
  Scratch scratch;
  CHECK_THROWS_AS(scratch.connection.run(insert_row, {std::int64_t{1}}), std::logic_error);
}

TEST_CASE("a connection is durable, keeps foreign keys and forgets what is deleted", "[file]") {
  Scratch scratch;
  const auto pragma = [&](const char* name) {
    std::string value;
    sqlite3_exec(
        scratch.connection.handle(), name,
        [](void* out, int, char** values, char**) {
          *static_cast<std::string*>(out) = values[0];
          return 0;
        },
        &value, nullptr);
    return value;
  };
  CHECK(pragma("PRAGMA journal_mode") == "wal");
  CHECK(pragma("PRAGMA synchronous") == "2");
  CHECK(pragma("PRAGMA foreign_keys") == "1");
  CHECK(pragma("PRAGMA secure_delete") == "1");
}

TEST_CASE("a reading connection cannot write", "[file]") {
  Scratch scratch;
  SqliteConnection reader(
      {scratch.folder.file(), "practice", std::chrono::milliseconds{200}, Access::read});
  try {
    reader.run(insert_row, {std::int64_t{1}, Value{}, Value{}, Value{}});
    FAIL("a reader wrote");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::read_only);
  }
}

TEST_CASE("a lock held for too long is told as such", "[file]") {
  Scratch scratch;
  SqliteConnection other(
      {scratch.folder.file(), "practice", std::chrono::milliseconds{50}, Access::write});
  scratch.connection.execute("BEGIN IMMEDIATE");
  try {
    other.execute("BEGIN IMMEDIATE");
    FAIL("two writers at once");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::busy);
  }
  scratch.connection.execute("ROLLBACK");
  CHECK_NOTHROW(other.execute("BEGIN IMMEDIATE; ROLLBACK"));
}
