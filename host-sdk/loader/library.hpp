// SPDX-License-Identifier: MIT
// A library of ours or of a vendor, checked, loaded and never unloaded.
//
//   const auto adapter = loader::load_adapter("/usr/lib/holdfast/holdfast-adapter-practice.so");
//   adapter.entry->init(adapter.path.c_str(), &err);
//
// Loads with RTLD_NOW | RTLD_LOCAL and never RTLD_DEEPBIND. Every refusal is a Failure whose text
// names the file, what was expected, what was found and what to do. [thread-safe]
#pragma once
#include <holdfast/adapter.h>
#include <holdfast/entry.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "loader/manifest.hpp"
#include "loader/trust.hpp"

namespace holdfast::loader {

template <class Entry>
struct Loaded {
  const Entry* entry = nullptr;  // static in the library
  std::filesystem::path path;    // where it was found, for entry->init: absolute, links resolved
  std::optional<Manifest> manifest;
  std::string distrust;  // what a policy of `warn` has to say; empty: nothing
};
using LoadedPlugin = Loaded<holdfast_entry>;
using LoadedAdapter = Loaded<holdfast_adapter_entry>;

LoadedPlugin load_plugin(const std::filesystem::path& file);  // holdfast_plugin_entry
LoadedPlugin load_core(const std::filesystem::path& file);    // holdfast_core_entry
// holdfast_adapter_entry_of. A policy of `require` refuses what no trusted key has signed.
LoadedAdapter load_adapter(const std::filesystem::path& file, const Trust& trust = {});

// One library that a folder offers. Nothing of it has been loaded.
struct Found {
  std::filesystem::path library;
  Manifest manifest;
};
struct Scan {
  std::vector<Found> found;           // in the order of the folders, then by file name
  std::vector<std::string> refusals;  // a sentence for each manifest that was passed over
};
// Reads the manifests in `folders` and no library; a folder that does not exist holds nothing.
Scan scan(const std::vector<std::filesystem::path>& folders);

// The first library of that kind with that manifest id; throws Failure naming where it looked.
std::filesystem::path find(Kind kind, const std::string& id,
                           const std::vector<std::filesystem::path>& folders);

}  // namespace holdfast::loader
