// SPDX-License-Identifier: MIT
#include "loader/libcrypto.hpp"

#include <dlfcn.h>

#include <holdfast/cpp/guard.hpp>

namespace holdfast::loader {

void* find_in_libcrypto(const char* name) {
  constexpr const char* file = "libcrypto.so.3";
  void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  void* const function = library ? ::dlsym(library, name) : nullptr;
  if (!function)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  std::string("a manifest pins a sha256 or is signed: expected ") + file +
                      " of OpenSSL 3 to check it, found none; install libssl3");
  return function;
}

}  // namespace holdfast::loader
