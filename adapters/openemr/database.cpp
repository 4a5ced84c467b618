// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/MySQL/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>
#include <signal.h>
#include <unistd.h>

#include <charconv>
#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::openemr {
namespace {

using Poco::Data::Keywords::bind;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;

constexpr std::size_t connect_timeout_seconds = 5;
constexpr std::size_t most_idle = 4;

// The connector quotes nothing in its text of "key=value;" pairs.
std::string connection_text(const Address& address) {
  for (const auto* part : {&address.host, &address.user, &address.password, &address.database})
    if (part->find(';') != std::string::npos)
      throw Failure(HOLDFAST_E_INVALID,
                    "openemr adapter: host, user, password and database may hold no semicolon");
  return "host=" + address.host + ";port=" + std::to_string(address.port) +
         ";user=" + address.user + ";password=" + address.password + ";db=" + address.database +
         ";compress=false;auto-reconnect=false;character-set=utf8mb4";
}

// The server's error number, which Poco puts into its text; 0 when there is none.
int error_number(const std::string& text) {
  constexpr std::string_view mark = "errno]: ";
  const auto at = text.find(mark);
  int number = 0;
  if (at != std::string::npos)
    std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), number);
  return number;
}

// Error numbers are the server's (mariadb.com/kb/en/mariadb-error-codes).
[[noreturn]] void refuse(const Poco::Exception& exception) {
  const int number = error_number(exception.message());
  const auto known = " (server error " + std::to_string(number) + ")";
  switch (number) {
    case 1044:
    case 1045:
    case 1142:
    case 1143:
    case 1227:
      throw Failure(
          HOLDFAST_E_UNAVAILABLE,
          "the database account may not do this; run `holdfast openemr install --check`" + known);
    case 1049:
    case 1054:
    case 1146:
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    "a table or column that the adapter needs is not in OpenEMR's database; run "
                    "`holdfast openemr install --check`" +
                        known);
    case 1062:
    case 1205:
    case 1213:
    case 1969:
      throw Failure(HOLDFAST_E_UNAVAILABLE, "OpenEMR's database is busy; try again" + known);
    case 1048:
    case 1264:
    case 1265:
    case 1292:
    case 1366:
    case 1406:
    case 1364:
      throw Failure(HOLDFAST_E_INVALID, "OpenEMR's database refuses a value as it is" + known);
    default:
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    "OpenEMR's database does not answer; start it or correct host, port, user and "
                    "password" +
                        known);
  }
}

template <class Body>
auto translated(Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const Poco::Exception& exception) {
    refuse(exception);
  }
}

void give_values(Poco::Data::Statement& statement, const std::vector<Value>& values) {
  for (const auto& value : values) {
    if (const auto* text = std::get_if<std::string>(&value))
      statement, bind(*text);
    else if (const auto* number = std::get_if<std::int64_t>(&value))
      statement, bind(static_cast<Poco::Int64>(*number));
    else
      statement, bind(Poco::Nullable<std::string>{});
  }
}

// libmariadb ignores SIGPIPE for the whole process when it is first used. It asks the kernel not to
// raise one anyway, so the host's own choice is put back.
class KeptSignal {
 public:
  KeptSignal() { ::sigaction(SIGPIPE, nullptr, &before_); }
  ~KeptSignal() { ::sigaction(SIGPIPE, &before_, nullptr); }
  KeptSignal(const KeptSignal&) = delete;
  KeptSignal& operator=(const KeptSignal&) = delete;

 private:
  struct sigaction before_ {};
};

}  // namespace

std::int64_t Row::number(std::size_t column) const {
  const auto value = text(column);
  std::int64_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

Connection::Connection(const Address& address) {
  const KeptSignal kept;
  translated([&] {
    session_ = std::make_unique<Poco::Data::Session>(Poco::Data::MySQL::Connector().createSession(
        connection_text(address), connect_timeout_seconds));
    // OpenEMR itself runs with no sql_mode at all and lets bad values be cut off in silence.
    *session_ << "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
                 "NO_ENGINE_SUBSTITUTION'",
        now;
    *session_ << "SET SESSION innodb_lock_wait_timeout = 5", now;
    *session_ << "SET SESSION max_statement_time = 60", now;
  });
}

Connection::~Connection() = default;

std::vector<Row> Connection::select(std::size_t columns, const char* sql,
                                    std::vector<Value> values) {
  return translated([&] {
    std::vector<std::vector<Poco::Nullable<std::string>>> found(columns);
    Poco::Data::Statement statement{*session_};
    statement << sql;
    give_values(statement, values);
    for (auto& column : found) statement, into(column);
    statement.execute();
    std::vector<Row> rows;
    rows.reserve(columns == 0 ? 0 : found[0].size());
    for (std::size_t i = 0; columns > 0 && i < found[0].size(); ++i) {
      std::vector<std::optional<std::string>> row(columns);
      for (std::size_t k = 0; k < columns; ++k)
        if (!found[k][i].isNull()) row[k] = found[k][i].value();
      rows.emplace_back(std::move(row));
    }
    return rows;
  });
}

std::optional<Row> Connection::first(std::size_t columns, const char* sql,
                                     std::vector<Value> values) {
  auto rows = select(columns, sql, std::move(values));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool Connection::any(const char* sql, std::vector<Value> values) {
  return !select(1, sql, std::move(values)).empty();
}

std::size_t Connection::change(const char* sql, std::vector<Value> values) {
  return translated([&] {
    Poco::Data::Statement statement{*session_};
    statement << sql;
    give_values(statement, values);
    return statement.execute();
  });
}

std::int64_t Connection::inserted(const char* sql, std::vector<Value> values) {
  change(sql, std::move(values));
  const auto id = first(1, "SELECT CAST(LAST_INSERT_ID() AS CHAR)");
  return id ? id->number(0) : 0;
}

Database::Database(Address address) : address_(std::move(address)), process_(::getpid()) {
  give_back(take());
}

Database::~Database() {
  // A child has no say over its parent's connections: it leaves them open.
  if (process_ == ::getpid()) return;
  for (auto& connection : idle_) static_cast<void>(connection.release());
}

std::unique_ptr<Connection> Database::take() {
  for (;;) {
    std::unique_ptr<Connection> connection;
    {
      const std::lock_guard lock{mutex_};
      if (process_ != ::getpid()) {
        for (auto& inherited : idle_) static_cast<void>(inherited.release());
        idle_.clear();
        process_ = ::getpid();
      }
      if (idle_.empty()) break;
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
    try {  // the server may have been started again since
      if (connection->any("SELECT CAST(1 AS CHAR)")) return connection;
    } catch (const Failure&) {
      continue;  // that one has died; the next, or a fresh one
    }
  }
  return std::make_unique<Connection>(address_);
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock{mutex_};
  if (idle_.size() < most_idle) idle_.push_back(std::move(connection));
}

Database::Transaction::Transaction(Database& database)
    : database_(database), connection_(database.take()) {
  translated([&] { connection_->session_->begin(); });
  open_ = true;
}

Database::Transaction::~Transaction() {
  try {
    if (open_) connection_->session_->rollback();
    if (connection_) database_.give_back(std::move(connection_));
  } catch (...) {
    // A connection that cannot roll back is closed instead of being used again.
    connection_.reset();
  }
}

void Database::Transaction::end(bool keep) {
  translated([&] {
    if (keep)
      connection_->session_->commit();
    else
      connection_->session_->rollback();
  });
  open_ = false;
}

}  // namespace holdfast::adapters::openemr
