// SPDX-License-Identifier: MIT
// One connection to the server. Commands are gathered and go out together, however many they are:
// a round trip takes longer than the work. Values travel beside the text, never inside it.
//
// libpq itself, not Poco::Data::PostgreSQL, because Poco 1.11 sends a row a round trip, describes
// each statement in another, reads numbers back from text, keeps the server's error code to itself
// and puts the values of a refused row into its exception's text.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "address.hpp"
#include "fault.hpp"
#include "store/connection.hpp"

struct pg_conn;
struct pg_result;

namespace holdfast::store::postgresql {

struct ClearResult {
  void operator()(pg_result* result) const;
};
using Result = std::unique_ptr<pg_result, ClearResult>;

// The connection is gone; what was asked last may have happened or not.
struct Lost {
  std::string message;
};

// One thread at a time.
class Wire {
 public:
  // `silence`: a server that holds the connection and says nothing for longer is given up. Throws
  // Lost.
  Wire(const Address& address, std::chrono::milliseconds silence);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // `text` is a literal; its address names the prepared statement. Values are copied at once.
  void ask(const char* text, std::span<const Value> first, std::span<const Value> then);
  // Sends what was asked, waits for all of it, and answers a result for each. After the first error
  // the server skipped the rest; it stands in `error`. Throws Lost.
  struct Answers {
    std::vector<Result> results;
    ServerError error;
    bool has_failed = false;
  };
  Answers send();
  // A script of statements without values. Throws Lost; answers an error as the others do.
  Answers script(const std::string& text);

 private:
  void require(int is_ok) const;
  void wait(std::chrono::milliseconds silence);
  [[noreturn]] void lost() const;
  void take(pg_result* result, std::size_t command, Answers& answers);

  const std::chrono::milliseconds silence_;
  pg_conn* connection_ = nullptr;
  // By address of the literal. Prepared for as long as the connection lives.
  std::unordered_set<const char*> prepared_;
  // What the answers belong to: a statement that is being prepared, or a command of the caller.
  struct Asked {
    const char* prepares = nullptr;
  };
  std::vector<Asked> asked_;
};

// Rows of a result in binary format, as Row tells them.
void each_row(const pg_result* result, EachRow each);
std::int64_t rows_changed(pg_result* result);

}  // namespace holdfast::store::postgresql
