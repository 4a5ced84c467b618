// SPDX-License-Identifier: MIT
#include "store/emergencies.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_use(
    "INSERT INTO break_glass (practice_id, id, person_id, client_key, reason, begins_at, ends_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");
constexpr Sql select_in_force(
    "SELECT 1 FROM break_glass WHERE practice_id = $1 AND person_id = $2 AND client_key = $3"
    " AND begins_at <= $4 AND ends_at > $4");
constexpr Sql select_of_client(
    "SELECT id, person_id, client_key, reason, begins_at, ends_at FROM break_glass"
    " WHERE practice_id = $1 AND client_key = $2 ORDER BY begins_at, id");
constexpr Sql select_since(
    "SELECT id, person_id, client_key, reason, begins_at, ends_at FROM break_glass"
    " WHERE practice_id = $1 AND begins_at >= $2 ORDER BY begins_at, id");

std::vector<BreakGlass> all_of(Connection& connection, Sql sql,
                               std::initializer_list<Value> values) {
  std::vector<BreakGlass> all;
  connection.select(sql, values, [&](const Row& row) {
    all.push_back({row.text(0), PersonId{row.text(1)}, ClientKey{row.text(2)}, row.text(3),
                   instant_of(row, 4), instant_of(row, 5)});
  });
  return all;
}

}  // namespace

void Emergencies::insert(const BreakGlass& use) {
  connection_.run(insert_use, {std::string_view{use.id}, in(use.person), in(use.client),
                               std::string_view{use.reason}, in(use.begins), in(use.ends)});
}

bool Emergencies::in_force(const PersonId& person, const ClientKey& client, Instant now) const {
  bool found = false;
  connection_.select(select_in_force, {in(person), in(client), in(now)},
                     [&](const Row&) { found = true; });
  return found;
}

std::vector<BreakGlass> Emergencies::of_client(const ClientKey& client) const {
  return all_of(connection_, select_of_client, {in(client)});
}

std::vector<BreakGlass> Emergencies::since(Instant from) const {
  return all_of(connection_, select_since, {in(from)});
}

}  // namespace holdfast::store
