// SPDX-License-Identifier: MIT
#include "session.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <thread>

namespace holdfast::store::postgresql {
namespace {

constexpr std::size_t rows_at_once = 256;  // answers stay far below what a socket holds

// A statement may wait for a lock for as long as there is patience, and then be worked at.
constexpr std::chrono::milliseconds shortest_silence{5000};

constexpr char begin_write[] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr char set_mark_text[] = "SAVEPOINT unit";
constexpr char keep_text[] = "RELEASE SAVEPOINT unit";
constexpr char drop_text[] = "ROLLBACK TO SAVEPOINT unit";
constexpr char commit_text[] = "COMMIT";
constexpr char roll_back_text[] = "ROLLBACK";

constexpr Sql wait_for_turn("SELECT 1 FROM writing WHERE practice_id = $1 FOR UPDATE");
constexpr Sql leave_key(
    "INSERT INTO last_commit (practice_id, writer, number, made_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (practice_id, writer) DO UPDATE SET number = excluded.number,"
    " made_at = excluded.made_at");
constexpr Sql look_for_key("SELECT number FROM last_commit WHERE practice_id = $1 AND writer = $2");

// What a commit stands for must not hang on the role's or the database's defaults; a machine that
// went while it held the turn loses it within half a minute.
constexpr char settings[] =
    "SELECT set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN"
    " ('off', 'local') THEN 'on' ELSE current_setting('synchronous_commit') END, false),"
    " set_config('idle_in_transaction_session_timeout', '30s', false),"
    " set_config('tcp_keepalives_idle', '10', false),"
    " set_config('tcp_keepalives_interval', '3', false),"
    " set_config('tcp_keepalives_count', '2', false),"
    " set_config('tcp_user_timeout', '15000', false),"
    " set_config('statement_timeout', '0', false),"
    " set_config('timezone', 'UTC', false)";
constexpr char lock_setting[] = "SELECT set_config('lock_timeout', $1, false)";

std::string random_name() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw Failure(Fault::other, "store: the system gave no random bytes");
  std::string name;
  for (const unsigned char byte : bytes) name += fmt::format("{:02x}", byte);
  return name;
}

std::int64_t milliseconds_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string first_line(const std::string& message) {
  return message.substr(0, message.find_last_not_of('\n') + 1);
}

}  // namespace

ServerSession::ServerSession(const ConnectTo& to, Access access)
    : to_(to), access_(access), writer_(access == Access::read ? std::string{} : random_name()) {
  try {
    connect();
  } catch (const Lost& lost) {
    throw Failure(
        Fault::unreachable,
        fmt::format("store {} cannot be reached: {}; check that the server runs and is not stopped",
                    to_.address.name(), first_line(lost.message)));
  }
}

void ServerSession::connect() {
  wire_.reset();
  wire_ = std::make_unique<Wire>(to_.address, std::max(2 * to_.patience, shortest_silence));
  prepare_session();
}

void ServerSession::prepare_session() {
  // Waiting for a turn has the same patience as waiting for a file's lock.
  const std::string milliseconds = std::to_string(to_.patience.count());
  const Value lock_timeout = std::string_view{milliseconds};
  wire_->ask(settings, {}, {});
  wire_->ask(lock_setting, {&lock_timeout, 1}, {});
  const auto answers = wire_->send();
  if (answers.has_failed) fail(answers.error);
}

// For as long as there is patience; a server that restarts is back within seconds.
void ServerSession::connect_again() {
  const auto end = std::chrono::steady_clock::now() + to_.patience;
  std::chrono::milliseconds pause{10};
  for (;;) {
    try {
      return connect();
    } catch (const Lost& lost) {
      wire_.reset();
      if (std::chrono::steady_clock::now() + pause > end) throw unreachable(lost);
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds{250});
  }
}

void ServerSession::begin() {
  in_transaction_ = true;
  has_begun_ = has_failed_ = has_written_ = false;
  first_.assign({access_ == Access::read ? begin_read : begin_write});
}

void ServerSession::set_mark() { first_.push_back(set_mark_text); }

void ServerSession::keep_since_mark() {
  if (has_failed_)
    throw Failure(Fault::other, "a unit of work went on after the store had refused it something");
  first_.push_back(keep_text);
}

void ServerSession::drop_since_mark() {
  first_.insert(first_.end(), {drop_text, keep_text});
  has_failed_ = false;
}

void ServerSession::roll_back() noexcept {
  const bool is_known = has_begun_ && wire_ != nullptr;
  in_transaction_ = has_begun_ = has_failed_ = false;
  first_.clear();
  if (!is_known) return;
  try {
    wire_->ask(roll_back_text, {}, {});
    wire_->send();
  } catch (...) {
    wire_.reset();  // and with it the transaction; the next statement connects again
  }
}

// What the server has not heard of yet: BEGIN and the turn, marks.
void ServerSession::ask_first() {
  const Value practice = std::string_view{to_.practice};
  for (const char* text : first_) {
    wire_->ask(text, {}, {});
    if (text == begin_write && access_ == Access::write)
      wire_->ask(wait_for_turn.text(Dialect::postgresql), {&practice, 1}, {});
  }
}

