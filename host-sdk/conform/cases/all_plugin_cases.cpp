// SPDX-License-Identifier: MIT
#include "plugin_cases.hpp"

namespace holdfast::conform {

std::vector<PluginCase> all_plugin_cases() {
  std::vector<PluginCase> all;
  for (const auto group : {plugin_entry_cases, plugin_life_cases, plugin_fork_cases, web_cases,
                           web_input_cases, bad_host_cases})
    for (auto& one : group()) all.push_back(one);
  return all;
}

}  // namespace holdfast::conform
