// SPDX-License-Identifier: MIT
// A library, not loaded yet: what cases about loading are given.
#pragma once
#include <cstdint>

#include "call.hpp"
#include "library_file.hpp"
#include "loader/manifest.hpp"

namespace holdfast::conform {

struct LibraryBench {
  std::string path;  // absolute
  loader::Kind kind = loader::Kind::adapter;

  const char* symbol() const;
  void* load() const;  // RTLD_NOW | RTLD_LOCAL; fails with the dynamic linker's own words

  // The entry for an ABI major, or nullptr.
  template <class Entry>
  const Entry* entry(std::uint32_t major = HOLDFAST_ABI_MAJOR) const {
    using EntryOf = const Entry*(std::uint32_t);
    return reinterpret_cast<EntryOf*>(find_symbol(load()))(major);
  }
  template <class Entry>
  const Entry& checked_entry() const {
    const auto* found = entry<Entry>();
    must(found != nullptr, "does not speak ABI major 1");
    return *found;
  }

 private:
  void* find_symbol(void* library) const;
};

using LibraryCase = CaseOn<LibraryBench>;
std::vector<LibraryCase> load_cases();

}  // namespace holdfast::conform
