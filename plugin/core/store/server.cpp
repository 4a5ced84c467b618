// SPDX-License-Identifier: MIT
#include "store/server.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string_view>

#include "store/driver.hpp"
#include "store/failure.hpp"

namespace holdfast::store {
namespace {

// The folder of the library, or program, that this function is in.
std::string own_folder() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&own_folder), &info) == 0 || info.dli_fname == nullptr)
    return ".";
  const std::string file = info.dli_fname;
  const auto slash = file.rfind('/');
  return slash == file.npos ? "." : file.substr(0, slash);
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
