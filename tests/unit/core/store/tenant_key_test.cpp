// SPDX-License-Identifier: MIT
#include "store/tenant_key.hpp"

#include <catch2/catch.hpp>

using holdfast::store::keeps_to_practice;

// Read while compiling, as every statement of the store is.
static_assert(keeps_to_practice("SELECT a FROM rating WHERE practice_id = $1"));
static_assert(!keeps_to_practice("SELECT a FROM rating WHERE id = $1"));

TEST_CASE("a statement that binds each of its tables keeps to its practice") {
  for (const char* sql :
       {"SELECT a FROM rating r WHERE r.practice_id = $1 AND r.id = $2",
        "INSERT INTO rating (practice_id, id) VALUES ($1, $2)",
        "INSERT INTO rating (practice_id, id) VALUES ($1, $2) ON CONFLICT (practice_id, id)"
        " DO UPDATE SET id = excluded.id",
        "INSERT INTO setting (practice_id, number) SELECT $1, MAX(number) FROM setting"
        " WHERE practice_id = $1",
        "UPDATE outbox SET status = $2 WHERE practice_id = $1 AND id = $3",
        "DELETE FROM outbox WHERE practice_id = $1",
        "DELETE FROM outbox WHERE practice_id = $1 AND (id = $2 OR id = $3)",
        "SELECT a FROM rating r LEFT JOIN seal_end s ON s.practice_id = r.practice_id"
        " AND s.rating_id = r.id WHERE r.practice_id = $1",
        "SELECT a FROM alert_now n JOIN alert a ON a.practice_id = n.practice_id"
        " JOIN rating r ON r.practice_id = a.practice_id WHERE n.practice_id = $1",
        "SELECT a FROM rating r WHERE r.practice_id = $1 AND NOT EXISTS (SELECT 1 FROM rating_end e"
        " WHERE e.practice_id = r.practice_id AND e.rating_id = r.id) FOR UPDATE OF r SKIP LOCKED",
        "SELECT a FROM setting s WHERE practice_id = $1 AND number = (SELECT MAX(number) FROM "
        "setting"
        " n WHERE n.practice_id = s.practice_id)"}) {
    INFO(sql);
    CHECK(keeps_to_practice(sql));
  }
}

TEST_CASE("a statement that leaves one of its tables unbound does not") {
  for (const char* sql :
       {"SELECT a FROM rating", "SELECT 1", "SELECT a FROM rating WHERE practice_id <> $1",
        "SELECT a FROM rating WHERE practice_id = $2",
        "SELECT a FROM rating WHERE 'practice_id = $1'",
        "SELECT a FROM rating r JOIN alert a ON a.rating_id = r.id WHERE r.practice_id = $1",
        "SELECT a FROM rating r JOIN alert a ON a.practice_id = r.practice_id WHERE r.id = $1",
        "SELECT a FROM rating, alert WHERE practice_id = $1",
        "SELECT a FROM rating r WHERE r.practice_id = $1 AND NOT EXISTS (SELECT 1 FROM rating_end e"
        " WHERE e.rating_id = r.id)",
        "INSERT INTO rating (id, practice_id) VALUES ($2, $1)",
        "INSERT INTO rating (practice_id, id) VALUES ($2, $1)",
        "INSERT INTO rating (practice_id, id) SELECT r.practice_id, r.id FROM rating r"
        " WHERE r.practice_id = $1",
        "UPDATE outbox SET practice_id = $1 WHERE id = $2 AND status = 'done'",
        "SELECT a FROM rating WHERE practice_id = $1 OR id = $2",
        "SELECT a FROM rating WHERE (practice_id = $1) OR id = $2",
        "SELECT a FROM rating WHERE practice_id = $1 UNION SELECT a FROM rating",
        "DELETE FROM outbox WHERE id = $1"}) {
    INFO(sql);
    CHECK_FALSE(keeps_to_practice(sql));
  }
}
