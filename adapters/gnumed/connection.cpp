// SPDX-License-Identifier: MIT
#include "connection.hpp"

#include <array>
#include <holdfast/cpp/guard.hpp>
#include <string_view>

namespace holdfast::adapters::gnumed {
namespace {

constexpr std::array<const char*, 10> keywords{"application_name",
                                               "client_encoding",
                                               "connect_timeout",
                                               "tcp_user_timeout",
                                               "host",
                                               "port",
                                               "dbname",
                                               "user",
                                               "password",
                                               nullptr};

// What the server remarks may hold a client's data, and libpq would print it.
void say_nothing(void*, const PGresult*) {}

[[noreturn]] void refuse_login(std::string_view text) {
  const auto says = [&](std::string_view words) { return text.find(words) != text.npos; };
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

Connection::Connection(const Settings& settings) {
  // An empty value is one that was not given.
  const std::array<const char*, keywords.size()> values{"holdfast",
                                                        "UTF8",
                                                        "5",
                                                        "15000",
                                                        settings.host.c_str(),
                                                        settings.port.c_str(),
                                                        settings.database.c_str(),
                                                        settings.user.c_str(),
                                                        settings.password.c_str(),
                                                        nullptr};
  handle_ = PQconnectdbParams(keywords.data(), values.data(), 0);
  if (PQstatus(handle_) != CONNECTION_OK) {
    const std::string text = PQerrorMessage(handle_);
    PQfinish(handle_);
    refuse_login(text);
  }
  PQsetNoticeReceiver(handle_, say_nothing, nullptr);
  PQsetnonblocking(handle_, 1);  // what is sent waits for nobody either
}

}  // namespace holdfast::adapters::gnumed
