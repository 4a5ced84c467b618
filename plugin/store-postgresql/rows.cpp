// SPDX-License-Identifier: MIT
// Reading binary results: numbers are big-endian, by the types' object ids in pg_type.
#include <libpq-fe.h>

#include <bit>
#include <cstdlib>
#include <stdexcept>

#include "wire.hpp"

namespace holdfast::store::postgresql {
namespace {

enum Type : Oid { boolean = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, float8 = 701 };

std::uint64_t big_endian(const char* bytes, int length) {
  std::uint64_t value = 0;
  for (int i = 0; i < length; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

class BinaryRow final : public Row {
 public:
  explicit BinaryRow(const PGresult* result) : result_(result) {}
  void stand_on(int row) { row_ = row; }

  bool is_null(std::size_t column) const override {
    return PQgetisnull(result_, row_, number(column)) == 1;
  }
  std::int64_t integer(std::size_t column) const override {
    if (is_null(column)) return 0;
    const auto bits = big_endian(bytes_of(column), length(column));
    switch (type(column)) {
      case int8:
      case boolean:
        return static_cast<std::int64_t>(bits);
      case int4:
        return static_cast<std::int32_t>(bits);
      case int2:
        return static_cast<std::int16_t>(bits);
      default:
        throw std::logic_error("a column is read as a whole number and is none");
    }
  }
  double real(std::size_t column) const override {
    if (is_null(column)) return 0;
    if (type(column) != float8) return static_cast<double>(integer(column));
    return std::bit_cast<double>(big_endian(bytes_of(column), 8));
  }
  std::string text(std::size_t column) const override {
    if (is_null(column)) return {};
    switch (type(column)) {
      case int8:
      case int4:
      case int2:
        return std::to_string(integer(column));
      default:
        return std::string(view(column));
    }
  }
  std::string_view view(std::size_t column) const override {
    if (is_null(column)) return {};
    switch (type(column)) {
      case int8:
      case int4:
      case int2:
      case float8:
      case boolean:
        throw std::logic_error("a column is read as text and is a number");
      default:
        return {bytes_of(column), static_cast<std::size_t>(length(column))};
    }
  }
  std::string bytes(std::size_t column) const override {
    return {bytes_of(column), static_cast<std::size_t>(length(column))};
  }

 private:
  static int number(std::size_t column) { return static_cast<int>(column); }
  Oid type(std::size_t column) const { return PQftype(result_, number(column)); }
  int length(std::size_t column) const { return PQgetlength(result_, row_, number(column)); }
  const char* bytes_of(std::size_t column) const {
    return PQgetvalue(result_, row_, number(column));
  }

  const PGresult* result_;
  int row_ = 0;
};

}  // namespace

void each_row(const PGresult* result, EachRow each) {
  BinaryRow row(result);
  const int rows = PQntuples(result);
  for (int i = 0; i < rows; ++i) {
    row.stand_on(i);
    each(row);
  }
}

std::int64_t rows_changed(PGresult* result) { return std::atoll(PQcmdTuples(result)); }

}  // namespace holdfast::store::postgresql
