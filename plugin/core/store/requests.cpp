// SPDX-License-Identifier: MIT
#include "store/requests.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_answered(
    "INSERT INTO idempotency (practice_id, key, request_digest, answer, made_at)"
    " VALUES ($1, $2, $3, $4, $5)");
constexpr Sql select_answered(
    "SELECT key, request_digest, answer, made_at FROM idempotency"
    " WHERE practice_id = $1 AND key = $2");
constexpr Sql insert_nonce(
    "INSERT INTO assertion_nonce (practice_id, site, nonce, expires_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (practice_id, site, nonce) DO NOTHING");
constexpr Sql delete_answered("DELETE FROM idempotency WHERE practice_id = $1 AND made_at < $2");
constexpr Sql delete_one("DELETE FROM idempotency WHERE practice_id = $1 AND key = $2");
constexpr Sql delete_nonces(
    "DELETE FROM assertion_nonce WHERE practice_id = $1 AND expires_at < $2");

}  // namespace

void Requests::insert(const AnsweredRequest& request) {
  connection_.run(insert_answered, {std::string_view{request.key}, std::string_view{request.digest},
                                    std::string_view{request.answer}, in(request.at)});
}

std::optional<AnsweredRequest> Requests::find(std::string_view key) const {
  std::optional<AnsweredRequest> found;
  connection_.select(select_answered, {key}, [&](const Row& row) {
    found = AnsweredRequest{row.text(0), row.text(1), row.text(2), instant_of(row, 3)};
  });
  return found;
}

bool Requests::use_nonce(std::string_view site, std::string_view nonce, Instant expires) {
  return connection_.run(insert_nonce, {site, nonce, in(expires)}) == 1;
}

void Requests::prove_room(std::size_t bytes) {
  constexpr std::string_view nobodys_key = "";  // requests have keys of eight characters and more
  insert({std::string(nobodys_key), {}, std::string(bytes, ' '), {}});
  connection_.run(delete_one, {nobodys_key});
}

void Requests::forget_before(Instant time) {
  connection_.run(delete_answered, {in(time)});
  connection_.run(delete_nonces, {in(time)});
}

}  // namespace holdfast::store
