// SPDX-License-Identifier: MIT
#include "statement.hpp"

#include <poll.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <holdfast/cpp/guard.hpp>
#include <string_view>

namespace holdfast::adapters::gnumed {
namespace {

using Clock = std::chrono::steady_clock;

// The server itself ends a statement after 10 seconds (database.cpp); one that is later than this
// will not answer.
constexpr std::chrono::seconds longest_silence{15};

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

[[noreturn]] void refuse_silence() {
  throw Failure(HOLDFAST_E_UNAVAILABLE,
                "GNUmed's database does not answer, though its server holds the connection; check "
                "that the server is not stopped or overloaded, then try again");
}

[[noreturn]] void refuse(std::string_view state) {
  const auto told = " (" + std::string(state) + ")";
  if (state == "42501")
    throw Failure(HOLDFAST_E_DENIED,
                  "GNUmed's database does not let this account do that (42501); it needs full "
                  "clinical access, and Holdfast installed in the database");
  if (state == "42P01" || state == "3F000")
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "Holdfast is not installed in this GNUmed database; its administrator runs "
                  "install.sh");
  if (state == "57014" || state == "55P03" || state.starts_with("40"))
    throw Failure(HOLDFAST_E_UNAVAILABLE, "GNUmed's database is busy" + told + "; try again");
  if (state.empty() || state.starts_with("08") || state.starts_with("57") ||
      state.starts_with("53"))
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "GNUmed's database does not answer; check that its server runs, then try again");
  throw Failure(HOLDFAST_E_INVALID, "GNUmed's database refused the entry" + told);
}

// Until libpq has the next result whole, or there is none to come.
void wait_for_result(PGconn* handle, Clock::time_point end) {
  for (;;) {
    const int unsent = PQflush(handle);
    if (unsent < 0) refuse({});
    if (PQisBusy(handle) == 0) return;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) refuse_silence();
    pollfd socket{PQsocket(handle), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
    if (::poll(&socket, 1, static_cast<int>(left)) < 0 && errno != EINTR) refuse({});
    if (socket.revents != 0 && PQconsumeInput(handle) == 0) refuse({});
  }
}

// The last result of what was sent, when none of them is a refusal.
Result last_result(PGconn* handle) {
  const auto end = Clock::now() + longest_silence;
  Result last;
  for (;;) {
    wait_for_result(handle, end);
    Result next(PQgetResult(handle));
    if (!next) break;
    last = std::move(next);
  }
  const auto status = PQresultStatus(last.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return last;
  const char* state = PQresultErrorField(last.get(), PG_DIAG_SQLSTATE);
  refuse(state ? state : "");
}

template <class Number>
void read_number(const PGresult* result, int row, int column, Number& into) {
  const char* text = PQgetvalue(result, row, column);
  const char* end = text + PQgetlength(result, row, column);
  into = 0;
  std::from_chars(text, end, into);
}

}  // namespace

void Rows::read(int row, int column, int& into) const {
  read_number(result_.get(), row, column, into);
}
void Rows::read(int row, int column, std::int64_t& into) const {
  read_number(result_.get(), row, column, into);
}
void Rows::read(int row, int column, std::string& into) const {
  into.assign(PQgetvalue(result_.get(), row, column),
              static_cast<std::size_t>(PQgetlength(result_.get(), row, column)));
}

Rows answer(Connection& connection, const char* text, const Values& values) {
  std::vector<const char*> pointers;
  for (const auto& value : values) {
    if (value.find('\0') != std::string::npos)
      throw Failure(HOLDFAST_E_INVALID, "a value holds a NUL, which PostgreSQL's text cannot");
    pointers.push_back(value.c_str());
  }
  auto* handle = connection.handle();
  if (PQsendQueryParams(handle, text, static_cast<int>(pointers.size()), nullptr, pointers.data(),
                        nullptr, nullptr, 0) == 0)
    refuse({});
  return Rows(last_result(handle).release());
}

void command(Connection& connection, const char* text) {
  auto* handle = connection.handle();
  if (PQsendQuery(handle, text) == 0) refuse({});
  last_result(handle);
}

}  // namespace holdfast::adapters::gnumed
