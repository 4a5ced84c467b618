// SPDX-License-Identifier: MIT
#include "state.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <holdfast/cpp/guard.hpp>
#include <memory>
#include <random>

namespace holdfast::adapters::fhir {
namespace {

constexpr const char* tables =
    "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS delivery (key BLOB PRIMARY KEY, reference TEXT NOT NULL,"
    " retracted INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS told (thing TEXT PRIMARY KEY, version TEXT NOT NULL,"
    " round INTEGER NOT NULL, at INTEGER NOT NULL DEFAULT (unixepoch()));"
    "CREATE TABLE IF NOT EXISTS round (number INTEGER PRIMARY KEY, started TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS left_out (kind TEXT PRIMARY KEY, round INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS link (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " url TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS card_feedback (issuer TEXT NOT NULL, card TEXT NOT NULL,"
    " outcome TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,"
    " PRIMARY KEY (card, at, outcome, detail, issuer));";
constexpr int patience_ms = 20'000;  // for another process's transaction

[[noreturn]] void unavailable(sqlite3* database) {
  throw Failure(HOLDFAST_E_UNAVAILABLE,
                std::string("fhir adapter: its own file fhir.db: ") +
                    (database ? sqlite3_errmsg(database) : "cannot be opened"));
}

class Connection {
 public:
  explicit Connection(const std::string& file) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
    if (sqlite3_open_v2(file.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
      sqlite3_close(database_);
      unavailable(nullptr);
    }
    sqlite3_busy_timeout(database_, patience_ms);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { sqlite3_close(database_); }
  sqlite3* get() const { return database_; }
  void run(const char* sql) const {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      unavailable(database_);
  }

 private:
  sqlite3* database_ = nullptr;
};

class Statement {
 public:
  Statement(const Connection& connection, const char* sql) : database_(connection.get()) {
    if (sqlite3_prepare_v2(database_, sql, -1, &statement_, nullptr) != SQLITE_OK)
      unavailable(database_);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }
  Statement& text(int place, const std::string& value) {
    sqlite3_bind_text(statement_, place, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bytes(int place, const std::string& value) {
    sqlite3_bind_blob(statement_, place, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& number(int place, std::int64_t value) {
    sqlite3_bind_int64(statement_, place, value);
    return *this;
  }
  bool step() {
    const int result = sqlite3_step(statement_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) unavailable(database_);
    return result == SQLITE_ROW;
  }
  void again() { sqlite3_reset(statement_); }
  std::string text(int column) const {
    const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return value ? value : "";
  }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

std::string fresh_epoch() {
  std::random_device device;
  return std::to_string((static_cast<std::uint64_t>(device()) << 32) | device());
}

}  // namespace

State::State(std::string file) : file_(std::move(file)) {
  const int made = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made < 0) unavailable(nullptr);
  ::close(made);
  const Connection connection(file_);
  connection.run("BEGIN IMMEDIATE");
  connection.run(tables);
  Statement(connection, "INSERT OR IGNORE INTO setting VALUES ('epoch', $1)")
      .text(1, fresh_epoch())
      .step();
  Statement epoch(connection, "SELECT value FROM setting WHERE name = 'epoch'");
  if (epoch.step()) epoch_ = epoch.text(0);
  epoch.again();
  connection.run("COMMIT");
}

std::optional<State::Delivery> State::delivery(const std::string& key) const {
  const Connection connection(file_);
  Statement found(connection, "SELECT reference, retracted FROM delivery WHERE key = $1");
  if (!found.bytes(1, key).step()) return std::nullopt;
  return Delivery{found.text(0), found.number(1) != 0};
}

void State::remember(const std::string& key, const Delivery& delivery) const {
  const Connection connection(file_);
  Statement(connection,
            "INSERT INTO delivery (key, reference, retracted) VALUES ($1, $2, $3) ON CONFLICT (key)"
            " DO UPDATE SET reference = excluded.reference, retracted = excluded.retracted")
      .bytes(1, key)
      .text(2, delivery.reference)
      .number(3, delivery.is_retracted ? 1 : 0)
      .step();
}

void State::note(const std::vector<Feedback>& all) const {
  const Connection connection(file_);
  connection.run("BEGIN IMMEDIATE");
  for (const auto& one : all)
    Statement(connection,
              "INSERT OR IGNORE INTO card_feedback (issuer, card, outcome, detail, at)"
              " VALUES ($1, $2, $3, $4, $5)")
        .text(1, one.issuer)
        .text(2, one.card)
        .text(3, one.outcome)
        .text(4, one.detail)
        .text(5, one.at)
        .step();
  connection.run("COMMIT");
}

std::vector<bool> State::told_before(const std::vector<Version>& versions,
                                     std::int64_t round) const {
  std::vector<bool> told;
  if (versions.empty()) return told;
  const Connection connection(file_);
  connection.run("BEGIN IMMEDIATE");
  {
    Statement known(connection,
                    "SELECT 1 FROM told WHERE thing = $1 AND version = $2 AND round < $3");
    Statement note(
        connection,
        "INSERT INTO told (thing, version, round) VALUES ($1, $2, $3) ON CONFLICT (thing)"
        " DO UPDATE SET version = excluded.version, round = excluded.round, at = unixepoch()"
        " WHERE told.version <> excluded.version");
    for (const auto& one : versions) {
      told.push_back(known.text(1, one.thing).text(2, one.version).number(3, round).step());
      known.again();
      if (told.back()) continue;
      note.text(1, one.thing).text(2, one.version).number(3, round).step();
      note.again();
    }
  }
  connection.run("COMMIT");
  return told;
}

std::int64_t State::put_link(const std::string& url) const {
  const Connection connection(file_);
  // A page that was passed long ago is not gone back to.
  connection.run("DELETE FROM link WHERE number < (SELECT max(number) FROM link) - 1000");
  Statement(connection, "INSERT OR IGNORE INTO link (url) VALUES ($1)").text(1, url).step();
  Statement number(connection, "SELECT number FROM link WHERE url = $1");
  return number.text(1, url).step() ? number.number(0) : 0;
}

std::optional<std::string> State::link(std::int64_t number) const {
  const Connection connection(file_);
  Statement found(connection, "SELECT url FROM link WHERE number = $1");
  if (!found.number(1, number).step()) return std::nullopt;
  return found.text(0);
}

void State::begin_round(std::int64_t round, const std::string& started) const {
  const Connection connection(file_);
  connection.run("BEGIN IMMEDIATE");
  // A first round begun anew begins now; any later one began when it was first asked for.
  Statement(connection, round == 0
                            ? "INSERT OR REPLACE INTO round (number, started) VALUES ($1, $2)"
                            : "INSERT OR IGNORE INTO round (number, started) VALUES ($1, $2)")
      .number(1, round)
      .text(2, started)
      .step();
  if (round == 0) connection.run("DELETE FROM left_out WHERE round > 0");
  Statement(connection, "DELETE FROM round WHERE number > 0 AND number < $1 - 2")
      .number(1, round)
      .step();
  if (round > 1)
    Statement(connection, "DELETE FROM told WHERE round < $1 AND at < unixepoch() - 3600")
        .number(1, round)
        .step();
  connection.run("COMMIT");
}

void State::leave_out(const std::string& kind, std::int64_t round) const {
  const Connection connection(file_);
  Statement(connection, "INSERT OR REPLACE INTO left_out (kind, round) VALUES ($1, $2)")
      .text(1, kind)
      .number(2, round)
      .step();
}

bool State::was_left_out(const std::string& kind, std::int64_t round) const {
  const Connection connection(file_);
  Statement found(connection, "SELECT 1 FROM left_out WHERE kind = $1 AND round >= $2");
  return found.text(1, kind).number(2, round).step();
}

std::optional<std::string> State::started(std::int64_t round) const {
  const Connection connection(file_);
  Statement found(connection, "SELECT started FROM round WHERE number = $1");
  if (!found.number(1, round).step()) return std::nullopt;
  return found.text(0);
}

DeliveryLock::DeliveryLock(const std::string& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) unavailable(nullptr);
  while (::flock(descriptor_, LOCK_EX) != 0)
    if (errno != EINTR) {
      ::close(descriptor_);
      unavailable(nullptr);
    }
}

DeliveryLock::~DeliveryLock() { ::close(descriptor_); }

}  // namespace holdfast::adapters::fhir
