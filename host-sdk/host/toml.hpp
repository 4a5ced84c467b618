// SPDX-License-Identifier: MIT
// The configuration file: TOML 1.0 without dates, as JSON values with the line each key stands on.
// CLI11's own reader keeps neither the lines nor the difference between a text and a number.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace holdfast::host {

struct TomlDocument {
  nlohmann::json values = nlohmann::json::object();
  std::map<std::string, int> lines;  // "serve.listen" -> 3
};

// Throws Exit(environment): "holdfast.toml:3: …". `shown_name` is the file as the operator knows
// it.
TomlDocument parse_toml(std::string_view text, const std::string& shown_name);

}  // namespace holdfast::host
