// SPDX-License-Identifier: MIT
// OpenEMR's MariaDB or MySQL database, through Poco::Data::MySQL: a small pool of connections with
// strict sql_mode, each used by one thread at a time. Values go in and out as texts and whole
// numbers, so that what Poco makes of a column's type is decided in one place. [thread-safe]
// Errors: Failure(UNAVAILABLE) when the server does not answer or lacks a right, Failure(INVALID)
// when it refuses a value. The server's own words hold values of rows and go nowhere.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace Poco::Data {
class Session;
}

namespace holdfast::adapters::openemr {

struct Address {
  std::string host = "127.0.0.1";
  int port = 3306;
  std::string user, password, database;
};

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;

class Row {
 public:
  explicit Row(std::vector<std::optional<std::string>> columns) : columns_(std::move(columns)) {}
  bool is_null(std::size_t column) const { return !columns_[column]; }
  std::string text(std::size_t column) const { return columns_[column].value_or(""); }
  std::int64_t number(std::size_t column) const;  // 0 for NULL and for what is no whole number

 private:
  std::vector<std::optional<std::string>> columns_;
};

// One session with the server. A statement is one of the adapter's own texts, its values stand for
// the question marks in it.
class Connection {
 public:
  explicit Connection(const Address& address);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Every selected column must be a text: CAST(... AS CHAR). `columns` says how many there are.
  std::vector<Row> select(std::size_t columns, const char* sql, std::vector<Value> values = {});
  std::optional<Row> first(std::size_t columns, const char* sql, std::vector<Value> values = {});
  bool any(const char* sql, std::vector<Value> values = {});  // selects 1 or nothing
  // -> rows changed; an UPDATE that finds what it wants counts 0.
  std::size_t change(const char* sql, std::vector<Value> values = {});
  std::int64_t inserted(const char* sql, std::vector<Value> values = {});  // -> the new row's id

 private:
  friend class Database;
  std::unique_ptr<Poco::Data::Session> session_;
};

class Database {
 public:
  // Connects once, so that a wrong password is told at start.
  explicit Database(Address address);
  ~Database();

  // One consistent view while `body(connection)` runs; nothing it does is kept.
  template <class Body>
  auto read(Body&& body) {
    return within(false, std::forward<Body>(body));
  }
  // All of what `body(connection)` writes, or nothing.
  template <class Body>
  auto write(Body&& body) {
    return within(true, std::forward<Body>(body));
  }

 private:
  class Transaction {
   public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Connection& connection() { return *connection_; }
    void end(bool keep);

   private:
    Database& database_;
    std::unique_ptr<Connection> connection_;
    bool open_ = false;
  };

  template <class Body>
  auto within(bool keep, Body&& body) {
    Transaction transaction{*this};
    if constexpr (std::is_void_v<decltype(body(transaction.connection()))>) {
      body(transaction.connection());
      transaction.end(keep);
    } else {
      auto result = body(transaction.connection());
      transaction.end(keep);
      return result;
    }
  }

  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  Address address_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
  int process_;  // whose the connections are: a forked child opens its own
};

}  // namespace holdfast::adapters::openemr
