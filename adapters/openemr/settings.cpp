// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <sys/stat.h>

#include <fstream>
#include <holdfast/cpp/payload_json.hpp>
#include <iterator>

namespace holdfast::adapters::openemr {
namespace {

constexpr const char* what = "openemr adapter";

// The file of a secret is its owner's alone; a trailing line end is not part of it.
std::string secret_in(const std::string& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) == 0 && (found.st_mode & 0077) != 0)
    throw Failure(HOLDFAST_E_INVALID,
                  "openemr adapter: field \"password_file\": others may read it; chmod 600");
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Failure(HOLDFAST_E_INVALID,
                  "openemr adapter: field \"password_file\" cannot be read; correct the path, or "
                  "give the file to the user who runs Holdfast");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

bool is_this_machine(const std::string& host) { return host == "127.0.0.1" || host == "::1"; }

}  // namespace

// What an appointment's status means: OpenEMR's own list, which a site may edit.
const char* const settings_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Configuration of the OpenEMR adapter",
  "type": "object",
  "additionalProperties": false,
  "required": ["database", "user", "password_file"],
  "properties": {
    "host": {"type": "string", "description": "of the database; 127.0.0.1 unless said otherwise"},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "user": {"type": "string", "description": "the account that `holdfast openemr install` made"},
    "password_file": {"type": "string", "description": "absolute path of a file of mode 0600"},
    "database": {"type": "string", "description": "the site's database"},
    "site": {"type": "string", "description": "the site's name in OpenEMR: default"},
    "plain_network": {"type": "boolean", "description": "allow a database on another machine, unencrypted"},
    "statuses": {"type": "object", "description": "appointment status to attendance, for a site that edited its list",
      "additionalProperties": {"enum": ["booked", "held", "no_show", "cancelled_by_client", "cancelled_late", "cancelled_by_practice"]}},
    "records_officers": {"type": "array", "items": {"type": "string"}, "description": "user names"},
    "questionnaire_responses": {"type": "boolean", "description": "also write questionnaire_response, for FHIR readers"},
    "reminders": {"type": "boolean", "description": "a dated reminder beside each message"},
    "portal_mail": {"type": "boolean", "description": "clients are told of a form in the portal's mail; else their therapist is"},
    "places": {"type": "object", "description": "facility id to place, where its place-of-service code does not say",
      "additionalProperties": {"enum": ["room", "video", "phone"]}},
    "language": {"type": "string", "description": "of messages, as OpenEMR names it: German"},
    "look_seconds": {"type": "integer", "minimum": 0, "maximum": 300}
  }
})";

Settings read_settings(std::string_view config_json) {
  const auto json = payload::parse_object(config_json.empty() ? "{}" : config_json, what);
  const payload::Fields fields{json, what};
  for (const auto& [name, value] : json.items()) {
    static constexpr std::string_view known[] = {
        "host",      "port",          "user",     "password_file",    "database",
        "site",      "plain_network", "statuses", "records_officers", "questionnaire_responses",
        "reminders", "portal_mail",   "places",   "language",         "look_seconds"};
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      throw Failure(HOLDFAST_E_INVALID, "openemr adapter: field \"" + name.substr(0, 64) +
                                            "\" is not known; see adapters/openemr/README.md");
  }
  Settings settings;
  auto& address = settings.address;
  if (auto host = fields.text_if("host"); !host.empty()) address.host = std::move(host);
  const bool may_be_plain = fields.flag_or("plain_network", false);
  if (!is_this_machine(address.host) && !may_be_plain)
    fields.refuse("host",
                  "is another machine, and the connection is not encrypted: use a tunnel to "
                  "127.0.0.1, or set plain_network");
  address.port = fields.count_if("port").value_or(address.port);
  if (address.port < 1 || address.port > 65535) fields.refuse("port", "must be 1 to 65535");
  address.user = fields.text("user");
  address.database = fields.text("database");
  address.password = secret_in(fields.text("password_file", 4096));
  if (auto site = fields.text_if("site"); !site.empty()) settings.site = std::move(site);

  settings.attendance = {
      {">", "held"},          {"$", "held"},    {"@", "held"},    {"~", "held"},
      {"<", "held"},          {"?", "no_show"}, {"!", "no_show"}, {"x", "cancelled_by_client"},
      {"%", "cancelled_late"}};
  if (const auto* statuses = fields.find("statuses")) {
    const payload::Fields own{*statuses, "openemr adapter: statuses"};
    for (const auto& [status, meaning] : statuses->items())
      settings.attendance[status] =
          own.word(status.c_str(), {"booked", "held", "no_show", "cancelled_by_client",
                                    "cancelled_late", "cancelled_by_practice"});
  }
  if (const auto* places = fields.find("places")) {
    const payload::Fields own{*places, "openemr adapter: places"};
    for (const auto& [facility, place] : places->items())
      settings.places[facility] = own.word(facility.c_str(), {"room", "video", "phone"});
  }
  settings.language = fields.text_if("language");
  settings.records_officers = fields.texts("records_officers", 255);
  settings.questionnaire_responses = fields.flag_or("questionnaire_responses", false);
  settings.reminders = fields.flag_or("reminders", true);
  settings.portal_mail = fields.flag_or("portal_mail", true);
  settings.look_seconds = fields.count_if("look_seconds").value_or(settings.look_seconds);
  if (settings.look_seconds > 300)
    fields.refuse("look_seconds", "is over 300: who may see whom is never older than five minutes");
  return settings;
}

}  // namespace holdfast::adapters::openemr
