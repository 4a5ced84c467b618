// SPDX-License-Identifier: MIT
// The practice system as Holdfast sees it: typed questions, whoever answers. Implemented over the C
// ABI in abi/, and by plain structs in tests. Each call may take as long as the host takes; pages
// therefore read the mirror (store/mirror.hpp) and ask here only on a miss and in tick().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "alliance/words.hpp"

namespace holdfast::practice {

struct Client {
  ClientId id;
  std::string name;      // for staff; never on a client's form
  std::string initials;  // what an external supervisor sees
  std::optional<Day> birth_date;
  std::string language;  // BCP 47; empty: the practice's
  bool active = true;    // false: discharged or dead, nothing is sent any more
  bool deceased = false;
  ClientId merged_into;  // empty: not merged
  std::vector<std::string> sensitivity;
};

struct Clinician {
  ClinicianId id;
  std::string name;
  PersonId person;
  bool active = true;
  std::vector<ClinicianId> supervisors;
};

struct Course {
  CourseId id;
  ClientId client;
  std::vector<ClinicianId> clinicians;  // at least one; the first leads
  std::string setting = "individual";   // individual, couple, family, group
  std::optional<Day> started, ended;
  std::string end_reason;
};

struct Session {
  SessionId id;
  CourseId course;
  ClinicianId clinician;
  Instant start;
  Day day;  // in the practice's zone; what a rating of this session is dated
  int minutes = 0;
  Attendance attendance = Attendance::booked;
  std::vector<ClientId> participants;  // beside the course's own client
  Place place = Place::room;
  std::string facility;  // its name; empty: the host does not say
  std::string setting = "individual";
};

// With which Holdfast asks on its own account, in tick(); the same text as HOLDFAST_ACTOR_SYSTEM.
inline constexpr std::string_view system_actor = "holdfast:system";

enum class Kind { staff, client, carer };

struct Cover {
  ClinicianId clinician;
  Day until;
};

struct Person {
  PersonId id;
  std::string name;
  Kind kind = Kind::staff;
  std::vector<Role> roles;
  ClinicianId clinician;  // empty: not a clinician
  ClientId client;        // kind client: who they are
  std::vector<ClientId> cares_for;
  std::string language;
  std::vector<ClinicianId> supervises;
  std::optional<Day> supervises_until;
  std::vector<Cover> covers;
};

enum class ChangeKind { clinician, client, course, session, merge, unmerge };

struct Change {
  ChangeKind kind = ChangeKind::client;
  std::string id;
  std::string into;  // merge, unmerge: the surviving client
  bool removed = false;
  std::variant<std::monostate, Client, Clinician, Course, Session>
      data;  // when the host sent it along
};

struct Changes {
  std::string cursor;
  bool more = false;
  std::vector<Change> changes;
};

enum class Outcome { ok, not_found, denied, invalid, unsupported, unavailable, failed };

// What the host answered: a value, or why there is none. `why` is for operators, without client
// data.
template <class T>
struct Answer {
  Outcome outcome = Outcome::failed;
  std::optional<T> value;
  std::string why;
  explicit operator bool() const { return outcome == Outcome::ok; }
};

// Threads: all functions [thread-safe], except changes, put and post, which tick() calls one at a
// time.
class Host {
 public:
  virtual ~Host() = default;
  virtual std::string name() const = 0;
  virtual Instant now() const = 0;
  virtual std::string zone() const = 0;                               // IANA name
  virtual std::string directory() const = 0;                          // empty: the host has none
  virtual void log(int severity, std::string_view text) const = 0;    // no client data
  virtual Answer<Person> describe(std::string_view actor) const = 0;  // actor: the host's token
  virtual Answer<Client> client(std::string_view actor, const ClientId& id) const = 0;
  virtual Answer<Course> course(std::string_view actor, const CourseId& id) const = 0;
  virtual Answer<Clinician> clinician(std::string_view actor, const ClinicianId& id) const = 0;
  virtual Answer<Session> session(std::string_view actor, const SessionId& id) const = 0;
  virtual Answer<Changes> changes(std::string_view cursor, std::uint32_t limit) const = 0;
  virtual Answer<std::string> put(std::string_view key, std::string_view record_json) const = 0;
  virtual Answer<std::monostate> retract(std::string_view key, std::string_view reason) const = 0;
  virtual Answer<std::monostate> post(std::string_view key, std::string_view notice_json) const = 0;
  virtual Answer<std::monostate> withdraw(std::string_view key) const = 0;
};

}  // namespace holdfast::practice
