// SPDX-License-Identifier: MIT
#include "schema.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "store/migrations.hpp"
#include "unit/core/store/builders.hpp"

using namespace holdfast::store;
using namespace holdfast::store::testing;
using holdfast::testing::run_in_database;
using holdfast::testing::value_in_database;
using postgresql::ServerSession;

namespace {

postgresql::ConnectTo to(const std::string& address) {
  return {postgresql::Address(address), "default", std::chrono::milliseconds{10000}};
}

std::string columns_of(const std::string& address) {
  return value_in_database(
      address,
      "SELECT string_agg(table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
      " || ' ' || COALESCE(collation_name, ''), chr(10) ORDER BY table_name, ordinal_position)"
      " FROM information_schema.columns WHERE table_schema = 'public'");
}

void empty(const std::string& address) {
  run_in_database(address,
                  "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION holdfast");
}

}  // namespace

TEST_CASE("the server's schema is as new as the file's") {
  CHECK(postgresql::newest_schema() == newest_schema());
}

TEST_CASE("every table's key, and every index, begins with the practice") {
  Folder folder;
  CHECK(
      value_in_database(folder.store(),
                        "SELECT COALESCE(string_agg(c.relname, ' '), '') FROM pg_index i"
                        " JOIN pg_class c ON c.oid = i.indexrelid"
                        " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                        " WHERE n.nspname = 'public' AND a.attname <> 'practice_id'") == "");
  CHECK(value_in_database(
            folder.store(),
            "SELECT COALESCE(string_agg(c.relname, ' '), '') FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT EXISTS"
            " (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)") == "");
}

TEST_CASE("every reference between tables carries the practice") {
  Folder folder;
  CHECK(
      value_in_database(folder.store(),
                        "SELECT COALESCE(string_agg(conname, ' '), '') FROM pg_constraint k"
                        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
                        " WHERE k.contype = 'f' AND a.attname <> 'practice_id'") == "");
  CHECK(value_in_database(folder.store(),
                          "SELECT COUNT(*) > 5 FROM pg_constraint WHERE contype = 'f'") == "t");
}

TEST_CASE("text is compared byte by byte, as in a file") {
  Folder folder;
  CHECK(value_in_database(folder.store(),
                          "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema ="
                          " 'public' AND data_type = 'text' AND collation_name <> 'C'") == "0");
}

TEST_CASE("the server's schema goes up, down and up again to the same shape") {
  Folder folder;
  const auto first = columns_of(folder.store());
  ServerSession session(to(folder.store()), Access::write);
  postgresql::migrate(session, 0, instant_of(0));
  CHECK(columns_of(folder.store()).empty());
  CHECK(value_in_database(folder.store(),
                          "SELECT COUNT(*) FROM pg_proc p JOIN pg_namespace n ON n.oid ="
                          " p.pronamespace WHERE n.nspname = 'public'") == "0");
  postgresql::migrate(session, newest_schema(), instant_of(1));
  CHECK(columns_of(folder.store()) == first);
}

TEST_CASE("a form's answers and subscales survive the way back and forth on the server") {
  Folder folder;
  const auto given = submit_with_subscales(*open_store(folder));
  {
    ServerSession session(to(folder.store()), Access::write);
    postgresql::migrate(session, 5, instant_of(1));
  }
  CHECK(value_in_database(folder.store(),
                          "SELECT string_agg(item || ' ' || COALESCE(value, '-') || ' ' || touched,"
                          " '; ' ORDER BY place) FROM rating_answer") ==
        "goals 71 1; tasks 64 1; bond 80 1; overall 75 1; tension 1 0; sorted - 1");
  check_same_form(*open_store(folder), given);
}

TEST_CASE("the salt of a rating's digest goes to its line and back on the server") {
  Folder folder;
  const auto id = open_store(folder)->commit([](Unit& unit) { return submit(unit, {}); });
  const auto salt_of = [&] {
    return open_store(folder)->read([&](Reader& reader) {
      CHECK_FALSE(reader.audit.verify().finding);
      return reader.ratings.find(id)->salt;
    });
  };
  const auto salt = salt_of();
  {
    ServerSession session(to(folder.store()), Access::write);
    postgresql::migrate(session, 7, instant_of(1));
  }
  CHECK(value_in_database(folder.store(), "SELECT salt || body FROM audit_payload") == salt);
  CHECK(salt_of() == salt);
  CHECK(value_in_database(folder.store(), "SELECT COUNT(*) FROM audit_payload") == "0");
}

TEST_CASE("machines that start at once make one schema") {
  Folder folder;
  empty(folder.store());
  std::vector<std::thread> machines;
  std::atomic<int> opened{0};
  for (int machine = 0; machine < 4; ++machine)
    machines.emplace_back([&] {
      Store::open({.path = folder.store()});
      ++opened;
    });
  for (auto& machine : machines) machine.join();
  CHECK(opened == 4);
  CHECK(value_in_database(folder.store(), "SELECT COUNT(*) FROM schema_version") ==
        std::to_string(newest_schema()));
}

TEST_CASE("a server's store of a newer version is refused with a sentence") {
  Folder folder;
  folder.by_hand("INSERT INTO schema_version VALUES ('default', 999, 0)");
  try {
    open_store(folder);
    FAIL("a newer schema was opened");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::newer_schema);
    CHECK(std::string(failure.what()).find("newer Holdfast (schema 999") != std::string::npos);
  }
}

TEST_CASE("another program's schema is not touched") {
  Folder folder;
  empty(folder.store());
  folder.by_hand("CREATE TABLE theirs (x INTEGER)");
  try {
    open_store(folder);
    FAIL("opened");
  } catch (const Failure& failure) {
    CHECK(failure.fault() == Fault::corrupt);
  }
  CHECK(columns_of(folder.store()) == "theirs.x integer YES ");
}

TEST_CASE("a schema of Holdfast's own stands beside another program's") {
  Folder folder;
  empty(folder.store());
  folder.by_hand("CREATE TABLE rating (x INTEGER); CREATE SCHEMA holdfast AUTHORIZATION holdfast");
  const auto store = Store::open({.path = folder.store() + "&options=-csearch_path%3Dholdfast"});
  store->commit([](Unit& unit) { submit(unit, {}); });
  store->check();
  CHECK(value_in_database(folder.store(), "SELECT COUNT(*) FROM holdfast.rating") == "1");
  CHECK(columns_of(folder.store()) == "rating.x integer YES ");
}

TEST_CASE(
    "a role that may only work with the rows does so, and is told when it would have to migrate") {
  Folder folder;
  folder.by_hand(
      "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'worker') THEN"
      " CREATE ROLE worker LOGIN; END IF; END $$;"
      "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO worker");
  std::string address = folder.store();
  address.replace(address.find("holdfast@"), 8, "worker");
  const auto store = Store::open({.path = address});
  store->commit([](Unit& unit) { submit(unit, {}); });
  store->check();
  empty(folder.store());
  try {
    Store::open({.path = address});
    FAIL("migrated");
  } catch (const Failure& failure) {
    CHECK((failure.fault() == Fault::read_only || failure.fault() == Fault::other));
  }
}
