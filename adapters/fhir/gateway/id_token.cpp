// SPDX-License-Identifier: MIT
#include "id_token.hpp"

#include "fhir/mapping/names.hpp"
#include "fhir/mapping/people.hpp"
#include "jwt.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::text_in;

constexpr std::int64_t clocks_differ = 60;  // seconds

}  // namespace

std::string why_not(const Json& claims, const ExpectedToken& expected) {
  if (text_in(claims, "iss") != expected.issuer) return "its iss is another";
  if (!is_for(claims, expected.client_id)) return "its aud is not this client";
  const auto& audience = claims["aud"];
  const auto authorized = text_in(claims, "azp");
  if ((audience.is_array() && audience.size() > 1 && authorized.empty()) ||
      (!authorized.empty() && authorized != expected.client_id))
    return "its azp is not this client";
  if (seconds_in(claims, "exp") + clocks_differ <= expected.now) return "it has expired";
  const auto issued = seconds_in(claims, "iat");
  if (issued < 0 || issued > expected.now + clocks_differ) return "its iat is not of now";
  if (expected.nonce.empty() || text_in(claims, "nonce") != expected.nonce)
    return "its nonce is not of this launch";
  return {};
}

std::string person_in(const Json& claims, const std::string& server) {
  auto person = text_in(claims, "fhirUser");
  if (person.starts_with(server + "/")) person.erase(0, server.size() + 1);
  const auto slash = person.find('/');
  if (slash == std::string::npos) return {};
  const auto type = person.substr(0, slash);
  const bool is_known = type == "Practitioner" || type == "Patient" || type == "RelatedPerson";
  return is_known && mapping::is_resource_id(person.substr(slash + 1)) ? person : std::string{};
}

}  // namespace holdfast::adapters::fhir::gateway
