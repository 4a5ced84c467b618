// SPDX-License-Identifier: MIT
#include "store/migrations.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "builders.hpp"
#include "store/sqlite_connection.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

constexpr auto shape = Sql::of_schema(
    "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master"
    " WHERE $1 IS NOT NULL AND name <> 'schema_version' ORDER BY 1");

ConnectTo to(const Folder& folder) {
  return {folder.file(), "default", std::chrono::milliseconds{1000}, Access::write};
}

std::vector<std::string> shape_of(SqliteConnection& connection) {
  std::vector<std::string> lines;
  connection.select(shape, {}, [&](const Row& row) { lines.push_back(row.text(0)); });
  return lines;
}

std::vector<std::string> copies_in(const Folder& folder) {
  std::vector<std::string> copies;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    if (entry.path().filename().string().find(".schema-") != std::string::npos)
      copies.push_back(entry.path().string());
  return copies;
}

}  // namespace

TEST_CASE("the schema goes up, down and up again to the same shape", "[file]") {
  Folder folder;
  SqliteConnection connection(to(folder));
  CHECK(migrate(connection, folder.file(), newest_schema(), instant_of(0)).empty());
  const auto first = shape_of(connection);
  CHECK(first.size() > 60);
  migrate(connection, folder.file(), 0, instant_of(1));
  CHECK(shape_of(connection).empty());
  migrate(connection, folder.file(), newest_schema(), instant_of(2));
  CHECK(shape_of(connection) == first);
}

