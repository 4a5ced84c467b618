// SPDX-License-Identifier: MIT
#include "database.hpp"
#include "store/driver.hpp"

namespace holdfast::store {
namespace {

Database* open(const ServerAt& at) {
  return new postgresql::ServerDatabase(
      {postgresql::Address(at.address), at.practice, at.patience});
}

constexpr Driver driver{driver_build, open};

}  // namespace
}  // namespace holdfast::store

extern "C" __attribute__((visibility("default"))) const holdfast::store::Driver*
holdfast_store_postgresql_entry() {
  return &holdfast::store::driver;
}
