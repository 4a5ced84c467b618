// SPDX-License-Identifier: MIT
// Giving a form, and finding the way back from a one-time link to it.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "service/course_access.hpp"
#include "service/reply.hpp"
#include "store/forms.hpp"

namespace holdfast::service {

// Which form a client of this session fills in: by setting and age, else the practice's usual one.
const instrument::Definition* client_form(const House& house, const SessionAccess& session);
const instrument::Definition* therapist_form(const House& house);

// Whether the form may be given: its wording is installed, and a risk item or free text has
// somebody at the practice who reads it the same day.
std::optional<Refusal> why_not(const House& house, const instrument::Definition& definition,
                               std::string_view language);

// Who may see what a client answers, computed from the access rules in force.
enum class Reader {
  therapist,
  cover,
  supervisor_when_flagged,
  external_supervisor_initials,
  carer,
  records_officer,
  clinician_in_emergency,
  duty_contact,     // an answer about risk, on the day
  practice_system,  // and with it everybody who may open the chart there
};
struct ReadingRules {
  bool no_supervision = false;   // the client refused it
  bool carers_may_look = false;  // see practice_rules.hpp
  bool asks_about_risk = false;  // the form does
  bool is_written_back = false;  // something of it is, and the client did not refuse
};
bool asks_about_risk(const instrument::Definition& definition);
std::vector<Reader> readers_of_client_form(const ReadingRules& rules = {});

// How a form reaches the client.
enum class Way {
  kiosk,    // this device: the clinician's session in this browser ends
  link,     // a one-time link, as text or as a QR code
  code,     // nine digits to say on the phone or by video
  message,  // the practice system passes the link on, by the channel that the client agreed to
};

struct GiveForm {
  SessionId session;
  Way way = Way::kiosk;
  std::string pin;         // leaves the form; kiosk only, 4 to 12 digits
  std::string instrument;  // of the forms that are due; empty: the first of them
  ClientId who = {};       // a participant of the session; empty: the course's own client
  CourseId course = {};    // where no session is named: a form without an appointment
};

struct GivenForm {
  std::string token;  // of the one-time link; nothing keeps it, the invitation's id makes it again
  std::string code;   // way code: nine digits
  Instant expires;
  std::string instrument;
  bool replaces_another = false;  // an earlier way to this form, which ended with it
};

Reply<GivenForm> give_form(House& house, const access::Principal& principal, const GiveForm& asked);

// The form of a client who is signed in to the host: for the latest held session of the last seven
// days that has none yet. Refused: not_found when no form waits.
Reply<GivenForm> own_form(House& house, const access::Principal& principal);

// The forms that one who takes part in this session can be given now (empty: the course's own
// client): those that the schedule asks for, first the ones that are open; where it asks for none,
// the usual one.
std::vector<const instrument::Definition*> forms_to_give(store::Reader& reader, const House& house,
                                                         const SessionAccess& session,
                                                         const ClientId& who = {});

// Behind a link. A look uses nothing up; open_form notes the first one, find_form notes nothing.
struct OpenedForm {
  store::Invitation invitation;
  store::FormGiven form;
  const instrument::Definition* definition = nullptr;
  practice::Course course;
  ClientId client;  // whose form it is: in a couple or a group, any of those who take part
  int pin_tries_left = 0;
};
// Refused: gone, by rule "used", "expired", "withdrawn", "replaced" or "unknown".
Reply<OpenedForm> open_form(House& house, std::string_view token);
Reply<OpenedForm> find_form(House& house, std::string_view token);

// The link behind a typed code. Refused: not_found for a code that is not open (rule "code"), and
// too_many after twenty wrong ones in a minute.
Reply<std::string> token_of_code(House& house, std::string_view typed);

// Ends what nobody answered in time: marks the form as expired. Answers how many it ended.
int expire_forms(House& house);

// The PIN that takes the device back. True: right. Five wrong ones, and only the form itself is
// left.
Reply<bool> leave_form(House& house, std::string_view token, std::string_view pin);

inline constexpr int pin_tries = 5;

}  // namespace holdfast::service

template <>
inline constexpr std::array<std::string_view, 4> holdfast::words_of<holdfast::service::Way>{
    "kiosk", "link", "code", "message"};
