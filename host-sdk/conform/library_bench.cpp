// SPDX-License-Identifier: MIT
#include "library_bench.hpp"

#include <dlfcn.h>

namespace holdfast::conform {

const char* LibraryBench::symbol() const {
  return kind == loader::Kind::adapter ? "holdfast_adapter_entry_of" : "holdfast_plugin_entry";
}

// Never closed: the contract says that libraries stay.
void* LibraryBench::load() const {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    fail(std::string("does not load: ") + ::dlerror());  // NOLINT(concurrency-mt-unsafe)
  return library;
}

void* LibraryBench::find_symbol(void* library) const {
  void* found = ::dlsym(library, symbol());
  if (!found) fail(std::string("does not export ") + symbol());
  return found;
}

}  // namespace holdfast::conform
