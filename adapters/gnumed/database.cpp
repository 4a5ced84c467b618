// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::gnumed {
namespace {

constexpr std::size_t most_idle = 3;

// GNUmed's database is read-only by default, and its own settings are for its client. A server that
// does not answer must not hold a window for ever.
constexpr const char* session_settings =
    "SET default_transaction_read_only = off; SET statement_timeout = '10s'; "
    "SET lock_timeout = '8s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET standard_conforming_strings = on; "
    "SET search_path = pg_catalog";

}  // namespace

Database::Database(const Settings& settings) : settings_(settings) { give_back(connect()); }

std::unique_ptr<Connection> Database::connect() const {
  auto connection = std::make_unique<Connection>(settings_);
  command(*connection, session_settings);
  return connection;
}

std::unique_ptr<Connection> Database::take() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return connect();
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock{mutex_};
  if (idle_.size() < most_idle) idle_.push_back(std::move(connection));
}

// A connection that the server gave up while it lay idle is made anew, unseen.
Database::Transaction::Transaction(Database& database, const char* begin) : database_(database) {
  for (;;) {
    connection_ = database.take();
    try {
      command(*connection_, begin);
      break;
    } catch (const Failure&) {
      if (PQstatus(connection_->handle()) == CONNECTION_OK) throw;
      const std::lock_guard lock{database.mutex_};
      database.idle_.clear();  // the others lay there as long
    }
  }
  open_ = true;
}

// A connection with a failed statement behind it is closed instead of being used again.
Database::Transaction::~Transaction() {
  if (!connection_) return;
  try {
    if (open_) {
      if (PQtransactionStatus(connection_->handle()) != PQTRANS_INTRANS) return;
      command(*connection_, "ROLLBACK");
    }
    database_.give_back(std::move(connection_));
  } catch (...) {
    connection_.reset();
  }
}

void Database::Transaction::commit() {
  open_ = false;
  try {
    command(*connection_, "COMMIT");
  } catch (...) {
    connection_.reset();
    throw;
  }
}

}  // namespace holdfast::adapters::gnumed
