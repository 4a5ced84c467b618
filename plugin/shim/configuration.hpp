// SPDX-License-Identifier: MIT
// The configuration as far as it concerns the shim: which adapter, and what is handed to the core.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "loader/trust.hpp"

namespace holdfast::shim {

struct AdapterChoice {
  std::string name;    // "practice": holdfast-adapter-practice.so beside the shim; or
  std::string file;    // an absolute path
  std::string config;  // JSON object for the adapter's create()
};

struct Configuration {
  std::string for_core;                  // JSON without "adapter"
  std::optional<AdapterChoice> adapter;  // absent: the host serves everything itself
  loader::Trust trust;                   // whose adapters are loaded
};

// Throws Failure that names the member and what was expected. Nothing when "open" is "nothing" or
// "store": then no adapter is loaded, whatever is named.
Configuration parse_configuration(std::string_view json);

}  // namespace holdfast::shim
