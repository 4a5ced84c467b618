// SPDX-License-Identifier: MIT
// How the clinic's types stand in columns, and how they are read back.
#pragma once
#include <optional>
#include <string>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "alliance/score.hpp"
#include "alliance/words.hpp"
#include "store/connection.hpp"
#include "store/failure.hpp"

namespace holdfast::store {

inline Value in(Instant instant) { return std::int64_t{instant.time_since_epoch().count()}; }
inline Value in(const std::optional<Instant>& instant) { return instant ? in(*instant) : Value{}; }
inline Value in(const std::optional<int>& number) {
  return number ? Value{std::int64_t{*number}} : Value{};
}
inline Value in(const std::optional<double>& number) { return number ? Value{*number} : Value{}; }
inline Value in(const std::optional<bool>& truth) {
  return truth ? Value{std::int64_t{*truth}} : Value{};
}
inline Value in(bool truth) { return std::int64_t{truth}; }
inline Value in(int number) { return std::int64_t{number}; }
template <class Tag>
Value in(const Id<Tag>& id) {  // an empty id is NULL
  return optional_text(id.value);
}

inline Instant instant_of(const Row& row, std::size_t column) {
  return Instant{std::chrono::milliseconds{row.integer(column)}};
}
inline std::optional<Instant> optional_instant_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return instant_of(row, column);
}
inline Day day_of(const Row& row, std::size_t column) {
  if (const auto day = parse_day(row.view(column))) return *day;
  throw Failure(Fault::corrupt, "the store holds a day that is none; restore a backup");
}
inline std::optional<Day> optional_day_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return day_of(row, column);
}
inline std::optional<int> optional_integer_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<int>(row.integer(column));
}
inline std::optional<double> optional_real_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return row.real(column);
}
inline int integer_of(const Row& row, std::size_t column) {
  return static_cast<int>(row.integer(column));
}
inline bool truth_of(const Row& row, std::size_t column) { return row.integer(column) != 0; }
template <class Enum>
Enum word_of(const Row& row, std::size_t column) {
  if (const auto value = from_word<Enum>(row.view(column))) return *value;
  throw Failure(Fault::corrupt, "the store holds a word that this version does not know");
}
inline std::string optional_day_text(const std::optional<Day>& day) {
  return day ? to_text(*day) : std::string{};
}

}  // namespace holdfast::store
