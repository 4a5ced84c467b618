// SPDX-License-Identifier: MIT
#include "store/sqlite_connection.hpp"

#include <Poco/Data/AbstractBinder.h>
#include <Poco/Data/AbstractBinding.h>
#include <Poco/Data/AbstractExtraction.h>
#include <Poco/Data/AbstractExtractor.h>
#include <Poco/Data/LOB.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteStatementImpl.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

#include "store/failure.hpp"

namespace holdfast::store {
namespace {

using Poco::Data::AbstractBinder;
using Poco::Data::AbstractBinding;
using Poco::Data::AbstractExtraction;
using Poco::Data::AbstractExtractor;

// SQLite numbers $n by where it first stands in the text, PostgreSQL by n. This is the order of the
// text.
std::vector<std::size_t> order_of_parameters(std::string_view text) {
  std::vector<std::size_t> order;
  for (std::size_t at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
    std::size_t number = 0;
    for (std::size_t i = at + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
      number = number * 10 + static_cast<std::size_t>(text[i] - '0');
    if (std::find(order.begin(), order.end(), number) == order.end()) order.push_back(number);
  }
  return order;
}

// The practice and the caller's values, row after row. Poco asks canBind() whether there is one
// more.
class RowsBinding final : public AbstractBinding {
 public:
  RowsBinding(std::string practice, std::vector<std::size_t> order)
      : practice_(std::move(practice)), order_(std::move(order)) {}

  void take(std::span<const Value> values, std::size_t columns) {
    if (columns + 1 != order_.size() || (columns > 0 && values.size() % columns != 0))
      throw std::logic_error("a statement got more or fewer values than it names");
    values_ = values;
    columns_ = columns;
    next_ = 0;
    pending_ = true;
    if (texts_.size() < columns) texts_.resize(columns);
    if (blobs_.size() < columns) blobs_.resize(columns);
  }

  std::size_t numOfColumnsHandled() const override { return columns_ + 1; }
  std::size_t numOfRowsHandled() const override { return 1; }
  bool canBind() const override { return true; }
  bool has_more_rows() const { return pending_; }
  void reset() override {
    next_ = 0;
    pending_ = true;
  }
  void bind(std::size_t position) override {
    AbstractBinder& binder = *getBinder();
    for (const std::size_t number : order_) {
      if (number == 1) {
        if (next_ == 0) binder.bind(position, practice_, AbstractBinder::PD_IN);
      } else if (!stands_since_last_row(number - 2)) {
        bind_one(binder, position, number - 2);
      }
      ++position;
    }
    next_ += columns_;
    pending_ = next_ < values_.size();
  }

 private:
  // What a column was bound to stays bound from row to row.
  bool stands_since_last_row(std::size_t column) const {
    if (next_ == 0) return false;
    const Value& value = values_[next_ + column];
    const Value& before = values_[next_ + column - columns_];
    if (value.index() != before.index()) return false;
    if (const auto* text = std::get_if<std::string_view>(&value))
      return *text == std::get<std::string_view>(before);
    if (const auto* integer = std::get_if<std::int64_t>(&value))
      return *integer == std::get<std::int64_t>(before);
    return std::holds_alternative<std::monostate>(value);
  }

  void bind_one(AbstractBinder& binder, std::size_t position, std::size_t column) {
    const Value& value = values_[next_ + column];
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      texts_[column].assign(*text);
      binder.bind(position, texts_[column], AbstractBinder::PD_IN);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      binder.bind(position, Poco::Int64{*integer}, AbstractBinder::PD_IN);
    } else if (const auto* real = std::get_if<double>(&value)) {
      binder.bind(position, *real, AbstractBinder::PD_IN);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      blobs_[column].assignRaw(reinterpret_cast<const unsigned char*>(bytes->value.data()),
                               bytes->value.size());
      binder.bind(position, blobs_[column], AbstractBinder::PD_IN);
    } else {
      binder.bind(position, Poco::NULL_GENERIC, AbstractBinder::PD_IN);
    }
  }

  std::string practice_;
  std::vector<std::size_t> order_;
  std::span<const Value> values_;
  std::size_t columns_ = 0;
  std::size_t next_ = 0;
  bool pending_ = true;
  // SQLite may read a bound text until the statement has run.
  std::vector<std::string> texts_;
  std::vector<Poco::Data::BLOB> blobs_;
};

// Hands each row to the caller as it comes, instead of gathering columns.
class EachRowExtraction final : public AbstractExtraction, private Row {
 public:
  void take(const EachRow* each) { each_ = each; }

