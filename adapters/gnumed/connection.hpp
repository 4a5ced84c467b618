// SPDX-License-Identifier: MIT
// One connection to GNUmed's server, closed at its end whatever state it is in. Over libpq itself:
// Poco 1.11 leaves a connection that its server gave up in memory, and cuts a connection's text at
// spaces, which a password may hold.
#pragma once
#include <libpq-fe.h>

#include "settings.hpp"

namespace holdfast::adapters::gnumed {

class Connection {
 public:
  // Throws Failure: UNAVAILABLE when the server is away, DENIED when it refuses the login, INVALID
  // when it has no such database or account.
  explicit Connection(const Settings& settings);
  ~Connection() { PQfinish(handle_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  PGconn* handle() const { return handle_; }

 private:
  PGconn* handle_;
};

}  // namespace holdfast::adapters::gnumed
