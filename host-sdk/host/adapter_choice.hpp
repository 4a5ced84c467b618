// SPDX-License-Identifier: MIT
// Which adapter the settings mean and whether it is trusted, as the plugin will see it.
#pragma once
#include <filesystem>
#include <string>

#include "loader/trust.hpp"
#include "settings.hpp"

namespace holdfast::host {

// In a build tree beside the plugin, installed in a folder of their own.
std::filesystem::path adapter_named(const std::string& name, const Settings& settings);
// Of the adapter that is named, or lies in the file that is.
std::filesystem::path adapter_file(const Settings& settings);
loader::Trust trust_of(const Settings& settings);

}  // namespace holdfast::host
