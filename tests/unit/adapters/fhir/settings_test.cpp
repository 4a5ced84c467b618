// SPDX-License-Identifier: MIT
#include "fhir/settings.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::fhir;

namespace {

const std::string reads =
    "system/Patient.rs system/Practitioner.rs system/PractitionerRole.rs system/RelatedPerson.rs "
    "system/CareTeam.rs system/EpisodeOfCare.rs system/Appointment.rs system/Encounter.rs";

Settings with(const std::string& more) {
  return read_settings(R"({"base":"https://ehr.example/fhir/","client_id":"holdfast",
    "token_url":"https://ehr.example/token","keys":[{"kid":"k","file":"/k.pem"}])" +
                       more + "}");
}

}  // namespace

TEST_CASE("no more is asked for than what is read and what may be written") {
  CHECK(with("").scope == reads);
  CHECK(with(R"(,"writes":["Observation","Flag"])").scope ==
        reads + " system/Flag.crus system/Observation.crus");
  CHECK(with(R"(,"scope":"system/Patient.read")").scope == "system/Patient.read");
}

TEST_CASE("a reference may be below every address that the one server is known by") {
  using Addresses = std::vector<std::string>;
  CHECK(with("").names.servers == Addresses{"https://ehr.example/fhir"});
  const auto more = with(R"(,"servers":["http://inside.example/r4/"],"gateway":{
    "address":"https://holdfast.example","servers":["https://outside.example/r4"],
    "smart":[{"iss":"https://launch.example/r4","client_id":"x"}]})");
  const Addresses all{"https://ehr.example/fhir", "http://inside.example/r4",
                      "https://outside.example/r4", "https://launch.example/r4"};
  CHECK(more.names.servers == all);
  CHECK(more.gateway.servers == all);
  CHECK(read_settings("{}").names.servers.empty());
}
