// SPDX-License-Identifier: MIT
// A database connection as the repositories use it: constant statements with $1,$2… in order,
// prepared once a connection. $1 is the practice everywhere, and is bound here. One thread at a
// time.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "store/tenant_key.hpp"

namespace holdfast::store {

enum class Dialect { sqlite, postgresql };

// A statement's text. Only a literal can be one, so that no SQL is ever put together at run time,
// and its address names it in the cache of prepared statements. One that names a table without
// binding its practice_id does not compile.
class Sql {
 public:
  template <std::size_t N>
  consteval Sql(const char (&literal)[N])  // NOLINT: a literal is a statement
      : Sql(literal, literal) {}
  // For what one of them cannot say.
  template <std::size_t N, std::size_t M>
  consteval Sql(const char (&sqlite)[N], const char (&postgresql)[M])
      : sqlite_(sqlite), postgresql_(postgresql) {
    if (!keeps_to_practice(sqlite) || !keeps_to_practice(postgresql))
      throw "every table of a statement is bound to practice_id";
  }
  // About the schema itself, which is no practice's.
  template <std::size_t N>
  static consteval Sql of_schema(const char (&literal)[N]) {
    return Sql(Schema{}, literal);
  }
  constexpr const char* text(Dialect dialect) const {
    return dialect == Dialect::sqlite ? sqlite_ : postgresql_;
  }

 private:
  struct Schema {};
  consteval Sql(Schema, const char* text) : sqlite_(text), postgresql_(text) {}

  const char* sqlite_;
  const char* postgresql_;
};

struct Bytes {
  std::string_view value;
};

// Borrowed for the call.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;

inline Value optional_text(std::string_view text) { return text.empty() ? Value{} : Value{text}; }

// One row of an answer, valid inside the callback. Columns count from 0; NULL reads as empty or 0.
class Row {
 public:
  virtual bool is_null(std::size_t column) const = 0;
  virtual std::int64_t integer(std::size_t column) const = 0;
  virtual double real(std::size_t column) const = 0;
  virtual std::string text(std::size_t column) const = 0;
  // A column of text where it stands: until the next row. NULL is empty.
  virtual std::string_view view(std::size_t column) const = 0;
  virtual std::string bytes(std::size_t column) const = 0;

 protected:
  ~Row() = default;
};

// A callback without ownership: lives as long as the expression that made it.
class EachRow {
 public:
  template <class F>
  EachRow(F&& f)  // NOLINT: a lambda is a callback
      : context_(&f), call_([](void* context, const Row& row) {
          (*static_cast<std::remove_reference_t<F>*>(context))(row);
        }) {}
  void operator()(const Row& row) const { call_(context_, row); }

 private:
  void* context_;
  void (*call_)(void*, const Row&);
};

// Functions throw Failure. A callback must not run the statement that feeds it.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs a statement with the practice as $1 and `values` as $2, $3 …; answers how many rows
  // changed.
  std::int64_t run(Sql sql, std::initializer_list<Value> values) {
    return run_rows(sql, {values.begin(), values.size()}, values.size());
  }
  // The same statement for many rows: `values` holds row after row, each of `columns` values.
  virtual std::int64_t run_rows(Sql sql, std::span<const Value> values, std::size_t columns) = 0;
  virtual void select(Sql sql, std::span<const Value> values, EachRow each) = 0;
  void select(Sql sql, std::initializer_list<Value> values, EachRow each) {
    select(sql, std::span<const Value>{values.begin(), values.size()}, each);
  }
  virtual std::string_view practice() const = 0;
};

}  // namespace holdfast::store
