// SPDX-License-Identifier: MIT
// One statement with its values, and what it answers:
//
//   int pk = 0;
//   ask(connection, "SELECT pk FROM dem.staff WHERE db_user = $1::name", given(user), pk);
//
// Values travel beside the text, never inside it. Statements go out by libpq's sending half,
// because its own wait for an answer has no end: a server that was
// stopped keeps its sockets open, and no keepalive notices on the same machine. After a Failure of
// UNAVAILABLE the connection is not to be used again.
#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "connection.hpp"

namespace holdfast::adapters::gnumed {

// As PostgreSQL reads them.
using Values = std::vector<std::string>;
inline const std::string& spelled(const std::string& text) { return text; }
inline std::string spelled(int number) { return std::to_string(number); }
inline std::string spelled(std::int64_t number) { return std::to_string(number); }
template <class... Each>
Values given(const Each&... values) {
  return {spelled(values)...};
}

// What came back. NULL reads as nothing: 0, or an empty text.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, PQclear) {}
  int count() const { return PQntuples(result_.get()); }
  void read(int row, int column, int& into) const;
  void read(int row, int column, std::int64_t& into) const;
  void read(int row, int column, std::string& into) const;

 private:
  std::unique_ptr<PGresult, void (*)(PGresult*)> result_;
};

// Sends, and waits for the whole answer, but not for ever. Throws Failure: UNAVAILABLE when none
// came, and else what the server refused it with, in words for the operator.
Rows answer(Connection& connection, const char* text, const Values& values);
// Statements without values or rows.
void command(Connection& connection, const char* text);

// A column of all rows.
template <class Value>
void take(const Rows& rows, int column, std::vector<Value>& into) {
  into.assign(static_cast<std::size_t>(rows.count()), {});
  for (int row = 0; row < rows.count(); ++row)
    rows.read(row, column, into[static_cast<std::size_t>(row)]);
}
// That of the one row; without any it stays as it is.
template <class Value>
void take(const Rows& rows, int column, Value& into) {
  if (rows.count() > 0) rows.read(0, column, into);
}

// Each of `into` is a column, in order: a single value, or a vector of all.
template <class... Each>
void ask(Connection& connection, const char* text, const Values& values, Each&... into) {
  const Rows rows = answer(connection, text, values);
  int column = 0;
  (take(rows, column++, into), ...);
}

}  // namespace holdfast::adapters::gnumed
