// SPDX-License-Identifier: MIT
// Giving a form, and finding the way back from a one-time link to it.
#pragma once
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
enum class Reader { therapist, cover, supervisor_when_flagged, external_supervisor_initials };
std::vector<Reader> readers_of_client_form();

struct GiveForm {
  SessionId session;
  bool on_this_device = true;  // hand-over: the clinician's session in this browser ends
  std::string pin;             // leaves the form; hand-over only, 4 to 12 digits
};

struct GivenForm {
  std::string token;  // of the one-time link; kept here only, the store has its hash
  Instant expires;
  std::string instrument;
};

Reply<GivenForm> give_form(House& house, const access::Principal& principal, const GiveForm& asked);

// The form of a client who is signed in to the host: for the latest held session of the last seven
// days that has none yet. Refused: not_found when no form waits.
Reply<GivenForm> own_form(House& house, const access::Principal& principal);

// Behind a link. A look uses nothing up; open_form notes the first one, find_form notes nothing.
struct OpenedForm {
  store::Invitation invitation;
  store::FormGiven form;
  const instrument::Definition* definition = nullptr;
  practice::Course course;
  int pin_tries_left = 0;
};
// Refused: gone, by rule "used", "expired", "withdrawn" or "unknown".
Reply<OpenedForm> open_form(House& house, std::string_view token);
Reply<OpenedForm> find_form(House& house, std::string_view token);

// The PIN that takes the device back. True: right. Five wrong ones, and only the form itself is
// left.
Reply<bool> leave_form(House& house, std::string_view token, std::string_view pin);

inline constexpr int pin_tries = 5;

}  // namespace holdfast::service
