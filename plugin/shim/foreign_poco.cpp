// SPDX-License-Identifier: MIT
#include "foreign_poco.hpp"

#include <dlfcn.h>

#include <filesystem>

namespace holdfast::shim {
namespace {

// Functions that every Poco since 1.4 defines out of line; a host that links only part of one shows
// at least one of them.
constexpr const char* well_known[] = {
    "_ZN4Poco10ThreadPool11defaultPoolEv",  // Poco::ThreadPool::defaultPool()
    "_ZNK4Poco9Exception7rethrowEv",        // Poco::Exception::rethrow() const
    "_ZN4Poco12ErrorHandler3setEPS0_",      // Poco::ErrorHandler::set(Poco::ErrorHandler*)
    "_ZN4Poco6Thread4joinEv",               // Poco::Thread::join()
    "_ZN4Poco6Logger4rootEv",               // Poco::Logger::root()
};
constexpr const char* ours = "libPocoFoundation.so.80";

}  // namespace

std::string foreign_poco() {
  for (const auto* symbol : well_known) {
    const void* address = ::dlsym(RTLD_DEFAULT, symbol);
    if (!address) continue;
    Dl_info found{};
    if (::dladdr(address, &found) == 0 || !found.dli_fname) continue;
    std::error_code error;
    const std::filesystem::path named = found.dli_fname;
    const auto resolved = std::filesystem::canonical(named, error);
    if (named.filename() == ours || (!error && resolved.filename() == ours)) continue;
    return found.dli_fname;
  }
  return {};
}

}  // namespace holdfast::shim
