// SPDX-License-Identifier: MIT
#include "schema.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>

#include <holdfast/cpp/guard.hpp>
#include <string_view>

#include "practice_migrations.hpp"

namespace holdfast::adapters::practice {
namespace {

using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

// Our own scripts hold "--" and ";" nowhere but as comment and as end of a statement.
std::vector<std::string> statements(std::string_view script) {
  std::vector<std::string> all;
  std::string statement;
  while (!script.empty()) {
    auto line = script.substr(0, script.find('\n'));
    script.remove_prefix(std::min(line.size() + 1, script.size()));
    line = line.substr(0, line.find("--"));
    statement.append(line).push_back('\n');
    if (line.find(';') != line.npos) all.push_back(std::exchange(statement, {}));
  }
  return all;
}

}  // namespace

void migrate(Database& database) {
  database.write([](Connection& connection) {
    connection << "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, "
                  "name TEXT NOT NULL) STRICT",
        now;
    std::int64_t done = 0;
    connection << "SELECT coalesce(max(number), 0) FROM migration", into(done), now;
    const auto names = practice_migrations::names();
    if (done > static_cast<std::int64_t>(names.size()))
      throw Failure(HOLDFAST_E_UNSUPPORTED,
                    "the practice file was written by a later version; use that version or newer");
    for (auto number = done + 1; number <= static_cast<std::int64_t>(names.size()); ++number) {
      std::string name{names[static_cast<std::size_t>(number - 1)]};
      for (const auto& statement : statements(*practice_migrations::find(name)))
        connection << statement, now;
      connection << "INSERT INTO migration (number, name) VALUES ($1, $2)", use(number), use(name),
          now;
    }
  });
}

}  // namespace holdfast::adapters::practice
