// SPDX-License-Identifier: MIT
#include "store/risks.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_item(
    "INSERT INTO read_today (practice_id, id, cause, rating_id, item, course_id, client_key,"
    " reader_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
constexpr Sql insert_opened(
    "INSERT INTO read_today_opened (practice_id, id, opened_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (practice_id, id) DO NOTHING");

#define HOLDFAST_READ_TODAY                                                            \
  "SELECT r.id, r.cause, r.rating_id, r.item, r.course_id, r.client_key, r.reader_id," \
  " r.made_at, o.opened_at FROM read_today r"                                          \
  " LEFT JOIN read_today_opened o ON o.practice_id = r.practice_id AND o.id = r.id"

constexpr Sql select_unread(
    HOLDFAST_READ_TODAY
    " WHERE r.practice_id = $1 AND r.reader_id = $2 AND o.id IS NULL ORDER BY r.id");
constexpr Sql select_one(HOLDFAST_READ_TODAY " WHERE r.practice_id = $1 AND r.id = $2");
constexpr Sql select_of_rating(HOLDFAST_READ_TODAY
                               " WHERE r.practice_id = $1 AND r.rating_id = $2 ORDER BY r.id");

std::vector<ReadToday> all_of(Connection& connection, Sql sql,
                              std::initializer_list<Value> values) {
  std::vector<ReadToday> all;
  connection.select(sql, values, [&](const Row& row) {
    all.push_back({row.text(0), row.text(1), RatingId{row.text(2)}, row.text(3),
                   CourseId{row.text(4)}, ClientKey{row.text(5)}, PersonId{row.text(6)},
                   instant_of(row, 7), optional_instant_of(row, 8)});
  });
  return all;
}

}  // namespace

void Risks::insert(const ReadToday& item) {
  connection_.run(insert_item, {std::string_view{item.id}, std::string_view{item.cause},
                                in(item.rating), std::string_view{item.item}, in(item.course),
                                in(item.client), in(item.reader), in(item.at)});
}

void Risks::opened(const std::string& id, Instant at) {
  connection_.run(insert_opened, {std::string_view{id}, in(at)});
}

std::vector<ReadToday> Risks::unread_of(const PersonId& reader) const {
  return all_of(connection_, select_unread, {in(reader)});
}

std::optional<ReadToday> Risks::find(const std::string& id) const {
  auto found = all_of(connection_, select_one, {std::string_view{id}});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ReadToday> Risks::of_rating(const RatingId& rating) const {
  return all_of(connection_, select_of_rating, {in(rating)});
}

}  // namespace holdfast::store
