// SPDX-License-Identifier: MIT
#include "store/server.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "store/driver.hpp"
#include "store/failure.hpp"

namespace holdfast::store {
namespace {

// The folder of the library, or program, that this function is in. The dynamic linker knows a
// library by the name it was opened with, which may be a descriptor's; the kernel knows the file.
std::string own_folder() {
  const auto here = reinterpret_cast<std::uintptr_t>(&own_folder);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR, &begin, &end) != 2) continue;
    const auto path = line.find('/');
    if (here < begin || here >= end || path == line.npos) continue;
    return line.substr(path, line.rfind('/') - path);
  }
  return ".";
}

const Driver& load() {
  const std::string file = own_folder() + '/' + driver_file;
  void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* why = ::dlerror();
    throw Failure(Fault::other,
                  fmt::format("store: PostgreSQL needs {}, which cannot be loaded ({}); install "
                              "Holdfast's PostgreSQL package",
                              driver_file, why == nullptr ? "no reason given" : why));
  }
  const auto entry = reinterpret_cast<DriverEntry*>(::dlsym(library, driver_entry));
  const Driver* driver = entry == nullptr ? nullptr : entry();
  if (driver == nullptr || std::string_view{driver->build} != driver_build)
    throw Failure(Fault::other,
                  fmt::format("store: {} belongs to another version of Holdfast; install the "
                              "packages of one version",
                              file));
  return *driver;
}

}  // namespace

bool is_server_address(std::string_view store) {
  return store.starts_with("postgresql://") || store.starts_with("postgres://");
}

std::unique_ptr<Database> open_server(const ServerAt& at) {
  return std::unique_ptr<Database>(load().open(at));
}

}  // namespace holdfast::store
