// SPDX-License-Identifier: MIT
// Who may do what: the one place where it is decided, as a pure function of the asking person, the
// action and the facts about its subject. Roles and links come from the host; unknown means no.
#pragma once
#include <string_view>
#include <vector>

#include "access/principal.hpp"
#include "alliance/moment.hpp"

namespace holdfast::access {

enum class Action {
  see_schedule,         // the day's sessions with "form due, given, done"; no scores, no alerts
  hand_over,            // give the client the form: hand-over, link
  rate_as_client,       // fill a client's form
  rate_as_therapist,    // fill the therapist's form
  see_picture,          // ratings, graph, alerts and repairs of a course
  see_check_in,         // one alert with its calculation
  act_on_check_in,      // acknowledge, snooze, "not a dip", log what was done
  see_caseload,         // the courses of a clinician, with marks
  see_own_report,       // figures about a therapist's own clients
  see_team_report,      // about all supervisees together, from 20 clients on
  see_practice_report,  // about everybody, from 20 clients on
  see_settings,         // how Holdfast is set up; no clinical content
  change_settings,
  see_delivery_queue,
  see_audit,
  break_glass,   // look at a client one has no link to, for an hour, with a reason
  end_rating,    // void or move a rating
  keep_records,  // access requests, legal holds, what was taken out of a file
  see_as_carer,  // a child's own ratings, as far as the practice and the child let carers look
};
inline constexpr std::size_t action_count = 19;

// What is acted on. A schedule, a caseload or the settings have no course; `clinician` is then
// whose.
struct Subject {
  CourseId course;
  ClientId client;
  std::vector<ClinicianId> clinicians;  // of the course
  bool flagged = false;                 // the course has an open check-in or repair
  bool is_emergency = false;            // this person broke the glass for this client
  bool no_supervision = false;          // the client refused that a supervisor looks
  bool carers_may_look = false;         // young enough for the practice's rule, and did not refuse
};

struct Decision {
  bool allowed = false;
  bool initials_only = false;  // an external supervisor sees no name
  std::string_view
      why;  // for the audit line: "own course", "supervision", "cover", "break-glass", "role"
};

Decision decide(const Principal& principal, Action action, const Subject& subject, Day today);

}  // namespace holdfast::access
