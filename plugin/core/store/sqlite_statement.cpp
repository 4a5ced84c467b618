// SPDX-License-Identifier: MIT
#include "store/sqlite_statement.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

namespace holdfast::store {
namespace {

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

// The connection's mutex: SQLite takes it for each cell that is read, which costs little to whoever
// has it already.
class Held {
 public:
  explicit Held(sqlite3* handle) : mutex_(sqlite3_db_mutex(handle)) { sqlite3_mutex_enter(mutex_); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { sqlite3_mutex_leave(mutex_); }

 private:
  sqlite3_mutex* mutex_;
};

// The row that the statement stands on. Its values are read under the connection's mutex.
class CurrentRow final : public Row {
 public:
  explicit CurrentRow(sqlite3_stmt* statement) : statement_(statement) {}

 private:
  static int at(std::size_t column) { return static_cast<int>(column); }
  bool is_null(std::size_t column) const override {
    return sqlite3_column_type(statement_, at(column)) == SQLITE_NULL;
  }
  std::int64_t integer(std::size_t column) const override {
    return sqlite3_column_int64(statement_, at(column));
  }
  double real(std::size_t column) const override {
    return sqlite3_column_double(statement_, at(column));
  }
  std::string text(std::size_t column) const override { return std::string(view(column)); }
  std::string_view view(std::size_t column) const override {
    auto* const value = sqlite3_column_value(statement_, at(column));
    const auto* const start = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(sqlite3_value_bytes(value))};
  }
  std::string bytes(std::size_t column) const override {
    auto* const value = sqlite3_column_value(statement_, at(column));
    const auto* const start = static_cast<const char*>(sqlite3_value_blob(value));
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(sqlite3_value_bytes(value))};
  }

  sqlite3_stmt* statement_;
};

}  // namespace

SqliteStatement::SqliteStatement(Poco::Data::SessionImpl& session, sqlite3* handle,
                                 const char* text, const std::string& practice)
    : StatementImpl(session),
      handle_(handle),
      text_(text),
      practice_(practice),
      order_(order_of_parameters(text)) {}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::run(std::span<const Value> values, std::size_t columns, const EachRow* each) {
  if (columns + 1 != order_.size() || (columns > 0 && values.size() % columns != 0))
    throw std::logic_error("a statement got more or fewer values than it names");
  if (columns > 0 && values.empty()) return;  // no rows
  values_ = values;
  columns_ = columns;
  next_ = 0;
  at_end_ = true;
  each_ = each;
  const Held held(handle_);
  reset();
  execute();
}

void SqliteStatement::compileImpl() {
  if (statement_ != nullptr) return;
  const int code =
      sqlite3_prepare_v3(handle_, text_, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) throw SqliteRefusal{code};
}

void SqliteStatement::bindImpl() {
  int position = 0;
  for (const std::size_t number : order_) {
    ++position;
    int code = SQLITE_OK;
    if (number == 1) {
      if (next_ == 0)
        code = sqlite3_bind_text(statement_, position, practice_.data(),
                                 static_cast<int>(practice_.size()), SQLITE_STATIC);
    } else if (!stands_since_last_row(number - 2)) {
      code = bind_one(position, values_[next_ + number - 2]);
    }
    if (code != SQLITE_OK) throw SqliteRefusal{code};
  }
  next_ += columns_;
  at_end_ = false;
}

// What a column was bound to stays bound from row to row.
bool SqliteStatement::stands_since_last_row(std::size_t column) const {
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

// Values are borrowed for the whole run, and SQLite reads no bound value after it.
int SqliteStatement::bind_one(int position, const Value& value) {
  // SQLite takes a null pointer for NULL, also where the length is 0.
  const auto start = [](std::string_view text) { return text.data() ? text.data() : ""; };
  if (const auto* text = std::get_if<std::string_view>(&value))
    return sqlite3_bind_text64(statement_, position, start(*text), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement_, position, *integer);
  if (const auto* real = std::get_if<double>(&value))
    return sqlite3_bind_double(statement_, position, *real);
  if (const auto* bytes = std::get_if<Bytes>(&value))
    return sqlite3_bind_blob64(statement_, position, start(bytes->value), bytes->value.size(),
                               SQLITE_STATIC);
  return sqlite3_bind_null(statement_, position);
}

bool SqliteStatement::hasNext() {
  if (at_end_) return false;
  int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  at_end_ = true;
  if (code == SQLITE_DONE) code = sqlite3_reset(statement_);
  if (code != SQLITE_OK) throw SqliteRefusal{code};
  return false;
}

std::size_t SqliteStatement::next() {
  if (each_ != nullptr) (*each_)(CurrentRow(statement_));
  return 1;
}

const Poco::Data::MetaColumn& SqliteStatement::metaColumn(std::size_t) const {
  throw std::logic_error("rows go to the caller, not into columns of Poco's");
}

}  // namespace holdfast::store
