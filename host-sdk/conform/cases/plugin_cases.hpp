// SPDX-License-Identifier: MIT
// The groups of cases about a plugin.
#pragma once
#include "plugin_bench.hpp"

namespace holdfast::conform {

std::vector<PluginCase> plugin_entry_cases();
std::vector<PluginCase> plugin_life_cases();
std::vector<PluginCase> plugin_fork_cases();
std::vector<PluginCase> web_cases();
std::vector<PluginCase> web_input_cases();
std::vector<PluginCase> bad_host_cases();

}  // namespace holdfast::conform
