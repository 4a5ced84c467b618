// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::adapters::gnumed {

const char* const settings_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Configuration of the GNUmed adapter",
  "type": "object",
  "additionalProperties": false,
  "required": ["database", "user"],
  "properties": {
    "host": {"type": "string", "description": "the server's name, address or socket folder"},
    "port": {"type": "string", "pattern": "^[0-9]{1,5}$"},
    "database": {"type": "string", "description": "gnumed_v22"},
    "user": {"type": "string", "description": "the GNUmed account that is logged in"},
    "password": {"type": "string", "description": "absent: from libpq's own password file"},
    "comments": {"type": "boolean", "description": "file a client's comment as a progress note, unasked"}
  }
})";

Settings read_settings(std::string_view config_json) {
  const auto json =
      payload::parse_object(config_json.empty() ? "{}" : config_json, "gnumed adapter");
  const payload::Fields fields{json, "gnumed adapter"};
  for (const auto& [name, value] : json.items()) {
    static constexpr std::string_view known[] = {"host", "port",     "database",
                                                 "user", "password", "comments"};
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      throw Failure(
          HOLDFAST_E_INVALID,
          "gnumed adapter: field \"" + name.substr(0, 64) +
              "\" is not known; known are host, port, database, user, password, comments");
  }
  Settings settings;
  settings.host = fields.text_if("host", 1024);
  settings.port = fields.text_if("port", 5);
  if (settings.port.find_first_not_of("0123456789") != std::string::npos)
    fields.refuse("port", "must be digits");
  settings.database = fields.text("database", 63);
  settings.user = fields.text("user", 63);
  settings.password = fields.text_if("password", 1024);
  settings.comments = fields.flag_or("comments", false);
  return settings;
}

}  // namespace holdfast::adapters::gnumed
