// SPDX-License-Identifier: MIT
// A connection to a SQLite file through Poco::Data, with the settings that durability asks for:
// WAL, synchronous=FULL, foreign keys, secure_delete, and a busy handler with jitter of its own.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/session.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast::store {

class SqliteStatement;

struct ConnectTo {
  std::string path;
  std::string practice;
  std::chrono::milliseconds patience{10000};
  Access access = Access::write;
};

class SqliteConnection final : public Session {
 public:
  explicit SqliteConnection(const ConnectTo& to);
  ~SqliteConnection() override;

  using Connection::select;
  std::int64_t run_rows(Sql sql, std::span<const Value> values, std::size_t columns) override;
  void select(Sql sql, std::span<const Value> values, EachRow each) override;
  std::string_view practice() const override { return practice_; }

  void begin() override { say(access_ == Access::read ? "BEGIN" : "BEGIN IMMEDIATE"); }
  void commit() override { say("COMMIT"); }
  void roll_back() noexcept override;
  void set_mark() override { say("SAVEPOINT unit"); }
  void keep_since_mark() override { say("RELEASE unit"); }
  void drop_since_mark() override { execute("ROLLBACK TO unit; RELEASE unit"); }
  bool in_transaction() const override;

  // Statements without parameters, for pragmas, transactions and migrations.
  void execute(const char* script);
  void vacuum_into(const std::string& file);  // absent, or empty
  std::string damage();                       // SQLite's own check; empty: none found
  sqlite3* handle() const { return handle_; }
  // Throws what SQLite's last error means.
  [[noreturn]] void fail(int code) const;

 private:
  struct Session;
  struct Patience;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  void keep_a_write_ahead_log();
  void say(const char* word);  // of every unit: prepared once
  void run_statement(Sql sql, std::span<const Value> values, std::size_t columns,
                     const EachRow* each);
  [[noreturn]] void throw_failure(int code, const std::string& detail) const;

  std::string path_;
  std::string practice_;
  Access access_;
  std::unique_ptr<Patience> patience_;
  std::unique_ptr<Session> session_;
  sqlite3* handle_ = nullptr;
  // By address of the literal. A statement that failed is dropped and prepared anew.
  std::unordered_map<const char*, std::unique_ptr<SqliteStatement>> statements_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> words_;
};

}  // namespace holdfast::store