TEST_CASE("a migration of data makes a private, whole copy first", "[file]") {
  Folder folder;
  open_store(folder)->commit([](Unit& unit) { submit(unit, {}); });
  SqliteConnection connection(to(folder));
  const std::string copy = migrate(connection, folder.file(), 0, instant_of(1));
  REQUIRE(copies_in(folder) == std::vector{copy});
  struct stat status {};
  REQUIRE(::stat(copy.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto kept = Store::open({.path = copy});
  CHECK(kept->read([](Reader& reader) {
    return reader.ratings.of_course(CourseId{"course-1"}).size();
  }) == 1);
}

TEST_CASE("a form's answers and subscales survive the way back and forth", "[file]") {
  Folder folder;
  const auto given = submit_with_subscales(*open_store(folder));
  constexpr auto rows = Sql::of_schema(
      "SELECT item || ' ' || COALESCE(value, '-') || ' ' || touched FROM rating_answer"
      " WHERE $1 IS NOT NULL ORDER BY place");
  {
    SqliteConnection connection(to(folder));
    migrate(connection, folder.file(), 5, instant_of(1));
    std::string lines;
    connection.select(rows, {}, [&](const Row& row) { lines += row.text(0) + "; "; });
    CHECK(lines == "goals 71 1; tasks 64 1; bond 80 1; overall 75 1; tension 1 0; sorted - 1; ");
  }
  check_same_form(*open_store(folder), given);
}

TEST_CASE("the salt of a rating's digest goes to its line and back, and the log still verifies",
          "[file]") {
  Folder folder;
  const auto id = open_store(folder)->commit([](Unit& unit) {
    note_reason(unit, "key-1");
    return submit(unit, {});
  });
  const auto salt_of = [&] {
    return open_store(folder)->read([&](Reader& reader) {
      CHECK_FALSE(reader.audit.verify().finding);
      return reader.ratings.find(id)->salt;
    });
  };
  constexpr auto payloads = Sql::of_schema(
      "SELECT number || ' ' || salt || ' ' || body FROM audit_payload WHERE $1 IS NOT NULL"
      " ORDER BY number");
  const auto lines = [&](int schema) {
    SqliteConnection connection(to(folder));
    migrate(connection, folder.file(), schema, instant_of(1));
    std::vector<std::string> all;
    connection.select(payloads, {}, [&](const Row& row) { all.push_back(row.text(0)); });
    return all;
  };
  const auto salt = salt_of();
  CHECK(salt.size() == 22);
  const auto before = lines(7);
  REQUIRE(before.size() == 2);
  CHECK(before[1] == "2 " + salt + " ");
  CHECK(salt_of() == salt);
  CHECK(lines(newest_schema()) == std::vector{before[0]});
}

TEST_CASE("a finding that joined a check-in stands beside it from schema 9 on", "[file]") {
  Folder folder;
  open_store(folder)->commit([](Unit& unit) {
    AlertId first;
    for (const int number : {9, 14}) {
      const auto row = rating(unit.ids, {.number = number, .score = 50});
      unit.ratings.insert(row, {}, {});
      auto found = alert(unit.ids, row);
      found.joins = first;
      if (first.empty()) first = found.id;
      unit.alerts.insert(found);
    }
  });
  constexpr auto rows = Sql::of_schema(
      "SELECT status || ' ' || findings || ' ' || last_day FROM alert_now WHERE $1 IS NOT NULL"
      " ORDER BY alert_id");
  const auto lines = [&](int schema) {
    SqliteConnection connection(to(folder));
    migrate(connection, folder.file(), schema, instant_of(schema));
    std::vector<std::string> all;
    connection.select(rows, {}, [&](const Row& row) { all.push_back(row.text(0)); });
    return all;
  };
  const auto now = lines(newest_schema());
  REQUIRE(now.size() == 2);
  CHECK(lines(8) == std::vector{now[0]});
  CHECK(lines(newest_schema()) == now);
  open_store(folder)->read([&](Reader& reader) {
    const auto all = reader.alerts.everything_of_course(CourseId{"course-1"});
    REQUIRE(all.size() == 2);
    CHECK(all[1].joins == all[0].alert.id);
  });
}

TEST_CASE("opening a store again migrates nothing and copies nothing", "[file]") {
  Folder folder;
  open_store(folder);
  open_store(folder);
  CHECK(copies_in(folder).empty());
}

TEST_CASE("a store of a newer version is refused with a sentence", "[file]") {
  Folder folder;
  open_store(folder);
  {
    SqliteConnection connection(to(folder));
    connection.execute("INSERT INTO schema_version VALUES ('default', 999, 0)");
  }
  try {
    open_store(folder);
    FAIL("a newer schema was opened");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::newer_schema);
    CHECK(std::string(failure.what()).find("newer Holdfast (schema 999") != std::string::npos);
  }
}

TEST_CASE("another program's database is not touched", "[file]") {
  Folder folder;
  {
    SqliteConnection connection(to(folder));
    connection.execute("CREATE TABLE theirs (x)");
  }
  CHECK_THROWS_AS(open_store(folder), Failure);
  SqliteConnection connection(to(folder));
  CHECK(shape_of(connection).size() == 1);
}

TEST_CASE("a file that is no database is refused", "[file]") {
  Folder folder;
  std::ofstream(folder.file()) << std::string(8192, 'x');
  try {
    open_store(folder);
    FAIL("rubbish was opened");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::corrupt);
  }
}

TEST_CASE("the planner is told about every index, so that no page reads a whole practice",
          "[file]") {
  Folder folder;
  open_store(folder);
  SqliteConnection connection(to(folder));
  constexpr auto untold = Sql::of_schema(
      "SELECT i.name FROM sqlite_master t JOIN pragma_index_list(t.name) i"
      " WHERE t.type = 'table' AND $1 IS NOT NULL AND t.name NOT LIKE 'sqlite_%'"
      " AND t.name NOT IN ('schema_version', 'mirror_cursor') AND NOT EXISTS"
      " (SELECT 1 FROM sqlite_stat1 s WHERE s.tbl = t.name AND s.idx ="
      " CASE i.origin WHEN 'pk' THEN t.name ELSE i.name END)");
  std::string names;
  connection.select(untold, {}, [&](const Row& row) { names += row.text(0) + ' '; });
  CHECK(names.empty());
}
