// SPDX-License-Identifier: MIT
// The adapter's configuration: where GNUmed's database is and who is logged in.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::adapters::gnumed {

struct Settings {
  std::string host, port, database;  // libpq's; empty: as libpq finds them
  std::string user;                  // GNUmed's database account, named like the person's login
  std::string password;              // empty: as libpq finds it, for instance in ~/.pgpass
  // A client's comment into the progress notes by itself. Off: the clinician decides, one by one.
  bool comments = false;
};

extern const char* const settings_schema;

// Throws Failure(INVALID), naming the field.
Settings read_settings(std::string_view config_json);

}  // namespace holdfast::adapters::gnumed
