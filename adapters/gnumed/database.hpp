// SPDX-License-Identifier: MIT
// GNUmed's database as the person who is logged in: a small pool of connections, each used by one
// thread at a time, each transaction whole or not at all. [thread-safe] Errors:
// Failure(UNAVAILABLE) when the server is away, DENIED when it refuses the login or the right, with
// the operator's next step; whatever the body throws comes through after a rollback. No message
// repeats what the server says: it may hold a client's data.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "settings.hpp"
#include "statement.hpp"

namespace holdfast::adapters::gnumed {

class Database {
 public:
  // Connects once, so that a wrong password is told at once.
  explicit Database(const Settings& settings);

  const std::string& user() const { return settings_.user; }
  std::unique_ptr<Connection> connect() const;

  // One consistent view of the database while `body(connection)` runs.
  template <class Body>
  auto read(Body&& body) {
    return within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", std::forward<Body>(body));
  }
  // All of what `body(connection)` writes, or nothing.
  template <class Body>
  auto write(Body&& body) {
    return within("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", std::forward<Body>(body));
  }

 private:
  class Transaction {
   public:
    Transaction(Database& database, const char* begin);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Connection& connection() { return *connection_; }
    void commit();

   private:
    Database& database_;
    std::unique_ptr<Connection> connection_;
    bool open_ = false;
  };

  template <class Body>
  auto within(const char* begin, Body&& body) {
    Transaction transaction{*this, begin};
    if constexpr (std::is_void_v<decltype(body(transaction.connection()))>) {
      body(transaction.connection());
      transaction.commit();
    } else {
      auto result = body(transaction.connection());
      transaction.commit();
      return result;
    }
  }

  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  const Settings settings_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

}  // namespace holdfast::adapters::gnumed
