// SPDX-License-Identifier: MIT
#include "store/migrations.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <stdexcept>

#include "store/failure.hpp"
#include "store/sqlite_connection.hpp"
#include "store_migrations.hpp"

namespace holdfast::store {
namespace {

constexpr char make_versions[] =
    "CREATE TABLE IF NOT EXISTS schema_version (practice_id TEXT NOT NULL, version INTEGER NOT "
    "NULL,"
    " applied_at INTEGER NOT NULL, PRIMARY KEY (practice_id, version)) STRICT, WITHOUT ROWID";
constexpr auto select_tables = Sql::of_schema(
    "SELECT COUNT(*), SUM(name = 'schema_version') FROM sqlite_master"
    " WHERE type = 'table' AND $1 IS NOT NULL");
// SQLite's own tables are left out, and the indexes it makes by itself.
constexpr auto select_schema = Sql::of_schema(
    "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_master"
    " WHERE $1 IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name");
constexpr auto select_version =
    Sql::of_schema("SELECT MAX(version) FROM schema_version WHERE $1 IS NOT NULL");
constexpr Sql insert_version(
    "INSERT INTO schema_version (practice_id, version, applied_at) VALUES ($1, $2, $3)");
constexpr auto delete_version =
    Sql::of_schema("DELETE FROM schema_version WHERE $1 IS NOT NULL AND version = $2");

// "0001_store.up.sql"
int number_of(std::string_view name) {
  int number = 0;
  std::from_chars(name.data(), name.data() + std::min<std::size_t>(name.size(), 4), number);
  return number;
}

std::string script_of(int number, std::string_view direction) {
  for (const auto name : store_migrations::names())
    if (number_of(name) == number && name.ends_with(direction))
      return std::string{*store_migrations::find(name)};
  throw std::logic_error(fmt::format("no migration {:04}{}", number, direction));
}

void step(SqliteConnection& connection, int from, int to, Instant now) {
  connection.execute("BEGIN IMMEDIATE");
  try {
    if (schema_of(connection) != from) {  // another process was faster
      connection.execute("ROLLBACK");
      return;
    }
    if (to > from) {
      connection.execute(make_versions);
      connection.execute(script_of(to, ".up.sql").c_str());
      connection.run(insert_version, {std::int64_t{to}, now.time_since_epoch().count()});
    } else {
      connection.execute(script_of(from, ".down.sql").c_str());
      connection.run(delete_version, {std::int64_t{from}});
    }
    connection.execute("COMMIT");
  } catch (...) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    throw;
  }
}

}  // namespace

int newest_schema() {
  int newest = 0;
  for (const auto name : store_migrations::names()) newest = std::max(newest, number_of(name));
  return newest;
}

int schema_of(SqliteConnection& connection) {
  std::int64_t tables = 0, ours = 0, version = 0;
  connection.select(select_tables, {}, [&](const Row& row) {
    tables = row.integer(0);
    ours = row.integer(1);
  });
  if (tables == 0) return 0;
  if (ours == 0)
    throw Failure(Fault::corrupt,
                  "the store's file holds another program's database; name another file");
  connection.select(select_version, {}, [&](const Row& row) { version = row.integer(0); });
  return static_cast<int>(version);
}

std::string migrate(SqliteConnection& connection, const std::string& path, int target,
                    Instant now) {
  int version = schema_of(connection);
  if (version > newest_schema())
    throw Failure(
        Fault::newer_schema,
        fmt::format("store {} was written by a newer Holdfast (schema {}, this one knows {}); "
                    "install that version, or restore a backup",
                    path, version, newest_schema()));
  if (version == target) return {};
  std::string copy;
  if (version > 0) {
    copy = fmt::format("{}.schema-{}.{}", path, version, now.time_since_epoch().count());
    copy_database(connection, copy);
  }
  while (version != target) {
    step(connection, version, version + (target > version ? 1 : -1), now);
    const int reached = schema_of(connection);
    if (reached == version)
      throw Failure(Fault::busy,
                    fmt::format("store {} is being migrated by another process", path));
    version = reached;
  }
  return copy;
}

namespace {

// By "trigger rating_unchanged": what it says. Of a table the steps leave a text that depends on
// the way they were taken; what holds it up are its triggers.
std::map<std::string, std::string> parts_of(SqliteConnection& connection) {
  std::map<std::string, std::string> parts;
  connection.select(select_schema, {}, [&](const Row& row) {
    const auto type = row.text(0);
    parts[type + " " + row.text(1)] = type == "table" ? std::string{} : row.text(2) + row.text(3);
  });
  return parts;
}

}  // namespace

std::vector<std::string> schema_differences(SqliteConnection& connection) {
  SqliteConnection fresh({.path = ":memory:",
                          .practice = "default",
                          .patience = std::chrono::milliseconds{0},
                          .access = Access::write});
  migrate(fresh, ":memory:", newest_schema(), Instant{});
  const auto wanted = parts_of(fresh), found = parts_of(connection);
  std::vector<std::string> differences;
  const auto add = [&](const std::string& part, const char* how) {
    differences.push_back(part + how);
  };
  for (const auto& [part, text] : wanted) {
    const auto there = found.find(part);
    if (there == found.end())
      add(part, " is missing");
    else if (there->second != text)
      add(part, " was changed");
  }
  for (const auto& [part, text] : found)
    if (!wanted.contains(part)) add(part, " does not belong here");
  return differences;
}

void copy_database(SqliteConnection& connection, const std::string& copy) {
  // VACUUM INTO takes an empty file as it is, and with it the mode: nobody else may read the copy.
  const int file = ::open(copy.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0)
    throw Failure(errno == ENOSPC ? Fault::full : Fault::read_only,
                  fmt::format("cannot make the copy {}: {}", copy, std::strerror(errno)));
  ::close(file);
  try {
    connection.vacuum_into(copy);
  } catch (...) {
    ::unlink(copy.c_str());
    throw;
  }
}

}  // namespace holdfast::store
