// SPDX-License-Identifier: MIT
// The offline commands: each is one tool of the plugin with its channels as files.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "settings.hpp"

namespace holdfast::host {

struct ToolRun {
  std::string tool;  // "replay"
  nlohmann::json options = nlohmann::json::object();
  std::vector<std::pair<std::string, std::string>> inputs;  // channel, path or "-"
  std::vector<std::pair<std::string, std::string>> outputs;
  std::vector<std::pair<std::string, std::string>> private_outputs;  // new files, 0600
  // An adapter that puts what goes to "out" into its own standard, a line at a time; empty: none.
  std::string translator;
  std::string payload;  // what a line is, by its schema: "audit-line"
  // An adapter that reads "in": filled forms in its own standard; empty: none.
  std::string reader;
  bool shows_progress = false;
  bool makes_folder = false;  // the tool works in the data folder without opening the store
};

// Opens only what the tool needs. Throws Exit: bad_input when the plugin refuses the input,
// environment when something around it is wrong.
void run_tool(const Arguments& arguments, const ToolRun& run);

std::string version_text(
    const Arguments& arguments);  // of the program, and of the plugin it would load

}  // namespace holdfast::host
