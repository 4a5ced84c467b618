// SPDX-License-Identifier: MIT
// What a server's error means for a store. Neither the message's detail nor its values are kept:
// they may name a client.
#pragma once
#include <string>
#include <string_view>

#include "store/failure.hpp"

namespace holdfast::store::postgresql {

struct ServerError {
  std::string state;    // SQLSTATE, five signs; empty: none
  std::string message;  // the primary one
  std::string object;   // the constraint or table it names
};

// PostgreSQL's documentation, appendix A.
Fault fault_of(std::string_view sqlstate);
// The server went, or is going: what was asked last may have happened or not.
bool ends_connection(std::string_view sqlstate);
Failure failure_of(const ServerError& error, const std::string& name);

}  // namespace holdfast::store::postgresql
