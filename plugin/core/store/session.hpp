// SPDX-License-Identifier: MIT
// A connection that also begins and ends transactions, and the database it leads to: what a Store
// stands on, whether that is a file or a server.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "store/connection.hpp"

namespace holdfast::store {

enum class Access {
  write,  // one at a time in a practice, over all processes and machines
  claim,  // takes work from the outbox and waits for nobody
  read,   // one snapshot
};

// Functions throw Failure. Fault::conflict says that nothing of the transaction is stored and that
// the same work may succeed when it is run again.
class Session : public Connection {
 public:
  virtual void begin() = 0;
  virtual void commit() = 0;  // returns once all of it is on the disk
  virtual void roll_back() noexcept = 0;
  // A mark within the transaction; there is never more than one.
  virtual void set_mark() = 0;
  virtual void keep_since_mark() = 0;
  virtual void drop_since_mark() = 0;
  virtual bool in_transaction() const = 0;  // false also when the database rolled back by itself
};

// [thread-safe] connect, bytes and name.
class Database {
 public:
  virtual ~Database() = default;
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  virtual std::unique_ptr<Session> connect(Access access) = 0;
  // Brings the schema to this version's; throws Fault::newer_schema when it is ahead.
  virtual void migrate(Session& writer, Instant now) = 0;
  // Keeps what is in the way of quick starts and small files short; waits for nobody and keeps
  // nobody waiting.
  virtual void shorten_log(Session& reader) = 0;
  virtual void before_backup(Session& writer) = 0;
  virtual void copy_to(const std::string& path) = 0;
  virtual void check() = 0;  // throws Fault::corrupt
  // What is not as this version makes it: "trigger rating_unchanged is missing". A server's is its
  // administrator's to compare, and has none here.
  virtual std::vector<std::string> schema_differences() { return {}; }
  // Gives the room of removed rows back. False: others work with it, and it stays as large.
  virtual bool compact() = 0;
  virtual std::int64_t bytes() const = 0;
  virtual const std::string& name() const = 0;  // for people and logs: without a password
  virtual bool claims_beside_writers() const = 0;
};

}  // namespace holdfast::store
