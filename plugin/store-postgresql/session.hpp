// SPDX-License-Identifier: MIT
// A session on the server, as a Store works with it.
//
// Writers of one practice take turns, over all machines: the first thing a writing transaction does
// is to lock the practice's row in `writing`, and each statement after that sees all that was
// committed before. So a unit reads a series, judges and writes it without a conflict, and the
// audit chain has one end. Practices do not wait for each other, and readers wait for nobody.
//
// A connection that broke is made anew. What had not begun is sent again; what had begun is
// reported as a conflict, and the Store runs it again; of a commit that got no answer the session
// looks up whether its key is there.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "address.hpp"
#include "store/session.hpp"
#include "wire.hpp"

namespace holdfast::store::postgresql {

struct ConnectTo {
  Address address;
  std::string practice;
  std::chrono::milliseconds patience;
};

class ServerSession final : public Session {
 public:
  ServerSession(const ConnectTo& to, Access access);

  using Connection::select;
  std::int64_t run_rows(Sql sql, std::span<const Value> values, std::size_t columns) override;
  void select(Sql sql, std::span<const Value> values, EachRow each) override;
  std::string_view practice() const override { return to_.practice; }

  void begin() override;
  void commit() override;
  void roll_back() noexcept override;
  void set_mark() override;
  void keep_since_mark() override;
  void drop_since_mark() override;
  bool in_transaction() const override { return in_transaction_; }

  // Statements without values, in a transaction of their own unless they say otherwise.
  void script(const std::string& text);

 private:
  void connect();
  void connect_again();
  void prepare_session();
  void ask_first();
  Wire::Answers send(const char* text, std::span<const Value> values, std::size_t columns);
  Wire::Answers send_begun(const char* text, std::span<const Value> values, std::size_t columns);
  [[noreturn]] void fail(const ServerError& error);
  Failure conflict() const;
  Failure unreachable(const Lost& lost) const;
  bool is_committed();

  const ConnectTo to_;
  const Access access_;
  const std::string writer_;  // names this session among the writers
  std::unique_ptr<Wire> wire_;
  bool in_transaction_ = false;
  bool has_begun_ = false;   // the server knows of it
  bool has_failed_ = false;  // the server refuses all until the mark, or the end
  bool has_written_ = false;
  std::int64_t commits_ = 0;
  std::vector<const char*> first_;  // goes out before the next statement
};

}  // namespace holdfast::store::postgresql
