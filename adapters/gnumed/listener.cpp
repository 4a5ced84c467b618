// SPDX-License-Identifier: MIT
#include "listener.hpp"

#include <charconv>
#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::gnumed {
namespace {

std::string_view field(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  return text.substr(0, text.find("::"));
}

int number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

}  // namespace

void read_announcement(std::string_view text, Heard& heard) {
  if (const int person = number(field(text, "::person PK=")); person > 0)
    heard.persons.insert(person);
  const int row = number(field(text, "::row PK="));
  if (row > 0 && field(text, "::table=") == "clin.encounter" &&
      field(text, "operation=") == "DELETE")
    heard.deleted_encounters.insert(row);
}

// A round trip: it tells whether the connection is still there, and brings along whatever was
// announced before it.
bool Listener::listens() {
  if (connection_) {
    try {
      command(*connection_, "SET application_name = 'holdfast listener'");
      return true;
    } catch (const Failure&) {
      connection_.reset();
    }
  }
  auto connection = database_.connect();
  command(*connection, "LISTEN gm_table_mod");
  connection_ = std::move(connection);
  return false;
}

void Listener::take(Heard& heard) {
  auto* handle = connection_->handle();
  while (PGnotify* announced = PQnotifies(handle)) {
    read_announcement(announced->extra, heard);
    PQfreemem(announced);
  }
}

}  // namespace holdfast::adapters::gnumed
