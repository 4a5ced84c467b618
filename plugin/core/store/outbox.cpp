// SPDX-License-Identifier: MIT
#include "store/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/columns.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_delivery(
    "INSERT INTO outbox (practice_id, id, kind, about, delivery_key, client_key, body, status,"
    " attempts, due_at, reason, host_name, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");

#define HOLDFAST_DELIVERY                                                                     \
  "SELECT o.id, o.kind, o.about, o.delivery_key, o.client_key, o.body, o.status, o.attempts," \
  " o.due_at, o.reason, o.host_name, o.made_at, o.done_at FROM outbox o"

// Of each client the oldest that is not done; while that one is parked, claimed or sealed, the
// others wait. A notice and a reminder wait for nothing but what was said before under their own
// key: one may tell of a risk, the other is about a form that is not there yet. On a server, what
// another machine is claiming at this moment is passed over.
#define HOLDFAST_DUE                                                                    \
  HOLDFAST_DELIVERY                                                                     \
  " WHERE o.practice_id = $1 AND o.status IN ('waiting', 'claimed') AND o.due_at <= $2" \
  " AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.practice_id = o.practice_id"         \
  " AND p.client_key = o.client_key AND p.id < o.id AND p.status <> 'done'"             \
  " AND (p.delivery_key = o.delivery_key OR (p.about NOT IN ('notice', 'reminder')"     \
  " AND o.about NOT IN ('notice', 'reminder'))))"                                       \
  " ORDER BY o.due_at, o.id LIMIT $3"
constexpr Sql select_due(HOLDFAST_DUE, HOLDFAST_DUE " FOR UPDATE OF o SKIP LOCKED");
constexpr Sql claim_one(
    "UPDATE outbox SET status = 'claimed', claimed_by = $3, due_at = $4, attempts = attempts + 1"
    " WHERE practice_id = $1 AND id = $2");
constexpr Sql mark_done(
    "UPDATE outbox SET status = 'done', body = '', reason = '', host_name = $3, done_at = $4"
    " WHERE practice_id = $1 AND id = $2");
constexpr Sql mark_retry(
    "UPDATE outbox SET status = 'waiting', reason = $3, due_at = $4"
    " WHERE practice_id = $1 AND id = $2");
constexpr Sql mark_parked(
    "UPDATE outbox SET status = 'parked', reason = $3 WHERE practice_id = $1 AND id = $2");
constexpr Sql mark_released(
    "UPDATE outbox SET status = 'waiting', attempts = 0, due_at = $3"
    " WHERE practice_id = $1 AND id = $2 AND status IN ('parked', 'waiting')");
constexpr Sql mark_unclaimed(
    "UPDATE outbox SET status = 'waiting', attempts = attempts - 1, due_at = $3"
    " WHERE practice_id = $1 AND id = $2 AND status = 'claimed'");
constexpr Sql delete_one("DELETE FROM outbox WHERE practice_id = $1 AND id = $2");
constexpr Sql bring_due_forward(
    "UPDATE outbox SET due_at = $2"
    " WHERE practice_id = $1 AND status IN ('waiting', 'claimed') AND due_at > $2");
#define HOLDFAST_OF_KEY \
  HOLDFAST_DELIVERY     \
  " WHERE o.practice_id = $1 AND o.delivery_key >= $2 AND o.delivery_key < $3"
constexpr Sql select_of_key(HOLDFAST_OF_KEY " ORDER BY o.id");
constexpr Sql select_open_of_key(HOLDFAST_OF_KEY " AND o.status <> 'done' ORDER BY o.id");
constexpr Sql select_open(
    HOLDFAST_DELIVERY " WHERE o.practice_id = $1 AND o.status <> 'done' ORDER BY o.id LIMIT $2");
constexpr Sql select_one(HOLDFAST_DELIVERY " WHERE o.practice_id = $1 AND o.id = $2");
constexpr Sql select_key(
    "SELECT COUNT(*) FROM outbox WHERE practice_id = $1 AND delivery_key = $2 AND kind = $3");
constexpr Sql select_done(HOLDFAST_DELIVERY
                          " WHERE o.practice_id = $1 AND o.client_key = $2 AND o.status = 'done' "
                          "ORDER BY o.done_at, o.id");
constexpr Sql count_open(
    "SELECT status, COUNT(*), MIN(CASE WHEN attempts = 0 AND due_at > $2 THEN NULL ELSE made_at "
    "END)"
    " FROM outbox WHERE practice_id = $1 AND status <> 'done' GROUP BY status");
// By id, which begins with the time it was made: no index is kept of when things were done.
constexpr Sql count_hours(
    "SELECT COUNT(DISTINCT done_at / 3600000) FROM outbox"
    " WHERE practice_id = $1 AND id >= $2 AND id <> $3 AND status = 'done' AND done_at >= $4");
constexpr Sql select_next_due(
    "SELECT MIN(due_at) FROM outbox WHERE practice_id = $1 AND status IN ('waiting', 'claimed')");
constexpr Sql select_latest_due(
    "SELECT MAX(due_at) FROM outbox WHERE practice_id = $1 AND status IN ('waiting', 'claimed')");

