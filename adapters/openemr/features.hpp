// SPDX-License-Identifier: MIT
// What this OpenEMR's database has, read from information_schema once at start. What the adapter
// cannot do without is told as a refusal; of anything else a missing column, or one that the
// account may not see, switches a feature off with a sentence.
#pragma once
#include <string>
#include <vector>

#include "database.hpp"

namespace holdfast::adapters::openemr {

struct Features {
  bool supervision = false;           // users.supervisor_id
  bool care_team = false;             // patient_data.care_team_provider
  bool deaths = false;                // patient_data.deceased_date
  bool observations = false;          // form_observation as of OpenEMR 7.0.3
  bool responses = false;             // questionnaire_response
  bool reminders = false;             // dated_reminders
  bool locks = false;                 // esign_signatures
  bool translations = false;          // lang_constants, lang_definitions, lang_languages
  bool portal_mail = false;           // onsite_mail and the portal's logins
  bool tracker = false;               // patient_tracker: which appointment was checked in
  bool audit = false;                 // log and its checksums
  std::size_t reminder_length = 160;  // of dated_reminders.dr_message_text
  std::vector<std::string> off;       // a sentence for each that is off
};

// Throws Failure(UNAVAILABLE) naming the first table and column that cannot be done without.
Features features_of(Connection& connection);

}  // namespace holdfast::adapters::openemr
