// SPDX-License-Identifier: MIT
// Writes into OpenEMR's chart the way OpenEMR itself does: its ids, its uuids with their registry
// row, its audit log. Everything happens in the caller's transaction.
#pragma once
#include <holdfast/cpp/moment.hpp>
#include <string>
#include <string_view>

#include "reader.hpp"

namespace holdfast::adapters::openemr {

inline constexpr const char* form_directory = "holdfast_rating";

class Chart {
 public:
  Chart(Reader& reader, payload::Instant now);

  // What a clock on the practice's wall shows: "2026-11-23 09:30:00".
  const std::string& now() const { return now_; }

  // A fresh time-ordered uuid, registered for a row of that table; 32 hexadecimal digits.
  std::string uuid_for(const char* table);
  static std::string with_dashes(const std::string& uuid);

  // The row that puts a form on an encounter's page.
  struct Form {
    std::string name, directory, user;
    std::int64_t id = 0, pid = 0, encounter = 0, provider = 0;
  };
  void list_form(const Form& form);
  void unlist_form(std::string_view directory, std::int64_t form_id);

  // The name under which a user is grouped; "Default" where there is none.
  std::string group_of(const std::string& user);

  // A line of OpenEMR's own audit log, with the checksum it verifies. No clinical text.
  struct Event {
    std::string event, user, comment;
    std::int64_t pid = 0;
  };
  void log(const Event& event);

  // Whether eSign locked the encounter. Without a way to tell, it counts as locked.
  bool is_locked(std::int64_t encounter);
  // Whether eSign locked that one form of an encounter.
  bool is_form_locked(std::string_view directory, std::int64_t form_id);
  // Our forms are shown by the rule of their registry row; without the row OpenEMR would show them
  // to everybody, so nothing is written then.
  bool is_registered();

 private:
  Connection& connection_;
  const Features& features_;
  payload::Instant instant_;
  std::string now_;
};

}  // namespace holdfast::adapters::openemr