  std::size_t numOfColumnsHandled() const override { return 1; }
  std::size_t numOfRowsHandled() const override { return 1; }
  std::size_t numOfRowsAllowed() const override { return 1; }
  Poco::Data::AbstractPreparation::Ptr createPreparation(PreparatorPtr&, std::size_t) override {
    return {};
  }
  std::size_t extract(std::size_t) override {
    extractor_ = getExtractor().get();
    if (each_ != nullptr) (*each_)(static_cast<const Row&>(*this));
    return 1;
  }

 private:
  bool is_null(std::size_t column) const override { return extractor_->isNull(column); }
  std::int64_t integer(std::size_t column) const override {
    Poco::Int64 value = 0;
    if (!extractor_->extract(column, value)) return 0;
    return value;
  }
  double real(std::size_t column) const override {
    double value = 0;
    if (!extractor_->extract(column, value)) return 0;
    return value;
  }
  std::string text(std::size_t column) const override {
    std::string value;
    if (!extractor_->extract(column, value)) value.clear();
    return value;
  }
  std::string bytes(std::size_t column) const override {
    Poco::Data::BLOB value;
    if (!extractor_->extract(column, value) || value.size() == 0) return {};
    return {reinterpret_cast<const char*>(value.rawContent()), value.size()};
  }

  const EachRow* each_ = nullptr;
  AbstractExtractor* extractor_ = nullptr;
};

// Poco 1.11 compiles a statement anew each time it is executed; this one is compiled once. Its
// binding always says that it can bind, so that Poco comes back to it, and the statement itself
// says when to stop.
class KeptStatement final : public Poco::Data::SQLite::SQLiteStatementImpl {
 public:
  KeptStatement(Poco::Data::SessionImpl& session, sqlite3* handle, const RowsBinding& binding)
      : SQLiteStatementImpl(session, handle), binding_(binding) {}

 protected:
  void compileImpl() override {
    if (compiled_) return;
    SQLiteStatementImpl::compileImpl();
    compiled_ = true;
  }
  bool canBind() const override { return binding_.has_more_rows(); }

 private:
  const RowsBinding& binding_;
  bool compiled_ = false;
};

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

struct SqliteConnection::Prepared {
  Prepared(Poco::Data::Session& session, Sql sql, std::string practice)
      : binding(
            new RowsBinding(std::move(practice), order_of_parameters(sql.text(Dialect::sqlite)))),
        extraction(new EachRowExtraction),
        statement(Poco::Data::StatementImpl::Ptr(new KeptStatement(
            *session.impl(), Poco::Data::SQLite::Utility::dbHandle(session), *binding))) {
    statement << sql.text(Dialect::sqlite);
    statement.addBind(AbstractBinding::Ptr(binding));
    statement.addExtract(AbstractExtraction::Ptr(extraction));
  }
  RowsBinding* binding;           // owned by the statement
  EachRowExtraction* extraction;  // owned by the statement
  Poco::Data::Statement statement;
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
  if (to.access == Access::read) execute("PRAGMA query_only=ON; PRAGMA cache_size=-1024");
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

SqliteConnection::Prepared& SqliteConnection::prepare(Sql sql) {
  auto& slot = prepared_[sql.text(Dialect::sqlite)];
  if (!slot) slot = std::make_unique<Prepared>(session_->session, sql, practice_);
  return *slot;
}

std::int64_t SqliteConnection::run_rows(Sql sql, std::span<const Value> values,
                                        std::size_t columns) {
  Prepared& prepared = prepare(sql);
  prepared.binding->take(values, columns);
  prepared.extraction->take(nullptr);
  const auto before = sqlite3_total_changes64(handle_);
  try {
    prepared.statement.execute();
  } catch (const Poco::Exception&) {
    const int code = sqlite3_extended_errcode(handle_);
    const std::string text = sqlite3_errmsg(handle_);
    prepared_.erase(sql.text(Dialect::sqlite));
    throw_failure(code, text);
  } catch (...) {  // no memory: what was begun of it is not taken up again
    prepared_.erase(sql.text(Dialect::sqlite));
    throw;
  }
  return sqlite3_total_changes64(handle_) - before;
}

void SqliteConnection::select(Sql sql, std::span<const Value> values, EachRow each) {
  Prepared& prepared = prepare(sql);
  prepared.binding->take(values, values.size());
  prepared.extraction->take(&each);
  try {
    prepared.statement.execute();
  } catch (const Poco::Exception&) {
    const int code = sqlite3_extended_errcode(handle_);
    const std::string text = sqlite3_errmsg(handle_);
    prepared_.erase(sql.text(Dialect::sqlite));
    throw_failure(code, text);
  } catch (...) {
    prepared_.erase(sql.text(Dialect::sqlite));
    throw;
  }
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
