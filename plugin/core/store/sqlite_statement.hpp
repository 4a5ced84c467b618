// SPDX-License-Identifier: MIT
// A statement of Poco::Data over SQLite that is compiled once and run often: values are bound from
// where they stand, and each row is handed on as it comes. Poco 1.11's own compiles a statement
// anew each time and copies every cell twice.
#pragma once
#include <Poco/Data/StatementImpl.h>

#include <span>
#include <string>
#include <vector>

#include "store/connection.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast::store {

// What SQLite answered where it refused; the connection says what it means.
struct SqliteRefusal {
  int code;
};

class SqliteStatement final : public Poco::Data::StatementImpl {
 public:
  // `text` and `practice` outlive the statement.
  SqliteStatement(Poco::Data::SessionImpl& session, sqlite3* handle, const char* text,
                  const std::string& practice);
  ~SqliteStatement() override;

  // Once for each row of `values`, which holds `columns` of them a row: $2, $3 …; the practice is
  // $1. Throws SqliteRefusal, or what `each` throws; the statement is then of no further use.
  void run(std::span<const Value> values, std::size_t columns, const EachRow* each);

 private:
  void compileImpl() override;
  void bindImpl() override;
  bool canBind() const override { return next_ < values_.size(); }
  bool canCompile() const override { return false; }
  bool hasNext() override;
  std::size_t next() override;
  // Rows go to the caller, not into Poco's columns.
  std::size_t columnsReturned() const override { return 0; }
  int affectedRowCount() const override { return 0; }
  const Poco::Data::MetaColumn& metaColumn(std::size_t) const override;
  Poco::Data::AbstractExtraction::ExtractorPtr extractor() override { return {}; }
  Poco::Data::AbstractBinding::BinderPtr binder() override { return {}; }

  bool stands_since_last_row(std::size_t column) const;
  int bind_one(int position, const Value& value);

  sqlite3* handle_;
  const char* text_;
  const std::string& practice_;
  std::vector<std::size_t> order_;  // of the parameters, as they first stand in the text
  sqlite3_stmt* statement_ = nullptr;

  std::span<const Value> values_;
  std::size_t columns_ = 0;
  std::size_t next_ = 0;  // the first value of the row to be bound next
  bool at_end_ = true;
  const EachRow* each_ = nullptr;
};

}  // namespace holdfast::store
