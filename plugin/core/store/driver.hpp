// SPDX-License-Identifier: MIT
// What a library that speaks to a database server offers the core. Both come from one build: the
// interface is C++, and `build` keeps two builds apart.
#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "store/session.hpp"

namespace holdfast::store {

struct ServerAt {
  std::string address;  // postgresql://…; may hold a password, and is never shown
  std::string practice;
  std::chrono::milliseconds patience;
};

struct Driver {
  const char* build;
  Database* (*open)(const ServerAt& at);  // the caller's; throws Failure
};

using DriverEntry = const Driver*();
inline constexpr char driver_file[] = "holdfast-store-postgresql.so";
inline constexpr char driver_entry[] = "holdfast_store_postgresql_entry";
inline constexpr char driver_build[] = HOLDFAST_VERSION " store 1";

bool is_server_address(std::string_view store);

// Loads the driver, which stands beside the library that holds this code, and keeps it loaded.
std::unique_ptr<Database> open_server(const ServerAt& at);

}  // namespace holdfast::store
