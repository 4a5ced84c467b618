// SPDX-License-Identifier: MIT
#include "base_host.hpp"

#include <holdfast/ext/host_clock.h>
#include <holdfast/ext/host_log.h>
#include <holdfast/ext/host_store.h>

#include <chrono>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <utility>

namespace holdfast::host {
namespace {

const BaseHost& self(const holdfast_host* host) {
  return *static_cast<const BaseHost*>(host->data);
}

void write_log(const holdfast_host* host, std::int32_t severity, holdfast_str text) {
  guarded(nullptr, [&] { self(host).log().write(severity, view(text)); });
}

std::int64_t now_ms(const holdfast_host*) {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

const char* zone(const holdfast_host* host) { return self(host).zone().c_str(); }

const char* directory(const holdfast_host* host) { return self(host).folder().c_str(); }

constexpr holdfast_host_log log_table{sizeof log_table, 0, write_log};
constexpr holdfast_host_clock clock_table{sizeof clock_table, 0, now_ms, zone};
constexpr holdfast_host_store store_table{sizeof store_table, 0, directory};

const void* extension(const holdfast_host* host, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_LOG) == 0) return &log_table;
  if (std::strcmp(id, HOLDFAST_HOST_CLOCK) == 0) return &clock_table;
  if (std::strcmp(id, HOLDFAST_HOST_STORE) == 0 && !self(host).folder().empty())
    return &store_table;
  return nullptr;
}

}  // namespace

BaseHost::BaseHost(Log& log, std::string folder, std::string zone, const char* name)
    : log_(log),
      folder_(std::move(folder)),
      zone_(std::move(zone)),
      abi_{sizeof abi_, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, HOLDFAST_HOST_THREADED, this,
           name,        HOLDFAST_VERSION,   extension} {}

}  // namespace holdfast::host
