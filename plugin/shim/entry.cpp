// SPDX-License-Identifier: MIT
// The one symbol of holdfast.so. Until activate() nothing here opens a file, starts a thread or
// takes a lock.
#include <holdfast/entry.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>

#include "shim.hpp"

namespace {

// Where this library was found, as init() was told; the same file in every call, so the first
// stays.
char own_path[4096];

holdfast_status init(const char* path, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    if (!path || path[0] != '/')
      throw holdfast::Failure(
          HOLDFAST_E_INVALID,
          "init needs the absolute path of this library, to find the core beside it");
    if (std::strlen(path) >= sizeof own_path)
      throw holdfast::Failure(HOLDFAST_E_LIMIT, "init: the path is longer than 4095 bytes");
    if (own_path[0] == '\0') std::strcpy(own_path, path);  // NOLINT: the length was checked
  });
}

void deinit() {}

const holdfast_plugin* create(const holdfast_host* host, holdfast_str config_json,
                              holdfast_error* err) {
  const holdfast_plugin* plugin = nullptr;
  holdfast::guarded(err, [&] {
    if (own_path[0] == '\0') throw holdfast::Failure(HOLDFAST_E_STATE, "create before init");
    if (!host || !HOLDFAST_HAS(host, holdfast_host, get_extension) ||
        host->abi_major != HOLDFAST_ABI_MAJOR || !host->get_extension)
      throw holdfast::Failure(HOLDFAST_E_INVALID,
                              "create needs a host that speaks ABI 1; pass a filled holdfast_host");
    plugin = holdfast::shim::Shim::make(*host, own_path, holdfast::view(config_json));
  });
  return plugin;
}

constexpr holdfast_entry entry{sizeof entry,
                               HOLDFAST_ABI_MAJOR,
                               HOLDFAST_ABI_MINOR,
                               0,
                               "org.holdfast",
                               "Holdfast",
                               HOLDFAST_VERSION,
                               init,
                               deinit,
                               create};

}  // namespace

const holdfast_entry* holdfast_plugin_entry(std::uint32_t abi_major) {
  return abi_major == HOLDFAST_ABI_MAJOR ? &entry : nullptr;
}
