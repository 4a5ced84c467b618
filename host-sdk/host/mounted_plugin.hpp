// SPDX-License-Identifier: MIT
// The plugin as this program uses it: loaded by path, created, activated, asked, ticked, all
// through the C ABI.
#pragma once
#include <holdfast/entry.h>
#include <holdfast/ext/plugin_tools.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "plugin_request.hpp"

namespace holdfast::host {

class MountedPlugin {
 public:
  // Loads and creates; nothing is opened yet. Throws Exit(environment) with the refusal's own
  // sentence.
  MountedPlugin(const std::filesystem::path& file, const holdfast_host& host,
                const std::string& config_json);
  MountedPlugin(const MountedPlugin&) = delete;
  MountedPlugin& operator=(const MountedPlugin&) = delete;
  ~MountedPlugin();  // deactivates

  void activate();    // throws Exit(environment)
  void deactivate();  // no call may be under way; does nothing when not active

  Response answer(const PluginRequest& request) const;  // throws Failure [thread-safe]

  struct Ticked {
    std::chrono::milliseconds due{0};  // in how long more work waits; 0: at once
    std::string trouble;               // empty: all went well
    bool works = true;  // false: the plugin itself failed, not only the host's data that it needs
  };
  Ticked tick(std::chrono::milliseconds budget) const;

  // Throws Failure with the tool's status.
  void run(const std::string& tool, const std::string& options_json,
           const holdfast_tool_io& io) const;
  std::string tools() const;  // the list as JSON

  const holdfast_entry& entry() const { return *entry_; }
  const holdfast_plugin& abi() const { return *plugin_; }

 private:
  template <class Table>
  const Table& table(const char* id) const;

  const holdfast_entry* entry_ = nullptr;
  const holdfast_plugin* plugin_ = nullptr;
  bool is_active_ = false;
};

}  // namespace holdfast::host