std::vector<Delivery> all_of(Connection& connection, Sql sql, std::initializer_list<Value> values) {
  std::vector<Delivery> all;
  connection.select(sql, values, [&](const Row& row) {
    Delivery one;
    one.id = row.text(0);
    one.kind = row.text(1);
    one.about = row.text(2);
    one.key = row.text(3);
    one.client.value = row.text(4);
    one.body = row.text(5);
    one.status = word_of<DeliveryStatus>(row, 6);
    one.attempts = integer_of(row, 7);
    one.due = instant_of(row, 8);
    one.reason = row.text(9);
    one.host_name = row.text(10);
    one.made_at = instant_of(row, 11);
    one.done_at = optional_instant_of(row, 12);
    all.push_back(std::move(one));
  });
  return all;
}

// The first text behind all that begin with `prefix`, byte by byte. Keys end in no 0xff.
std::string after(std::string_view prefix) {
  std::string end(prefix);
  if (!end.empty()) ++end.back();
  return end;
}

// What every UUIDv7 made since then is not below: its 48 bits of milliseconds.
std::string first_id_of(Instant time) {
  const auto ms = std::max<std::int64_t>(time.time_since_epoch().count(), 0);
  return fmt::format("{:08x}-{:04x}", ms >> 16, ms & 0xffff);
}

}  // namespace

void Outbox::insert(const Delivery& delivery) {
  connection_.run(insert_delivery,
                  {std::string_view{delivery.id}, std::string_view{delivery.kind},
                   std::string_view{delivery.about}, std::string_view{delivery.key},
                   std::string_view{delivery.client.value}, std::string_view{delivery.body},
                   to_word(delivery.status), in(delivery.attempts), in(delivery.due),
                   std::string_view{delivery.reason}, std::string_view{delivery.host_name},
                   in(delivery.made_at)});
}

std::vector<Delivery> Outbox::claim(std::string_view who, Instant now, Instant until, int limit) {
  auto due = all_of(connection_, select_due, {in(now), in(limit)});
  for (auto& delivery : due) {
    connection_.run(claim_one, {std::string_view{delivery.id}, who, in(until)});
    delivery.status = DeliveryStatus::claimed;
    delivery.due = until;
    ++delivery.attempts;
  }
  return due;
}

void Outbox::done(const std::string& id, std::string_view host_name, Instant at) {
  connection_.run(mark_done, {std::string_view{id}, host_name, in(at)});
}

void Outbox::retry(const std::string& id, std::string_view reason, Instant due) {
  connection_.run(mark_retry, {std::string_view{id}, reason, in(due)});
}

void Outbox::park(const std::string& id, std::string_view reason) {
  connection_.run(mark_parked, {std::string_view{id}, reason});
}

void Outbox::release(const std::string& id, Instant now) {
  connection_.run(mark_released, {std::string_view{id}, in(now)});
}

void Outbox::unclaim(const std::string& id, Instant due) {
  connection_.run(mark_unclaimed, {std::string_view{id}, in(due)});
}

void Outbox::drop(const std::string& id) { connection_.run(delete_one, {std::string_view{id}}); }

std::int64_t Outbox::bring_forward(Instant latest) {
  return connection_.run(bring_due_forward, {in(latest)});
}

std::vector<Delivery> Outbox::of_key(std::string_view prefix) const {
  const auto end = after(prefix);
  return all_of(connection_, select_of_key, {prefix, std::string_view{end}});
}

std::vector<Delivery> Outbox::open_of_key(std::string_view prefix) const {
  const auto end = after(prefix);
  return all_of(connection_, select_open_of_key, {prefix, std::string_view{end}});
}

std::int64_t Outbox::hours_others_were_done(const std::string& but, Instant since) const {
  const auto first = first_id_of(since - std::chrono::weeks{1});
  std::int64_t hours = 0;
  connection_.select(count_hours, {std::string_view{first}, std::string_view{but}, in(since)},
                     [&](const Row& row) { hours = row.integer(0); });
  return hours;
}

std::vector<Delivery> Outbox::open(int limit) const {
  return all_of(connection_, select_open, {in(limit)});
}

bool Outbox::has_key(std::string_view kind, std::string_view key) const {
  bool is_there = false;
  connection_.select(select_key, {key, kind},
                     [&](const Row& row) { is_there = row.integer(0) > 0; });
  return is_there;
}

std::optional<Delivery> Outbox::find(const std::string& id) const {
  auto found = all_of(connection_, select_one, {std::string_view{id}});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Delivery> Outbox::done_of_client(const ClientKey& client) const {
  return all_of(connection_, select_done, {in(client)});
}

Outbox::Counts Outbox::counts(Instant now) const {
  Counts counts;
  connection_.select(count_open, {in(now)}, [&](const Row& row) {
    if (word_of<DeliveryStatus>(row, 0) == DeliveryStatus::parked) {
      counts.parked += row.integer(1);
      return;
    }
    counts.waiting += row.integer(1);
    const auto made = optional_instant_of(row, 2);
    if (made && (!counts.oldest || *made < *counts.oldest)) counts.oldest = made;
  });
  return counts;
}

std::optional<Instant> Outbox::next_due() const {
  std::optional<Instant> due;
  connection_.select(select_next_due, {},
                     [&](const Row& row) { due = optional_instant_of(row, 0); });
  return due;
}

std::optional<Instant> Outbox::latest_due() const {
  std::optional<Instant> due;
  connection_.select(select_latest_due, {},
                     [&](const Row& row) { due = optional_instant_of(row, 0); });
  return due;
}

}  // namespace holdfast::store
