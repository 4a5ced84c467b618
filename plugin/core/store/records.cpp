// SPDX-License-Identifier: MIT
#include "store/records.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_request(
    "INSERT INTO access_request (practice_id, id, client_key, asked_on, recorded_by, answered_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
constexpr Sql answer_request(
    "UPDATE access_request SET answered_at = $3"
    " WHERE practice_id = $1 AND id = $2 AND answered_at IS NULL");
constexpr Sql select_requests(
    "SELECT id, client_key, asked_on, recorded_by, answered_at FROM access_request"
    " WHERE practice_id = $1 AND client_key = $2 ORDER BY asked_on, id");
constexpr Sql select_open_requests(
    "SELECT id, client_key, asked_on, recorded_by, answered_at FROM access_request"
    " WHERE practice_id = $1 AND answered_at IS NULL ORDER BY asked_on, id");

constexpr Sql insert_hold(
    "INSERT INTO legal_hold (practice_id, id, client_key, reason, placed_by, placed_at, lifted_by,"
    " lifted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
constexpr Sql lift_hold(
    "UPDATE legal_hold SET lifted_by = $3, lifted_at = $4"
    " WHERE practice_id = $1 AND id = $2 AND lifted_at IS NULL");
constexpr Sql select_holds(
    "SELECT id, client_key, reason, placed_by, placed_at, lifted_by, lifted_at FROM legal_hold"
    " WHERE practice_id = $1 AND client_key = $2 ORDER BY placed_at, id");

constexpr Sql insert_erasure_request(
    "INSERT INTO erasure_request (practice_id, client_key, reason, asked_by, asked_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (practice_id, client_key) DO NOTHING");
constexpr Sql delete_erasure_request(
    "DELETE FROM erasure_request WHERE practice_id = $1 AND client_key = $2");
constexpr Sql select_erasure_request(
    "SELECT client_key, reason, asked_by, asked_at FROM erasure_request"
    " WHERE practice_id = $1 AND client_key = $2");
constexpr Sql select_erasure_requests(
    "SELECT client_key, reason, asked_by, asked_at FROM erasure_request"
    " WHERE practice_id = $1 ORDER BY asked_at, client_key");

constexpr Sql insert_transfer(
    "INSERT INTO transfer (practice_id, id, course_id, client_key, from_clinician_id,"
    " to_clinician_id, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
constexpr Sql select_transfers(
    "SELECT id, course_id, client_key, from_clinician_id, to_clinician_id, made_by, made_at"
    " FROM transfer WHERE practice_id = $1 AND course_id = $2 ORDER BY made_at, id");

std::vector<AccessRequest> requests(Connection& connection, Sql sql,
                                    std::initializer_list<Value> values) {
  std::vector<AccessRequest> all;
  connection.select(sql, values, [&](const Row& row) {
    all.push_back({row.text(0), ClientKey{row.text(1)}, day_of(row, 2), row.text(3),
                   optional_instant_of(row, 4)});
  });
  return all;
}

std::vector<ErasureRequest> erasure_requests(Connection& connection, Sql sql,
                                             std::initializer_list<Value> values) {
  std::vector<ErasureRequest> all;
  connection.select(sql, values, [&](const Row& row) {
    all.push_back({ClientKey{row.text(0)}, row.text(1), row.text(2), instant_of(row, 3)});
  });
  return all;
}

}  // namespace

void Records::insert(const AccessRequest& request) {
  const auto day = to_text(request.asked_on);
  connection_.run(insert_request,
                  {std::string_view{request.id}, in(request.client), std::string_view{day},
                   std::string_view{request.recorded_by}, in(request.answered_at)});
}

bool Records::answer(const std::string& id, Instant at) {
  return connection_.run(answer_request, {std::string_view{id}, in(at)}) == 1;
}

std::vector<AccessRequest> Records::requests_of(const ClientKey& client) const {
  return requests(connection_, select_requests, {in(client)});
}

std::vector<AccessRequest> Records::open_requests() const {
  return requests(connection_, select_open_requests, {});
}

void Records::insert(const LegalHold& hold) {
  connection_.run(insert_hold,
                  {std::string_view{hold.id}, in(hold.client), std::string_view{hold.reason},
                   std::string_view{hold.placed_by}, in(hold.placed_at),
                   optional_text(hold.lifted_by), in(hold.lifted_at)});
}

bool Records::lift(const std::string& id, std::string_view by, Instant at) {
  return connection_.run(lift_hold, {std::string_view{id}, by, in(at)}) == 1;
}

std::vector<LegalHold> Records::holds_of(const ClientKey& client) const {
  std::vector<LegalHold> all;
  connection_.select(select_holds, {in(client)}, [&](const Row& row) {
    all.push_back({row.text(0), ClientKey{row.text(1)}, row.text(2), row.text(3),
                   instant_of(row, 4), row.text(5), optional_instant_of(row, 6)});
  });
  return all;
}

bool Records::is_held(const ClientKey& client) const {
  for (const auto& hold : holds_of(client))
    if (!hold.lifted_at) return true;
  return false;
}

bool Records::insert(const ErasureRequest& request) {
  return connection_.run(insert_erasure_request,
                         {in(request.client), std::string_view{request.reason},
                          std::string_view{request.asked_by}, in(request.asked_at)}) == 1;
}

bool Records::take_back_erasure(const ClientKey& client) {
  return connection_.run(delete_erasure_request, {in(client)}) == 1;
}

std::optional<ErasureRequest> Records::erasure_request_of(const ClientKey& client) const {
  auto all = store::erasure_requests(connection_, select_erasure_request, {in(client)});
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

std::vector<ErasureRequest> Records::erasure_requests() const {
  return store::erasure_requests(connection_, select_erasure_requests, {});
}

void Records::insert(const Transfer& transfer) {
  connection_.run(insert_transfer,
                  {std::string_view{transfer.id}, in(transfer.course), in(transfer.client),
                   std::string_view{transfer.from.value}, std::string_view{transfer.to.value},
                   std::string_view{transfer.made_by}, in(transfer.made_at)});
}

std::vector<Transfer> Records::transfers_of(const CourseId& course) const {
  std::vector<Transfer> all;
  connection_.select(select_transfers, {in(course)}, [&](const Row& row) {
    all.push_back({row.text(0), CourseId{row.text(1)}, ClientKey{row.text(2)},
                   ClinicianId{row.text(3)}, ClinicianId{row.text(4)}, row.text(5),
                   instant_of(row, 6)});
  });
  return all;
}

}  // namespace holdfast::store
