// SPDX-License-Identifier: MIT
// What the host's configuration says, with a sane default for every member.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "alliance/result.hpp"

namespace holdfast::service {

enum class Open { nothing, store, all };  // how much activate() opens
enum class Rules { ab, e };               // detection.md, "Rule E"

struct Config {
  Open open = Open::all;
  std::string store;  // empty: holdfast.db in the host's private folder; "sqlite:/path"
  std::string practice_id = "default";
  std::string practice_name;    // shown in the header; empty: the host's name
  std::string language = "en";  // BCP 47; when neither person nor browser says
  std::vector<std::string> instrument_folders;
  std::string client_form = "holdfast-session";
  std::string therapist_form = "holdfast-session-therapist";
  std::string crisis_text;         // before and after every form
  std::string complaints_contact;  // outside the practice, shown where no second contact is named
  std::string second_contact;      // person id; clients may write to that person alone
  std::string duty_contact;  // person id; forms with risk items or free text to staff need one
  bool seal = false;         // hide a client's rating until the therapist has rated
  std::vector<std::string> write_back;  // kinds given to the host, of write_back_kinds
                                        // (service/outgoing.hpp); none until switched on
  Rules rules = Rules::ab;
  int invitation_minutes = 24 * 60;  // how long a one-time link can be opened
  std::string public_address;    // that clients reach, with the prefix; empty: as staff reach it
  int reminder_hours = 0;        // after a link was given and not answered; 0: none
  int reminders = 1;             // at most so many of one form
  std::string backup_recipient;  // age1…: whom backups are encrypted to
  int retention_years = 10;      // a file is kept this long after its last session
  int retention_age = 0;         // and until the client is this old; 0: no such rule
  bool demo = false;             // show the synthetic-data ribbon
};

// `json` is the object given to create(); unknown members are refused. "adapter" is the shim's.
Result<Config> parse_config(std::string_view json);

}  // namespace holdfast::service
