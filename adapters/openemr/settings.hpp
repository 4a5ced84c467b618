// SPDX-License-Identifier: MIT
// The adapter's configuration: one site of OpenEMR, which is one database. Multi-site: one
// configuration, one `holdfast serve` and one account for each.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "database.hpp"

namespace holdfast::adapters::openemr {

struct Settings {
  Address address;
  std::string site = "default";
  std::map<std::string, std::string> attendance;  // appointment status -> a session's attendance
  std::vector<std::string> records_officers;      // user names
  bool questionnaire_responses = false;
  bool reminders = true;
  bool portal_mail = true;                    // clients are told of a form in the portal's mail
  std::map<std::string, std::string> places;  // facility.id -> room, video, phone
  std::string language;                       // of messages, as OpenEMR names it
  int look_seconds = 30;                      // how old what is known of changes may be
};

extern const char* const settings_schema;  // JSON Schema, static

// Throws Failure(INVALID) naming the field; what is not known is refused. The password is read
// from its file here.
Settings read_settings(std::string_view config_json);

}  // namespace holdfast::adapters::openemr
