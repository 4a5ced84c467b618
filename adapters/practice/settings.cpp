// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::adapters::practice {
namespace {

std::filesystem::path absolute_path(const payload::Fields& fields, const char* name) {
  const std::filesystem::path path = fields.text_if(name, 4096);
  if (!path.empty() && !path.is_absolute()) fields.refuse(name, "must be an absolute path");
  return path;
}

}  // namespace

const char* const settings_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Configuration of the practice adapter",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "file": {"type": "string", "description": "absolute path of the practice file; absent: practice.db in the host's own directory"},
    "import": {"type": "string", "description": "absolute path of a JSON file put into the practice at every start"},
    "demo": {"type": "boolean", "description": "fill an empty practice with synthetic people"},
    "seed": {"type": "integer", "minimum": 0, "description": "which synthetic practice"},
    "today": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "the day on which the synthetic practice stands"}
  }
})";

Settings read_settings(std::string_view config_json) {
  if (config_json.empty()) return {};
  const auto json = payload::parse_object(config_json, "practice adapter");
  const payload::Fields fields{json, "practice adapter"};
  for (const auto& [name, value] : json.items()) {
    static constexpr std::string_view known[] = {"file", "import", "demo", "seed", "today"};
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      throw Failure(HOLDFAST_E_INVALID,
                    "practice adapter: field \"" + name.substr(0, 64) +
                        "\" is not known; known are file, import, demo, seed, today");
  }
  Settings settings;
  settings.file = absolute_path(fields, "file");
  settings.import_file = absolute_path(fields, "import");
  settings.demo = fields.flag_or("demo", false);
  if (const auto seed = fields.count_if("seed"))
    settings.demo_seed = static_cast<std::uint64_t>(*seed);
  settings.demo_today = fields.day_if("today");
  return settings;
}

}  // namespace holdfast::adapters::practice
