// SPDX-License-Identifier: MIT
// Who signed in, as the EHR's authorization server says it (OpenID Connect Core 1.0, 3.1.3.7, and
// SMART App Launch 2, "Scopes for requesting identity data"). The claims alone; the signature is
// checked elsewhere. Pure.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>

namespace holdfast::adapters::fhir::gateway {

using payload::Json;

struct ExpectedToken {
  std::string issuer, client_id, nonce;
  std::int64_t now = 0;  // Unix seconds
};

// Empty: all as expected. Else which claim is not, for operators.
std::string why_not(const Json& claims, const ExpectedToken& expected);

// "Practitioner/7" of `fhirUser`, whether it is relative or an address on `server`; empty: another
// server's, or no person that Holdfast knows (Practitioner, Patient, RelatedPerson).
std::string person_in(const Json& claims, const std::string& server);

}  // namespace holdfast::adapters::fhir::gateway