Wire::Answers ServerSession::send_begun(const char* text, std::span<const Value> values,
                                        std::size_t columns) {
  const Value practice = std::string_view{to_.practice};
  const std::size_t rows = columns == 0 ? 1 : values.size() / columns;
  ask_first();
  for (std::size_t row = 0; row < rows; ++row)
    wire_->ask(text, {&practice, 1}, values.subspan(row * columns, columns));
  auto answers = wire_->send();
  if (in_transaction_) has_begun_ = true;
  const bool took_turn = !first_.empty() && first_.front() == begin_write;
  first_.clear();
  if (answers.has_failed) {
    if (in_transaction_) has_failed_ = true;
    fail(answers.error);
  }
  if (took_turn && access_ == Access::write && PQntuples(answers.results[1].get()) != 1)
    throw Failure(Fault::corrupt,
                  fmt::format("store {} lacks the practice's row in 'writing'; open it again",
                              to_.address.name()));
  return answers;
}

// `values` are rows of `columns` each; the last results are theirs.
Wire::Answers ServerSession::send(const char* text, std::span<const Value> values,
                                  std::size_t columns) {
  constexpr int most_tries = 5;
  for (int tries = 1;; ++tries) {
    if (wire_ == nullptr && has_begun_) throw conflict();
    if (wire_ == nullptr) connect_again();
    try {
      return send_begun(text, values, columns);
    } catch (const Lost& lost) {
      wire_.reset();
      if (has_begun_) throw conflict();
      if (!in_transaction_ || tries == most_tries) throw unreachable(lost);
    }
  }
}

Failure ServerSession::unreachable(const Lost& lost) const {
  return Failure(
      Fault::unreachable,
      fmt::format("store {} does not answer: {}; check that the server runs and is not stopped",
                  to_.address.name(), first_line(lost.message)));
}

Failure ServerSession::conflict() const {
  return Failure(Fault::conflict,
                 fmt::format("store {} was interrupted; nothing of this was stored, try again",
                             to_.address.name()));
}

void ServerSession::fail(const ServerError& error) { throw failure_of(error, to_.address.name()); }

std::int64_t ServerSession::run_rows(Sql sql, std::span<const Value> values, std::size_t columns) {
  if (columns > 0 && values.size() % columns != 0)
    throw std::logic_error("a statement got more or fewer values than it names");
  std::int64_t changed = 0;
  do {
    const auto now = values.first(std::min(values.size(), rows_at_once * columns));
    const auto answers = send(sql.text(Dialect::postgresql), now, columns);
    const std::size_t rows = columns == 0 ? 1 : now.size() / columns;
    for (std::size_t i = answers.results.size() - rows; i < answers.results.size(); ++i)
      changed += rows_changed(answers.results[i].get());
    values = values.subspan(now.size());
  } while (!values.empty());
  if (changed > 0) has_written_ = true;
  return changed;
}

void ServerSession::select(Sql sql, std::span<const Value> values, EachRow each) {
  const auto answers = send(sql.text(Dialect::postgresql), values, values.size());
  each_row(answers.results.back().get(), each);
}

void ServerSession::commit() {
  if (!has_begun_) return roll_back();
  if (has_failed_) {
    roll_back();
    throw Failure(Fault::other, "a unit of work went on after the store had refused it something");
  }
  if (!has_written_) return roll_back();
  if (wire_ == nullptr) throw conflict();
  const Value practice = std::string_view{to_.practice};
  const std::array<Value, 3> key{std::string_view{writer_}, ++commits_, milliseconds_now()};
  try {
    ask_first();
    wire_->ask(leave_key.text(Dialect::postgresql), {&practice, 1}, key);
    wire_->ask(commit_text, {}, {});
    const auto answers = wire_->send();
    first_.clear();
    if (answers.has_failed) {
      has_failed_ = true;
      fail(answers.error);
    }
    in_transaction_ = has_begun_ = false;
    // The server answers so when it had given the transaction up.
    if (std::string_view{PQcmdStatus(answers.results.back().get())} != commit_text)
      throw conflict();
  } catch (const Lost&) {
    wire_.reset();
    in_transaction_ = has_begun_ = false;
    first_.clear();
    if (!is_committed()) throw conflict();
  }
}

// After a commit without an answer. The turn is taken first: while the server still works at the
// old transaction, that one holds it.
bool ServerSession::is_committed() {
  try {
    for (;;) {
      connect_again();
      try {
        const Value practice = std::string_view{to_.practice};
        const Value writer = std::string_view{writer_};
        std::int64_t number = 0;
        wire_->ask(begin_write, {}, {});
        wire_->ask(wait_for_turn.text(Dialect::postgresql), {&practice, 1}, {});
        wire_->ask(look_for_key.text(Dialect::postgresql), {&practice, 1}, {&writer, 1});
        wire_->ask(commit_text, {}, {});
        const auto answers = wire_->send();
        if (answers.has_failed) fail(answers.error);
        each_row(answers.results[2].get(), [&](const Row& row) { number = row.integer(0); });
        return number == commits_;
      } catch (const Lost&) {
        wire_.reset();
      }
    }
  } catch (const Failure& failure) {
    throw Failure(Fault::unreachable,
                  fmt::format("{}; whether the last entry was stored is not known: send the same "
                              "request again, with its key",
                              failure.what()));
  }
}

void ServerSession::script(const std::string& text) {
  if (wire_ == nullptr) connect_again();
  try {
    const auto answers = wire_->script(text);
    if (answers.has_failed) fail(answers.error);
  } catch (const Lost& lost) {
    wire_.reset();
    throw unreachable(lost);
  }
}

}  // namespace holdfast::store::postgresql
