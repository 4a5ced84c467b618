// SPDX-License-Identifier: MIT
#include "fhir/gateway/id_token.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::fhir::gateway;

namespace {

constexpr std::int64_t now = 1'800'000'000;
const ExpectedToken expected{"https://ehr.example", "app", "n", now};

Json with(const char* name, const Json& value) {
  Json claims{{"iss", "https://ehr.example"},
              {"aud", "app"},
              {"exp", now + 300},
              {"iat", now},
              {"nonce", "n"}};
  claims[name] = value;
  return claims;
}

}  // namespace

TEST_CASE("a token for this launch is as expected, clocks differing by a minute") {
  CHECK(why_not(with("sub", "x"), expected).empty());
  CHECK(why_not(with("aud", {"app"}), expected).empty());
  CHECK(why_not(with("azp", "app"), expected).empty());
  CHECK(why_not(with("exp", now - 59), expected).empty());
  CHECK(why_not(with("iat", now + 59), expected).empty());
}

TEST_CASE("a token for anything else says which claim is wrong") {
  CHECK(why_not(with("iss", "https://ehr.example/"), expected) == "its iss is another");
  CHECK(why_not(with("aud", "other"), expected) == "its aud is not this client");
  CHECK(why_not(with("aud", {"app", "other"}), expected) == "its azp is not this client");
  CHECK(why_not(with("azp", "other"), expected) == "its azp is not this client");
  CHECK(why_not(with("exp", now - 60), expected) == "it has expired");
  CHECK(why_not(with("exp", nullptr), expected) == "it has expired");
  CHECK(why_not(with("iat", now + 61), expected) == "its iat is not of now");
  CHECK(why_not(with("iat", nullptr), expected) == "its iat is not of now");
  CHECK_FALSE(why_not(with("nonce", "m"), expected).empty());
  CHECK_FALSE(why_not(with("nonce", ""), {"https://ehr.example", "app", "", now}).empty());
}

TEST_CASE("a person is of that server, and of a kind that Holdfast knows") {
  const auto person = [](const char* user) {
    return person_in({{"fhirUser", user}}, "https://ehr.example/fhir");
  };
  CHECK(person("Practitioner/7") == "Practitioner/7");
  CHECK(person("https://ehr.example/fhir/Practitioner/7") == "Practitioner/7");
  CHECK(person("Patient/p.1-x") == "Patient/p.1-x");
  for (const auto* other :
       {"", "7", "PractitionerRole/7", "Practitioner/", "Practitioner/7/_history/1",
        "https://other.example/fhir/Practitioner/7", "https://ehr.example/fhirPractitioner/7",
        "Practitioner/../x", "holdfast:system", "Practitioner/a b"})
    CHECK(person(other).empty());
}
