// SPDX-License-Identifier: MIT
// The door of a course: loads what the decision needs, decides, and writes the audit line either
// way.
#pragma once
#include <string_view>

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

  const std::string& client_name() const { return initials_only ? client.initials : client.name; }
};

// An open check-in or repair, as far as it is unsealed: what lets a supervisor in.
bool is_flagged(store::Reader& reader, const CourseId& course, Instant now);

// Refused: not_found, or denied (with an audit line that says so). A course that the mirror does
// not hold is asked of the host once.
Reply<CourseAccess> open_course(House& house, const Asking& asking, const CourseId& id);

struct SessionAccess {
  practice::Session session;
  int number = 0;  // among the course's held sessions; 0: not held
  CourseAccess course;
};
Reply<SessionAccess> open_session(House& house, const Asking& asking, const SessionId& id);

// One audit line for something that is about no single course.
void note_in_audit(House& house, const Asking& asking, std::string_view outcome);

}  // namespace holdfast::service
