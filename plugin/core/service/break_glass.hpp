// SPDX-License-Identifier: MIT
// Emergency access: a clinician without a link to a client may look for an hour, read only, with a
// reason that the client's therapist and the records officer read (clinic.md, "Access, emergency").
#pragma once
#include <string>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

inline constexpr std::chrono::minutes break_glass_lasts{60};

struct FoundClient {
  std::string name;
  std::vector<practice::Course> courses;
};
// Clients by name, for somebody who needs one now; at least three letters, at most 20 clients.
// Refused: denied to everybody but therapists and supervisors; invalid (field "q").
Reply<std::vector<FoundClient>> find_for_emergency(House& house, const access::Principal& principal,
                                                   const std::string& text, std::string_view from);

struct Emergency {
  CourseId course;
  std::string reason;
  std::string_view from;  // route template
};
// Answers until when. Refused: denied, not_found, invalid (field "reason").
Reply<Instant> break_glass(House& house, const access::Principal& principal,
                           const Emergency& emergency);

// Who broke the glass of this person's clients in the last week, or since they were here before:
// to be told on their first page.
struct EmergencyLook {
  std::string who, client, reason;
  Instant at;
};
std::vector<EmergencyLook> emergency_looks(House& house, const access::Principal& principal);

}  // namespace holdfast::service
