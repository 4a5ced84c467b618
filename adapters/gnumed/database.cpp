// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>

#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::gnumed {
namespace {

constexpr std::size_t login_seconds = 5;
constexpr std::size_t most_idle = 3;

// GNUmed's database is read-only by default, and its own settings are for its client. A server that
// does not answer must not hold a window for ever.
constexpr const char* session_settings =
    "SET default_transaction_read_only = off; SET statement_timeout = '10s'; "
    "SET lock_timeout = '8s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET standard_conforming_strings = on; "
    "SET search_path = pg_catalog";

// libpq's rule for a value; Poco divides the whole at spaces, so there can be none.
std::string escaped(const std::string& value, const char* what) {
  std::string text;
  for (const char c : value) {
    if (c == ' ' || c == '\0')
      throw Failure(HOLDFAST_E_INVALID, std::string("gnumed adapter: the ") + what +
                                            " holds a space, which the database driver cannot "
                                            "carry; give another one, or use a password file");
    if (c == '\\' || c == '\'') text += '\\';
    text += c;
  }
  return text;
}

std::string connection_text(const Settings& settings) {
  std::string text = "application_name=holdfast client_encoding=UTF8 tcp_user_timeout=15000";
  const auto add = [&](const char* name, const std::string& value, const char* what) {
    if (!value.empty()) text += std::string(" ") + name + "=" + escaped(value, what);
  };
  add("host", settings.host, "host");
  add("port", settings.port, "port");
  add("dbname", settings.database, "database");
  add("user", settings.user, "user");
  add("password", settings.password, "password");
  return text;
}

[[noreturn]] void refuse_login(const std::string& text) {
  const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
  if (says("password authentication failed") || says("not permitted to log in") ||
      says("no password supplied"))
    throw Failure(HOLDFAST_E_DENIED,
                  "GNUmed's database refused the login: the password is wrong, or the account has "
                  "expired; log in to GNUmed again, or ask its administrator");
  if (says("does not exist"))
    throw Failure(
        HOLDFAST_E_INVALID,
        "GNUmed's server has no such database or account; check \"database\" and \"user\"");
  throw Failure(HOLDFAST_E_UNAVAILABLE,
                "GNUmed's database cannot be reached; check that its server runs, then try again");
}

}  // namespace

Database::Database(const Settings& settings)
    : user_(settings.user), connection_text_(connection_text(settings)) {
  give_back(connect());
}

std::unique_ptr<Connection> Database::connect() const {
  try {
    auto connection = std::make_unique<Connection>(
        Poco::Data::PostgreSQL::Connector().createSession(connection_text_, login_seconds));
    PQsetnonblocking(handle_of(*connection), 1);  // what is sent waits for nobody either
    command(*connection, session_settings);
    return connection;
  } catch (const Poco::Exception& exception) {
    refuse_login(exception.displayText());
  }
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
      if (PQstatus(handle_of(*connection_)) == CONNECTION_OK) throw;
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
      if (PQtransactionStatus(handle_of(*connection_)) != PQTRANS_INTRANS) return;
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
