// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <fmt/format.h>

#include "schema.hpp"

namespace holdfast::store::postgresql {
namespace {

constexpr auto select_bytes = Sql::of_schema(
    "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
    " AND c.relkind = 'r' AND CAST($1 AS TEXT) IS NOT NULL");
constexpr auto name_practice = Sql::of_schema("SELECT set_config('holdfast.practice', $1, false)");

// Every row of the practice is read whole, so that the server meets each page and each value it
// keeps elsewhere. Pages are only checked against their sums where the cluster has them.
constexpr char read_everything[] = R"(
DO $$
DECLARE
  one regclass;
  rows bigint;
BEGIN
  FOR one IN
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'practice_id'
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('SELECT COUNT(CAST(t AS TEXT)) FROM %s t WHERE t.practice_id = $1', one)
      INTO rows USING current_setting('holdfast.practice');
  END LOOP;
END $$)";

// Its own sessions are all that a ServerDatabase is given.
ServerSession& own(Session& session) { return static_cast<ServerSession&>(session); }

}  // namespace

std::unique_ptr<Session> ServerDatabase::connect(Access access) {
  return std::make_unique<ServerSession>(to_, access);
}

void ServerDatabase::migrate(Session& writer, Instant now) {
  postgresql::migrate(own(writer), newest_schema(), now);
}

void ServerDatabase::copy_to(const std::string&) {
  throw Failure(Fault::unsupported,
                fmt::format("store {} is on a server: copy it with pg_dump or the server's own "
                            "backups",
                            name()));
}

void ServerDatabase::check() {
  ServerSession session(to_, Access::read);
  session.select(name_practice, {}, [](const Row&) {});
  session.script(read_everything);
}

bool ServerDatabase::compact() {
  ServerSession session(to_, Access::claim);
  session.script("VACUUM");  // of every table this role owns; waits for nobody
  return true;
}

std::int64_t ServerDatabase::bytes() const {
  ServerSession session(to_, Access::read);
  std::int64_t bytes = 0;
  session.select(select_bytes, {}, [&](const Row& row) { bytes = row.integer(0); });
  return bytes;
}

}  // namespace holdfast::store::postgresql
