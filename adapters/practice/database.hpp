// SPDX-License-Identifier: MIT
// The practice's SQLite file: opened with mode 0600 and our pragmas, shared by threads through a
// small pool of connections, each used by one thread at a time. [thread-safe] Errors:
// Failure(UNAVAILABLE) when SQLite is locked, full, read-only or broken, with the operator's next
// step, and INVALID when an entry breaks a rule of the file, never in SQLite's words; whatever the
// body throws comes through after a rollback.
#pragma once
#include <Poco/Data/Session.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::adapters::practice {

using Connection = Poco::Data::Session;

class Database {
 public:
  // `file` is absolute. Creates it when it is not there; its folder must be.
  explicit Database(std::string file);

  // One consistent view of the file while `body(connection)` runs.
  template <class Body>
  auto read(Body&& body) {
    return within("BEGIN", std::forward<Body>(body));
  }
  // All of what `body(connection)` writes, or nothing.
  template <class Body>
  auto write(Body&& body) {
    return within("BEGIN IMMEDIATE", std::forward<Body>(body));
  }

 private:
  // Takes a connection for one transaction; rolls back what was not committed; gives it back.
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
    return translated([&] {
      Transaction transaction{*this, begin};
      if constexpr (std::is_void_v<decltype(body(transaction.connection()))>) {
        body(transaction.connection());
        transaction.commit();
      } else {
        auto result = body(transaction.connection());
        transaction.commit();
        return result;
      }
    });
  }
  template <class Body>
  auto translated(Body&& body) -> decltype(body()) {
    try {
      return body();
    } catch (const Poco::Exception& exception) {
      refuse(exception);
    }
  }
  [[noreturn]] void refuse(const Poco::Exception& exception) const;

  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  std::string file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

}  // namespace holdfast::adapters::practice
