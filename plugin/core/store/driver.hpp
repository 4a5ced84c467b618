// SPDX-License-Identifier: MIT
// What a library that speaks to a database server offers the core. Both come from one build: the
// interface is C++, and `build` keeps two builds apart.
#pragma once
#include "store/server.hpp"

namespace holdfast::store {

struct Driver {
  const char* build;
  Database* (*open)(const ServerAt& at);  // the caller's; throws Failure
};

using DriverEntry = const Driver*();
inline constexpr char driver_file[] = "holdfast-store-postgresql.so";
inline constexpr char driver_entry[] = "holdfast_store_postgresql_entry";
inline constexpr char driver_build[] = HOLDFAST_VERSION " store 1";

}  // namespace holdfast::store
