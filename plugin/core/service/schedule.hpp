// SPDX-License-Identifier: MIT
// Which form is due at which session: every session, every nth, only at the start; before the
// session or after it. Kept as the setting "schedule"; until somebody sets one, the practice's two
// usual forms are due after every session.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "service/course_access.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

enum class When { every_session, every_nth, at_start };
enum class Moment { before, after };  // a form given before a session rates the previous held one

struct ScheduledForm {
  std::string instrument;  // its id; the newest version is given
  When when = When::every_session;
  int every = 1;  // every_nth: the sessions with these numbers: every, 2 × every, …
  Moment moment = Moment::after;

  bool operator==(const ScheduledForm&) const = default;
};
using Schedule = std::vector<ScheduledForm>;

Schedule schedule_of(store::Reader& reader, const House& house);

// Whether the form is due at the session with this number, the first being 1; 0 (not known, or it
// does not take place): never.
bool is_due(const ScheduledForm& form, int session_number);

// {"schema":"holdfast.schedule/1","forms":[{"instrument":"holdfast-session","when":"every_nth",
//  "every":4,"moment":"after"}]}
std::string to_json(const Schedule& schedule);
Result<Schedule> read_schedule(std::string_view json, const House& house);

// For administrators; writes its audit line. Refused: denied, invalid.
Reply<Schedule> change_schedule(House& house, const access::Principal& principal,
                                std::string_view json);

// A form that the schedule asks for at a session, as this client gets it: another form stands in
// for the usual one of a child or a group.
struct DueForm {
  const instrument::Definition* definition = nullptr;
  Moment moment = Moment::after;
};
// The client's (or the therapist's) forms of this session, each instrument once.
std::vector<DueForm> due_forms(store::Reader& reader, const House& house,
                               const SessionAccess& session, Rater rater);
std::vector<DueForm> due_forms(const Schedule& schedule, const House& house,
                               const SessionAccess& session, Rater rater);

}  // namespace holdfast::service

template <>
inline constexpr std::array<std::string_view, 3> holdfast::words_of<holdfast::service::When>{
    "every_session", "every_nth", "at_start"};
template <>
inline constexpr std::array<std::string_view, 2> holdfast::words_of<holdfast::service::Moment>{
    "before", "after"};
