// SPDX-License-Identifier: MIT
// A store on a database server, through a library that is loaded only then.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "store/session.hpp"

namespace holdfast::store {

struct ServerAt {
  std::string address;  // postgresql://…; may hold a password, and is never shown
  std::string practice;
  std::chrono::milliseconds patience;
};

bool is_server_address(std::string_view store);

// Loads the driver, which stands beside the library that holds this code, and keeps it loaded.
std::unique_ptr<Database> open_server(const ServerAt& at);

}  // namespace holdfast::store
