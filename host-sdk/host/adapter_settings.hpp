// SPDX-License-Identifier: MIT
// What an adapter's own schema (holdfast_adapter_entry, config_schema) says against its settings.
#pragma once
#include <string>

#include "settings.hpp"

namespace holdfast::host {

// Empty: nothing. Loads the adapter, and neither makes a host of it nor opens what it speaks to.
// Throws Failure when it cannot be loaded.
std::string wrong_adapter_setting(const Settings& settings);

}  // namespace holdfast::host
