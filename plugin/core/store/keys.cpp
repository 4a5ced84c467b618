// SPDX-License-Identifier: MIT
#include "store/keys.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_key(
    "INSERT INTO practice_key (practice_id, purpose, id, secret, open_half, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
constexpr Sql select_of(
    "SELECT id, purpose, secret, open_half, made_at FROM practice_key"
    " WHERE practice_id = $1 AND purpose = $2 ORDER BY id DESC");

}  // namespace

void Keys::insert(const PracticeKey& key) {
  connection_.run(insert_key,
                  {std::string_view{key.purpose}, std::string_view{key.id},
                   std::string_view{key.secret}, std::string_view{key.open}, in(key.made_at)});
}

std::vector<PracticeKey> Keys::of(std::string_view purpose) const {
  std::vector<PracticeKey> keys;
  connection_.select(select_of, {purpose}, [&](const Row& row) {
    keys.push_back({row.text(0), row.text(1), row.text(2), row.text(3), instant_of(row, 4)});
  });
  return keys;
}

}  // namespace holdfast::store
