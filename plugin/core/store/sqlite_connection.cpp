// SPDX-License-Identifier: MIT
#include "store/sqlite_connection.hpp"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <new>
#include <thread>

#include "store/failure.hpp"
#include "store/sqlite_statement.hpp"

namespace holdfast::store {
namespace {

struct Meaning {
  Fault fault;
  const char* sentence;
};

Meaning meaning_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Fault::full, "the disk is full; free space and try again"};
    case SQLITE_READONLY:
      return {Fault::read_only, "cannot be written; check the owner and mode of file and folder"};
    case SQLITE_CANTOPEN:
      return {Fault::read_only, "cannot be opened; check that the folder exists and is ours"};
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Fault::read_only, "access was refused; check owner and mode"};
    case SQLITE_IOERR:
      return {Fault::io, "the disk refused to read or write; check the disk"};
    case SQLITE_CORRUPT:
      return {Fault::corrupt, "is damaged; restore a backup"};
    case SQLITE_NOTADB:
      return {Fault::corrupt, "is not a database; restore a backup"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Fault::busy, "is locked by another process; try again"};
    case SQLITE_CONSTRAINT:
      return {Fault::constraint, "refused a row that breaks its rules"};
    default:
      return {Fault::other, "failed"};
  }
}

constexpr std::size_t open_seconds = 1;  // Poco tries that long to open a file

std::uint64_t scatter(std::uint64_t x) {  // splitmix64 (Steele et al. 2014)
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

}  // namespace

// How long a connection waits for another process: sleeps of 0.1–0.5 ms with jitter, because
// SQLite's own back-off starves writers.
struct SqliteConnection::Patience {
  std::chrono::milliseconds limit;
  std::chrono::steady_clock::time_point since;
  std::uint64_t seed;

  static int wait(void* context, int times) {
    auto& self = *static_cast<Patience*>(context);
    const auto now = std::chrono::steady_clock::now();
    if (times == 0) self.since = now;
    if (now - self.since >= self.limit) return 0;
    self.seed = scatter(self.seed + static_cast<std::uint64_t>(now.time_since_epoch().count()));
    std::this_thread::sleep_for(std::chrono::microseconds(100 + self.seed % 400));
    return 1;
  }
};

struct SqliteConnection::Session {
  Poco::Data::Session session;
};

SqliteConnection::SqliteConnection(const ConnectTo& to)
    : path_(to.path),
      practice_(to.practice),
      access_(to.access),
      patience_(std::make_unique<Patience>(
          Patience{to.patience, {}, reinterpret_cast<std::uintptr_t>(this)})) {
  try {
    session_.reset(new Session{
        Poco::Data::Session(Poco::Data::SQLite::Connector().createSession(to.path, open_seconds))});
  } catch (const Poco::Exception&) {
    fail(SQLITE_CANTOPEN);
  }
  handle_ = Poco::Data::SQLite::Utility::dbHandle(session_->session);
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_handler(handle_, &Patience::wait, patience_.get());
  keep_a_write_ahead_log();
  execute(
      "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
      "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
  // Whoever writes need not stop to empty the log: SqliteDatabase::shorten_log does that between
  // requests, and the limit in pages (128 MiB) is for a host that never ticks.
  execute(to.access == Access::read ? "PRAGMA query_only=ON; PRAGMA cache_size=-2048"
                                    : "PRAGMA wal_autocheckpoint=32768; PRAGMA cache_size=-16384");
}

SqliteConnection::~SqliteConnection() = default;

// SQLite asks no busy handler before it refuses to change the journal of a file that another
// process has open (it would wait with a lock in its hand), so the waiting is done here.
void SqliteConnection::keep_a_write_ahead_log() {
  for (int times = 0;; ++times) {
    const int code = sqlite3_exec(handle_, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if ((code & 0xff) != SQLITE_BUSY || Patience::wait(patience_.get(), times) == 0) fail(code);
  }
}

std::int64_t SqliteConnection::run_rows(Sql sql, std::span<const Value> values,
                                        std::size_t columns) {
  const auto before = sqlite3_total_changes64(handle_);
  run_statement(sql, values, columns, nullptr);
  return sqlite3_total_changes64(handle_) - before;
}

void SqliteConnection::select(Sql sql, std::span<const Value> values, EachRow each) {
  run_statement(sql, values, values.size(), &each);
}

void SqliteConnection::run_statement(Sql sql, std::span<const Value> values, std::size_t columns,
                                     const EachRow* each) {
  const char* const text = sql.text(Dialect::sqlite);
  auto& kept = statements_[text];
  if (!kept)
    kept = std::make_unique<SqliteStatement>(*session_->session.impl(), handle_, text, practice_);
  try {
    kept->run(values, columns, each);
  } catch (const SqliteRefusal& refusal) {
    const std::string detail = sqlite3_errmsg(handle_);
    statements_.erase(text);
    throw_failure(refusal.code, detail);
  } catch (...) {  // no memory, or the caller's: what was begun of it is not taken up again
    statements_.erase(text);
    throw;
  }
}

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void SqliteConnection::say(const char* word) {
  auto& kept = words_[word];
  if (!kept) {
    sqlite3_stmt* fresh = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, word, -1, SQLITE_PREPARE_PERSISTENT, &fresh, nullptr);
    kept.reset(fresh);
    if (code != SQLITE_OK) fail(code);
  }
  const int code = sqlite3_step(kept.get());
  if (code == SQLITE_DONE) {
    sqlite3_reset(kept.get());
    return;
  }
  const std::string detail = sqlite3_errmsg(handle_);
  sqlite3_reset(kept.get());
  throw_failure(code, detail);
}

void SqliteConnection::execute(const char* script) {
  const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void SqliteConnection::vacuum_into(const std::string& file) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle_, "VACUUM INTO ?", -1, &statement, nullptr);
  if (code == SQLITE_OK)
    code =
        sqlite3_bind_text(statement, 1, file.data(), static_cast<int>(file.size()), SQLITE_STATIC);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (code != SQLITE_DONE) fail(code);
}

std::string SqliteConnection::damage() {
  std::string found;
  const int code = sqlite3_exec(
      handle_, "PRAGMA integrity_check(1)",
      [](void* text, int, char** values, char**) {
        *static_cast<std::string*>(text) = values[0] == nullptr ? "" : values[0];
        return 0;
      },
      &found, nullptr);
  if (code != SQLITE_OK) fail(code);
  return found == "ok" ? std::string{} : found;
}

void SqliteConnection::roll_back() noexcept {
  // An error here is not the one to tell; the next BEGIN finds out whether the file still works.
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void SqliteConnection::fail(int code) const {
  throw_failure(code, handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_));
}

void SqliteConnection::throw_failure(int code, const std::string& detail) const {
  if ((code & 0xff) == SQLITE_NOMEM) throw std::bad_alloc();
  const Meaning meaning = meaning_of(code);
  throw Failure(meaning.fault,
                fmt::format("store {} {} (SQLite {}: {})", path_, meaning.sentence, code, detail));
}

}  // namespace holdfast::store
