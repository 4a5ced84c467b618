// SPDX-License-Identifier: MIT
// The door of a course: loads what the decision needs, decides, and writes the audit line either
// way.
#pragma once
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "access/decision.hpp"
#include "practice/host.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// Who does what, and through which door; for the audit line.
struct Asking {
  const access::Principal& principal;
  access::Action action = access::Action::see_picture;
  std::string_view verb;  // "picture.read"
  std::string_view from;  // route template or tool: never an id
};

struct CourseAccess {
  practice::Course course;
  practice::Client client;
  bool initials_only = false;
  bool by_emergency = false;  // read only, and never text addressed to somebody else
  // A supervisor is shown nothing of a partner who refused supervision.
  std::set<store::ClientKey> left_out = {};

  const std::string& client_name() const { return initials_only ? client.initials : client.name; }
};

// An open check-in or repair, as far as it is unsealed: what lets a supervisor in.
struct Raised {
  const std::vector<store::AlertNow>& alerts;  // of the course
  const std::vector<store::RepairNow>& repairs;
};
// When something is looked at, and which day that is at the practice.
struct LookedAt {
  Instant now;
  Day today;
};
bool is_flagged(store::Reader& reader, const Raised& raised, const LookedAt& look);
bool is_flagged(store::Reader& reader, const CourseId& course, const LookedAt& look);

// What the door knows of a course; the mirror may not hold it.
struct CourseAtDoor {
  CourseId id;
  std::optional<practice::Course> course;
  std::optional<practice::Client> client;
  bool flagged = false;
  bool no_supervision = false;  // the client refused it
  bool carers_may_look = false;
  // Whose answers lie behind it besides the client's: a partner's. Each has a line of who looked.
  std::set<store::ClientKey> others;
  std::set<store::ClientKey> not_for_supervision;  // of them, who refused it
};
CourseAtDoor at_door(store::Reader& reader, const CourseId& id, const LookedAt& look);

// Whether this client, or the law through them, keeps supervisors out: of the course where it is
// theirs, else of what is about them in it.
bool refuses_supervision(store::Reader& reader, const store::ClientKey& client);
bool refuses_supervision(store::Reader& reader, const ClientId& client);

// Refused: not_found, or denied (with an audit line that says so). A course that the mirror does
// not hold is asked of the host once.
Reply<CourseAccess> open_course(House& house, const Asking& asking, const CourseId& id);
// The same for who has just read it, along with what lies behind the door.
Reply<CourseAccess> open_course(House& house, const Asking& asking, CourseAtDoor known);

struct SessionAccess {
  practice::Session session;
  int number = 0;  // among the course's held sessions; 0: not held
  CourseAccess course;
};
Reply<SessionAccess> open_session(House& house, const Asking& asking, const SessionId& id);

// One audit line for something that is about no single course.
void note_in_audit(House& house, const Asking& asking, std::string_view outcome);

// The same of a list that shows what clients said: one line more for each of them, in one commit,
// so that who looked stands in each client's file. `subjects`: whom what is shown is about, where
// that may be a partner of those clients.
struct Shown {
  std::vector<ClientId> clients;
  std::set<store::ClientKey> subjects;
};
void note_shown(House& house, const Asking& asking, const Shown& shown);

// The audit line of a change that an administrator makes; written with the change itself.
struct Changed {
  std::string object, payload;  // payload: what was set; empty where the object says it all
};
void note_change(store::Unit& unit, const Asking& asking, Changed what, Instant now);

}  // namespace holdfast::service
