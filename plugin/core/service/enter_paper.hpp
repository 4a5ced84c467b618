// SPDX-License-Identifier: MIT
// A form filled on paper, typed by staff: each number, or the total alone.
#pragma once
#include <string>

#include "service/course_access.hpp"
#include "service/submit_rating.hpp"

namespace holdfast::service {

struct PaperForm {
  SessionId session;
  ClientId who;  // who filled it in; empty: the course's own client, where no other takes part
  std::string instrument;  // of the forms that can be given at this session
  std::string language;    // of the words on the paper, BCP 47
  instrument::Answers answers;
  std::string total;  // instead of answers; decimal text
  bool declined = false;
  Assistance assistance = Assistance::none;
  std::string key, digest;  // as in Submission
};

// The session that a form given now rates, for the page that names it.
Reply<SessionAccess> open_paper(House& house, const access::Principal& principal,
                                const SessionId& session, std::string_view from);

// Refused: denied, not_found, invalid, conflict (this session has the form already; the client
// chose not to be given forms).
Reply<Submitted> enter_paper(House& house, const access::Principal& principal,
                             const PaperForm& paper);

}  // namespace holdfast::service
