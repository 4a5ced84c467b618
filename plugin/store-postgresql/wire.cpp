// SPDX-License-Identifier: MIT
#include "wire.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace holdfast::store::postgresql {
namespace {

constexpr int binary = 1;

// Maintenance reads or rewrites everything; a server that says nothing for longer was stopped.
constexpr std::chrono::hours longest_maintenance{1};

// A server that vanished without a word is noticed after about 15 s, on a connection that is used
// and on one that is idle. What the address says wins over what stands before it here.
constexpr std::array<const char*, 10> keywords{"connect_timeout",
                                               "keepalives_idle",
                                               "keepalives_interval",
                                               "keepalives_count",
                                               "tcp_user_timeout",
                                               "gssencmode",
                                               "dbname",
                                               "fallback_application_name",
                                               "client_encoding",
                                               nullptr};

void say_nothing(void*, const PGresult*) {}

std::string name_of(const char* text) { return fmt::format("s{}", static_cast<const void*>(text)); }

// Values as libpq takes them. Text goes in binary form, with its length: nothing cuts it short.
class Parameters {
 public:
  Parameters(std::span<const Value> first, std::span<const Value> then) {
    const std::size_t count = first.size() + then.size();
    values_.reserve(count);
    lengths_.reserve(count);
    formats_.reserve(count);
    numbers_.reserve(count);  // never moved: values_ points into them
    for (const auto values : {first, then})
      for (const Value& value : values) add(value);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      add_binary(*text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      add_binary(bytes->value);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      add_number(*integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
      add_number(*real);  // the shortest text that reads back as the same number
    } else {
      push(nullptr, 0, binary);
    }
  }
  void add_binary(std::string_view value) {
    push(value.empty() ? "" : value.data(), static_cast<int>(value.size()), binary);
  }
  template <class Number>
  void add_number(Number number) {
    auto& buffer = numbers_.emplace_back();
    *fmt::format_to_n(buffer.data(), buffer.size() - 1, "{}", number).out = '\0';
    push(buffer.data(), 0, 0);
  }
  void push(const char* value, int length, int format) {
    values_.push_back(value);
    lengths_.push_back(length);
    formats_.push_back(format);
  }

  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
  std::vector<std::array<char, 32>> numbers_;
};

std::string field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string{} : std::string{text};
}

ServerError error_of(const PGresult* result) {
  ServerError error{field_of(result, PG_DIAG_SQLSTATE), field_of(result, PG_DIAG_MESSAGE_PRIMARY),
                    field_of(result, PG_DIAG_CONSTRAINT_NAME)};
  if (error.object.empty()) error.object = field_of(result, PG_DIAG_TABLE_NAME);
  return error;
}

}  // namespace

void ClearResult::operator()(pg_result* result) const { PQclear(result); }

Wire::Wire(const Address& address, std::chrono::milliseconds silence) : silence_(silence) {
  const std::array<const char*, keywords.size()> values{
      "5", "10", "3", "2", "15000", "disable", address.text().c_str(), "holdfast", "UTF8", nullptr};
  connection_ = PQconnectdbParams(keywords.data(), values.data(), 1);
  try {
    if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK) lost();
    PQsetNoticeReceiver(connection_, say_nothing, nullptr);
    require(PQsetnonblocking(connection_, 1) == 0);
    require(PQenterPipelineMode(connection_));
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

Wire::~Wire() { PQfinish(connection_); }

void Wire::lost() const {
  throw Lost{connection_ == nullptr ? "out of memory" : PQerrorMessage(connection_)};
}

void Wire::require(int is_ok) const {
  if (is_ok == 1) return;
  if (PQstatus(connection_) != CONNECTION_OK) lost();
  throw std::logic_error("PostgreSQL's client refused a command");
}

// Until the next result is here whole. libpq's own wait has no end: a server that was stopped keeps
// its sockets open, and no keepalive notices it on the same machine.
void Wire::wait(std::chrono::milliseconds silence) {
  using Clock = std::chrono::steady_clock;
  auto end = Clock::now() + silence;
  for (;;) {
    const int unsent = PQflush(connection_);
    if (unsent < 0) lost();
    if (PQisBusy(connection_) == 0) return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0)
      throw Lost{
          fmt::format("no word from it for {} seconds, though it holds the connection; is it "
                      "stopped or overloaded?",
                      std::chrono::duration_cast<std::chrono::seconds>(silence).count())};
    pollfd socket{PQsocket(connection_), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
    const int ready = ::poll(&socket, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) lost();
    if (ready <= 0) continue;
    if (PQconsumeInput(connection_) == 0) lost();
    end = Clock::now() + silence;
  }
}

void Wire::ask(const char* text, std::span<const Value> first, std::span<const Value> then) {
  const Parameters parameters(first, then);
  if (parameters.count() == 0) {
    require(PQsendQueryParams(connection_, text, 0, nullptr, nullptr, nullptr, nullptr, binary));
    asked_.push_back({});
    return;
  }
  const std::string name = name_of(text);
  if (prepared_.insert(text).second) {
    require(PQsendPrepare(connection_, name.c_str(), text, 0, nullptr));
    asked_.push_back({text});
  }
  require(PQsendQueryPrepared(connection_, name.c_str(), parameters.count(), parameters.values(),
                              parameters.lengths(), parameters.formats(), binary));
  asked_.push_back({});
}

Wire::Answers Wire::send() {
  const auto asked = std::exchange(asked_, {});
  require(PQpipelineSync(connection_));
  Answers answers;
  std::size_t command = 0;
  for (;;) {
    wait(silence_);
    Result result(PQgetResult(connection_));
    if (!result) {  // between one command's results and the next's
      if (PQstatus(connection_) != CONNECTION_OK || ++command > asked.size()) lost();
      continue;
    }
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) return answers;
    const char* prepares = command < asked.size() ? asked[command].prepares : nullptr;
    if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED) {
      if (prepares != nullptr) prepared_.erase(prepares);
      if (status == PGRES_FATAL_ERROR && !answers.has_failed) {
        answers.has_failed = true;
        answers.error = error_of(result.get());
        if (ends_connection(answers.error.state)) throw Lost{answers.error.message};
        if (PQstatus(connection_) != CONNECTION_OK) lost();
      }
    } else if (prepares == nullptr) {
      answers.results.push_back(std::move(result));
    }
  }
}

Wire::Answers Wire::script(const std::string& text) {
  require(PQexitPipelineMode(connection_));
  Answers answers;
  require(PQsendQuery(connection_, text.c_str()));
  Result result;
  for (;;) {
    wait(longest_maintenance);
    Result next(PQgetResult(connection_));
    if (!next) break;
    result = std::move(next);  // the last one tells of the first error
  }
  if (!result || PQstatus(connection_) != CONNECTION_OK) lost();
  if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) {
    answers.has_failed = true;
    answers.error = error_of(result.get());
  }
  require(PQenterPipelineMode(connection_));
  return answers;
}

}  // namespace holdfast::store::postgresql
