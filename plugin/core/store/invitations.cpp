// SPDX-License-Identifier: MIT
#include "store/columns.hpp"
#include "store/forms.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_invitation(
    "INSERT INTO invitation (practice_id, id, form_id, token_hash, code_hash, pin_hash, kiosk,"
    " channel, made_at, expires_at, opened_at, used_at, revoked_at, tries)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");

#define HOLDFAST_INVITATION                                                                   \
  "SELECT id, form_id, token_hash, code_hash, pin_hash, kiosk, channel, made_at, expires_at," \
  " opened_at, used_at, revoked_at, tries FROM invitation"

constexpr Sql select_one(HOLDFAST_INVITATION " WHERE practice_id = $1 AND id = $2");
constexpr Sql select_by_token(HOLDFAST_INVITATION " WHERE practice_id = $1 AND token_hash = $2");
constexpr Sql select_by_code(
    HOLDFAST_INVITATION " WHERE practice_id = $1 AND code_hash = $2 ORDER BY made_at DESC LIMIT 1");
constexpr Sql mark_opened(
    "UPDATE invitation SET opened_at = $3 WHERE practice_id = $1 AND id = $2 AND opened_at IS "
    "NULL");
constexpr Sql mark_used(
    "UPDATE invitation SET used_at = $3 WHERE practice_id = $1 AND id = $2 AND used_at IS NULL"
    " AND revoked_at IS NULL");
constexpr Sql revoke_open(
    "UPDATE invitation SET revoked_at = $3 WHERE practice_id = $1 AND form_id = $2"
    " AND used_at IS NULL AND revoked_at IS NULL");
constexpr Sql add_try("UPDATE invitation SET tries = tries + 1 WHERE practice_id = $1 AND id = $2");
constexpr Sql delete_expired("DELETE FROM invitation WHERE practice_id = $1 AND expires_at < $2");

std::optional<Invitation> one_of(Connection& connection, Sql sql,
                                 std::initializer_list<Value> values) {
  std::optional<Invitation> found;
  connection.select(sql, values, [&](const Row& row) {
    Invitation one;
    one.id.value = row.text(0);
    one.form = row.text(1);
    one.token_hash = row.text(2);
    one.code_hash = row.text(3);
    one.pin_hash = row.text(4);
    one.kiosk = truth_of(row, 5);
    one.channel = row.text(6);
    one.made_at = instant_of(row, 7);
    one.expires_at = instant_of(row, 8);
    one.opened_at = optional_instant_of(row, 9);
    one.used_at = optional_instant_of(row, 10);
    one.revoked_at = optional_instant_of(row, 11);
    one.tries = integer_of(row, 12);
    found = std::move(one);
  });
  return found;
}

}  // namespace

void Invitations::insert(const Invitation& invitation) {
  connection_.run(insert_invitation,
                  {in(invitation.id), std::string_view{invitation.form},
                   std::string_view{invitation.token_hash}, optional_text(invitation.code_hash),
                   optional_text(invitation.pin_hash), in(invitation.kiosk),
                   std::string_view{invitation.channel}, in(invitation.made_at),
                   in(invitation.expires_at), in(invitation.opened_at), in(invitation.used_at),
                   in(invitation.revoked_at), in(invitation.tries)});
}

std::optional<Invitation> Invitations::by_token_hash(std::string_view hash) const {
  return one_of(connection_, select_by_token, {hash});
}

std::optional<Invitation> Invitations::by_code_hash(std::string_view hash) const {
  return one_of(connection_, select_by_code, {hash});
}

std::optional<Invitation> Invitations::find(const InvitationId& id) const {
  return one_of(connection_, select_one, {in(id)});
}

void Invitations::opened(const InvitationId& id, Instant at) {
  connection_.run(mark_opened, {in(id), in(at)});
}

bool Invitations::use(const InvitationId& id, Instant at) {
  return connection_.run(mark_used, {in(id), in(at)}) == 1;
}

void Invitations::revoke_of_form(const std::string& form, Instant at) {
  connection_.run(revoke_open, {std::string_view{form}, in(at)});
}

int Invitations::count_try(const InvitationId& id) {
  connection_.run(add_try, {in(id)});
  const auto invitation = find(id);
  return invitation ? invitation->tries : 0;
}

void Invitations::forget_expired(Instant before) { connection_.run(delete_expired, {in(before)}); }

}  // namespace holdfast::store
