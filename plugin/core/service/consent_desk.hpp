// SPDX-License-Identifier: MIT
// What a client was told, agreed to or refused, as their therapist notes it. Refused means it does
// not happen.
#pragma once
#include <string>
#include <vector>

#include "service/course_access.hpp"

namespace holdfast::service {

// The version of the texts that the page shows beside each purpose.
inline constexpr std::string_view consent_text_version = "1";

struct ConsentPage {
  struct Participant {
    ClientId id;
    std::string name;
    std::vector<store::Consent> standing;  // the newest per purpose and channel
    std::vector<store::Consent> history;   // oldest first
  };
  CourseAccess course;
  std::vector<Participant> participants;  // the course's client first
};

Reply<ConsentPage> read_consents(House& house, const access::Principal& principal,
                                 const CourseId& course);

// Whether read_consents() would let this person in, for who has the course open already.
bool may_open_consents(const House& house, const access::Principal& principal,
                       const CourseAccess& course);

struct NoteConsent {
  std::string purpose;   // forms, reminders, supervision, write_back, carer_view, research
  std::string answer;    // informed, agreed, refused, withdrawn
  std::string given_by;  // client, carer
  ClientId client = {};  // who answered, of those who take part; empty: the course's client
};

Reply<bool> note_consent(House& house, const access::Principal& principal, const CourseId& course,
                         const NoteConsent& noted);

}  // namespace holdfast::service
