// SPDX-License-Identifier: MIT
#include "schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "spelling.hpp"
#include "store_migrations.hpp"

namespace holdfast::store::postgresql {
namespace {

constexpr auto select_place = Sql::of_schema(
    "SELECT COALESCE(current_schema(), ''), pg_encoding_to_char(d.encoding), COUNT(c.oid),"
    " COUNT(c.oid) FILTER (WHERE c.relname = 'schema_version') FROM pg_database d"
    " LEFT JOIN pg_class c ON c.relkind IN ('r', 'p')"
    " AND c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = current_schema())"
    " WHERE d.datname = current_database() AND CAST($1 AS TEXT) IS NOT NULL GROUP BY d.encoding");
constexpr auto select_version =
    Sql::of_schema("SELECT MAX(version) FROM schema_version WHERE CAST($1 AS TEXT) IS NOT NULL");
constexpr Sql insert_version(
    "INSERT INTO schema_version (practice_id, version, applied_at) VALUES ($1, $2, $3)");
constexpr auto delete_version = Sql::of_schema(
    "DELETE FROM schema_version WHERE CAST($1 AS TEXT) IS NOT NULL AND version = $2");
constexpr Sql make_turn(
    "INSERT INTO writing (practice_id) VALUES ($1) ON CONFLICT (practice_id) DO NOTHING");
constexpr Sql has_turn("SELECT 1 FROM writing WHERE practice_id = $1");
constexpr Sql forget_commits("DELETE FROM last_commit WHERE practice_id = $1 AND made_at < $2");

// Held to the end of the transaction: one machine migrates, the others wait and find it done.
constexpr char begin_alone[] =
    "BEGIN; SET LOCAL lock_timeout = '10min';"
    "SELECT pg_advisory_xact_lock(hashtextextended('holdfast ' || current_schema(), 0))";

// What only a server needs: who writes, what was committed last, and why a fact stays.
constexpr char make_foundation[] = R"(
CREATE TABLE schema_version (
  practice_id TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, applied_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, version));
CREATE TABLE writing (practice_id TEXT COLLATE "C" NOT NULL, PRIMARY KEY (practice_id));
CREATE TABLE last_commit (
  practice_id TEXT COLLATE "C" NOT NULL, writer TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL,
  made_at BIGINT NOT NULL, PRIMARY KEY (practice_id, writer));
CREATE FUNCTION keep_fact() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION keep_fact_unless_erasing() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation';
END $$)";
constexpr char drop_foundation[] =
    "DROP TABLE last_commit; DROP TABLE writing; DROP TABLE schema_version;"
    "DROP FUNCTION keep_fact(); DROP FUNCTION keep_fact_unless_erasing()";

int number_of(std::string_view name) {  // "0001_store.up.sql"
  int number = 0;
  std::from_chars(name.data(), name.data() + std::min<std::size_t>(name.size(), 4), number);
  return number;
}

void run_script(ServerSession& session, int number, std::string_view direction) {
  for (const auto name : store_migrations::names()) {
    if (number_of(name) != number || !name.ends_with(direction)) continue;
    for (const std::string& statement : spell(*store_migrations::find(name)))
      session.script(statement);
    return;
  }
  throw std::logic_error(fmt::format("no migration {:04}{}", number, direction));
}

void step(ServerSession& session, int from, int to, Instant now) {
  if (from == 0) session.script(make_foundation);
  if (to > from) {
    run_script(session, to, ".up.sql");
    session.run(insert_version, {std::int64_t{to}, now.time_since_epoch().count()});
  } else {
    run_script(session, from, ".down.sql");
    session.run(delete_version, {std::int64_t{from}});
  }
  if (to == 0) session.script(drop_foundation);
}

void climb(ServerSession& session, int target, Instant now) {
  session.script(begin_alone);
  try {
    for (int version = schema_of(session); version != target;) {
      const int next = version + (target > version ? 1 : -1);
      step(session, version, next, now);
      version = next;
    }
    session.script("COMMIT");
  } catch (...) {
    session.script("ROLLBACK");
    throw;
  }
}

void take_a_place(ServerSession& session, Instant now) {
  bool is_there = false;
  session.select(has_turn, {}, [&](const Row&) { is_there = true; });
  if (!is_there) session.run(make_turn, {});
  constexpr std::chrono::hours kept{48};  // a commit without an answer is asked for within seconds
  session.run(forget_commits, {(now - kept).time_since_epoch().count()});
}

}  // namespace

int newest_schema() {
  int newest = 0;
  for (const auto name : store_migrations::names()) newest = std::max(newest, number_of(name));
  return newest;
}

int schema_of(ServerSession& session) {
  std::string schema, encoding;
  std::int64_t tables = 0, ours = 0, version = 0;
  session.select(select_place, {}, [&](const Row& row) {
    schema = row.text(0);
    encoding = row.text(1);
    tables = row.integer(2);
    ours = row.integer(3);
  });
  if (schema.empty())
    throw Failure(Fault::other,
                  "the store's role sees no schema to work in; create one, and name it in the "
                  "address as ?options=-csearch_path%3Dholdfast");
  if (encoding != "UTF8")
    throw Failure(Fault::other,
                  "the store's database is not in UTF-8; create it with "
                  "ENCODING 'UTF8' TEMPLATE template0");
  if (ours == 0 && tables > 0)
    throw Failure(Fault::corrupt,
                  fmt::format("the schema {} holds another program's tables; create one for "
                              "Holdfast alone and name it in the address as "
                              "?options=-csearch_path%3Dholdfast",
                              schema));
  if (ours == 0) return 0;
  session.select(select_version, {}, [&](const Row& row) { version = row.integer(0); });
  return static_cast<int>(version);
}

void migrate(ServerSession& session, int target, Instant now) {
  const int version = schema_of(session);
  if (version > newest_schema())
    throw Failure(
        Fault::newer_schema,
        fmt::format("the store was written by a newer Holdfast (schema {}, this one knows "
                    "{}); install that version, or restore a backup",
                    version, newest_schema()));
  if (version != target) climb(session, target, now);
  if (target > 0) take_a_place(session, now);
}

}  // namespace holdfast::store::postgresql
