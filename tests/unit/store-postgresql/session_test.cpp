// SPDX-License-Identifier: MIT
#include "session.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "store/failure.hpp"
#include "unit/core/store/builders.hpp"

using namespace holdfast::store;
using postgresql::ServerSession;
using testing::Folder;

namespace {

constexpr Sql insert_row("INSERT INTO t (practice_id, a, b, c, d) VALUES ($1, $2, $3, $4, $5)");
constexpr Sql select_rows("SELECT a, b, c, d FROM t WHERE practice_id = $1 ORDER BY a NULLS FIRST");
constexpr Sql update_row("UPDATE t SET b = $3, c = $2 WHERE practice_id = $1 AND a = $4");

struct Scratch {
  Folder folder;
  ServerSession session = connect(Access::write);

  Scratch() {
    session.script(
        "CREATE TABLE t (practice_id TEXT, a BIGINT UNIQUE, b TEXT, c DOUBLE PRECISION, d BYTEA)");
  }
  ServerSession connect(Access access, int patience = 1000) const {
    return ServerSession(
        {postgresql::Address(folder.store()), "default", std::chrono::milliseconds{patience}},
        access);
  }
  void insert(std::int64_t a) { session.run(insert_row, {a, std::string_view{"b"}, 1.0, Value{}}); }
  std::size_t rows() {
    std::size_t count = 0;
    session.select(select_rows, {}, [&](const Row&) { ++count; });
    return count;
  }
};

Fault fault_in(const std::function<void()>& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.fault();
  }
  throw std::logic_error("nothing failed");
}

}  // namespace

TEST_CASE("values come back from the server as they were sent, and NULL as nothing") {
  Scratch scratch;
  const std::string bytes("\0\xff\x01", 3);
  const double reals[] = {0.1, -1e-300, 123456789.123456789,
                          std::numeric_limits<double>::infinity()};
  for (std::int64_t i = 0; i < 4; ++i)
    scratch.session.run(insert_row,
                        {std::numeric_limits<std::int64_t>::max() - i,
                         std::string_view{"naïve 'quoted' \\ $1"}, reals[3 - i], Bytes{bytes}});
  scratch.session.run(insert_row, {Value{}, Value{}, Value{}, Value{}});
  int rows = 0;
  scratch.session.select(select_rows, {}, [&](const Row& row) {
    if (rows == 0) {
      CHECK(row.is_null(0));
      CHECK(row.text(1).empty());
      CHECK(row.bytes(3).empty());
      CHECK(row.integer(0) == 0);
    } else {
      CHECK(row.integer(0) == std::numeric_limits<std::int64_t>::max() - 4 + rows);
      CHECK(row.text(1) == "naïve 'quoted' \\ $1");
      CHECK(row.real(2) == reals[rows - 1]);
      CHECK(row.bytes(3) == bytes);
    }
    ++rows;
  });
  CHECK(rows == 5);
}

TEST_CASE("a text that the server cannot keep is refused whole, not cut short") {
  Scratch scratch;
  CHECK(fault_in([&] {
          scratch.session.run(
              insert_row, {std::int64_t{1}, std::string_view{"before\0after", 12}, 1.0, Value{}});
        }) == Fault::constraint);
  CHECK(scratch.rows() == 0);
}

TEST_CASE("a statement may name its values in any order, and its rows may be many") {
  Scratch scratch;
  std::vector<Value> values;
  for (std::int64_t i = 0; i < 1000; ++i)
    values.insert(values.end(), {i, std::string_view{"b"}, 1.0, Value{}});
  scratch.session.begin();
  CHECK(scratch.session.run_rows(insert_row, values, 4) == 1000);
  CHECK(scratch.session.run(update_row, {2.5, std::string_view{"y"}, std::int64_t{7}}) == 1);
  scratch.session.commit();
  CHECK(scratch.rows() == 1000);
}

TEST_CASE("what fails since a mark goes, what stood before stays") {
  Scratch scratch;
  scratch.session.begin();
  scratch.session.set_mark();
  scratch.insert(1);
  scratch.session.keep_since_mark();
  scratch.session.set_mark();
  scratch.insert(2);
  CHECK(fault_in([&] { scratch.insert(1); }) == Fault::constraint);
  // A unit that goes on regardless is not believed.
  CHECK_THROWS_AS(scratch.session.keep_since_mark(), Failure);
  scratch.session.drop_since_mark();
  scratch.session.set_mark();
  scratch.insert(3);
  scratch.session.keep_since_mark();
  scratch.session.commit();
  CHECK(scratch.rows() == 2);
}

TEST_CASE("a transaction that the server gave up is never taken for committed") {
  Scratch scratch;
  scratch.session.begin();
  scratch.insert(1);
  CHECK_THROWS_AS(scratch.insert(1), Failure);
  CHECK_THROWS_AS(scratch.session.commit(), Failure);
  CHECK(scratch.rows() == 0);
}

TEST_CASE("a refused row's values are in no message") {
  Scratch scratch;
  scratch.session.script("ALTER TABLE t ADD CONSTRAINT b_is_unique UNIQUE (b)");
  const auto insert = [&](std::int64_t a) {
    scratch.session.run(insert_row, {a, std::string_view{"Ada Kern"}, 1.0, Value{}});
  };
  insert(1);
  try {
    insert(2);
    FAIL("taken twice");
  } catch (const Failure& failure) {
    const std::string what = failure.what();
    CHECK(what.find("Ada") == std::string::npos);
    CHECK(what.find("b_is_unique") != std::string::npos);
  }
}

TEST_CASE("a reading session cannot write") {
  Scratch scratch;
  auto reader = scratch.connect(Access::read);
  reader.begin();
  CHECK(fault_in([&] {
          reader.run(insert_row, {std::int64_t{1}, Value{}, Value{}, Value{}});
        }) == Fault::read_only);
}

TEST_CASE("writers of a practice take turns, and one that waits too long is told") {
  Scratch scratch;
  scratch.session.begin();
  scratch.insert(1);
  auto other = scratch.connect(Access::write, 100);
  other.begin();
  CHECK(fault_in([&] {
          other.run(insert_row, {std::int64_t{2}, Value{}, Value{}, Value{}});
        }) == Fault::busy);
  other.roll_back();
  scratch.session.commit();
  other.begin();
  CHECK(other.run(insert_row, {std::int64_t{2}, Value{}, Value{}, Value{}}) == 1);
  other.commit();
  CHECK(scratch.rows() == 2);
}

TEST_CASE("a commit is on the disk whatever the role's default says") {
  Folder folder;
  folder.by_hand("ALTER ROLE holdfast SET synchronous_commit = off");
  ServerSession session(
      {postgresql::Address(folder.store()), "default", std::chrono::milliseconds{1000}},
      Access::write);
  folder.by_hand("ALTER ROLE holdfast RESET synchronous_commit");
  constexpr auto show = Sql::of_schema("SELECT current_setting('synchronous_commit'), $1::text");
  std::string setting;
  session.select(show, {}, [&](const Row& row) { setting = row.text(0); });
  CHECK(setting == "on");
}
