// SPDX-License-Identifier: MIT
// Patients and clinicians as a FHIR server knows them. Servers leave out what they like: what is
// not there stays empty, and only a resource without an id is refused.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

payload::Client client_of(const Json& patient);
payload::Clinician clinician_of(const Json& practitioner);

// A PractitionerRole's practitioner and what Holdfast lets them do, by the words of its codes:
// {"psychotherapist": "therapist"} is the site's to say.
struct RoleOf {
  std::string id, practitioner;
  bool is_active = true;
  std::vector<std::string> codes;  // "system|code", "code" and the text of each
};
RoleOf role_of(const Json& practitioner_role);

// Reading FHIR JSON without trusting it: empty when absent or of another type.
std::string text_in(const Json& object, const char* name);
const Json& list_in(const Json& object, const char* name);
// The id in a reference to `type`: "Patient/7" and "https://x/fhir/Patient/7/_history/1" give "7".
std::string id_in(const Json& reference, std::string_view type);

}  // namespace holdfast::adapters::fhir::mapping
