// SPDX-License-Identifier: MIT
// Patients and clinicians as a FHIR server knows them. Servers leave out what they like: what is
// not there stays empty, and only a resource without an id is refused.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

payload::Client client_of(const Json& patient, const Names& names);
payload::Clinician clinician_of(const Json& practitioner);

// A PractitionerRole's practitioner and what Holdfast lets them do, by the words of its codes:
// {"psychotherapist": "therapist"} is the site's to say.
struct RoleOf {
  std::string id, practitioner;
  bool is_active = true;
  std::vector<std::string> codes;  // "system|code", "code" and the text of each
};
RoleOf role_of(const Json& practitioner_role, const Names& names);

// Reading FHIR JSON without trusting it: empty when absent or of another type.
std::string text_in(const Json& object, const char* name);
const Json& list_in(const Json& object, const char* name);
// The id in a Reference to `type` on the site's own server (names.hpp); else empty.
std::string id_in(const Json& reference, std::string_view type, const Names& names);

}  // namespace holdfast::adapters::fhir::mapping
