// SPDX-License-Identifier: MIT
// The payloads of schemas/ as C++ values, for adapters and hosts written in C++. Their JSON is made
// and read in payload_json.hpp. Header-only, C++20. Texts are UTF-8; ids are 1 to 128 bytes,
// opaque. An empty text or an empty optional is a field that is absent. Words such as "held" or
// "cancelled_late" are those of the schemas' enumerations.
#pragma once
#include <holdfast/cpp/moment.hpp>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::payload {

struct Client {
  std::string id, name;
  std::string initials;
  std::optional<Day> birth_date;
  std::string language;  // BCP 47
  bool active = true;
  bool deceased = false;
  std::string merged_into;
  std::vector<std::string> sensitivity;
};

struct Clinician {
  std::string id, name;
  std::string person;
  bool active = true;
  std::vector<std::string> supervisors;  // clinician ids
};

struct Course {
  std::string id, client;
  std::vector<std::string> clinicians;  // at least one; the first leads
  std::string setting = "individual";
  std::optional<Day> started, ended;
  std::string end_reason;
};

struct Session {
  std::string id, course, clinician;
  Instant start{};
  Day day{};  // of `start`, in the practice's zone
  std::optional<int> minutes;
  std::string attendance = "booked";
  std::optional<Instant> cancelled_at;
  std::vector<std::string> participants;  // beside the course's own client
  std::string place;
  std::string facility;  // its name, where the practice has several
  std::string setting;
  bool removed = false;
};

struct Cover {
  std::string clinician;
  Day until{};  // the last day
};

struct Person {
  std::string id, name;
  std::string kind = "staff";  // staff, client, carer
  std::vector<std::string> roles;
  std::string clinician;               // the clinician this person is
  std::string client;                  // the client this person is
  std::vector<std::string> cares_for;  // client ids
  std::string language;
  std::vector<std::string> supervises;  // clinician ids
  std::optional<Day> supervises_until;
  std::vector<Cover> covers;
};

struct Notice {
  std::string to, category;
  std::string client;  // form_due: whom the link is for; empty: the notice is for `to` alone
  std::string link;
  std::optional<Instant> due;
};

// The fields of a record that a host needs to file it; the rest stays in its JSON.
struct RecordHeading {
  std::string kind, client;
  std::string course, session;
  Instant at{};
};

struct ClientQuery {
  std::string text;
  int limit = 50;
};

struct SessionQuery {
  Day from{}, to{};    // from inclusive, to exclusive, in the practice's zone
  std::string course;  // empty: all
  int limit = 200;
};

}  // namespace holdfast::payload
