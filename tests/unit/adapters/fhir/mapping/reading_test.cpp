// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "fhir/mapping/care.hpp"
#include "fhir/mapping/people.hpp"
#include "samples.hpp"

using namespace holdfast::adapters::fhir::mapping;

namespace {

const Names names{"https://clinic.example/fhir",
                  {"https://ehr.example/fhir", "http://inside.example:8080/r4"}};

}  // namespace

TEST_CASE("a patient's name in use is taken, an old one never") {
  const auto client = client_of(Json::parse(R"({"resourceType":"Patient","id":"c-1",
    "name":[{"use":"old","family":"Before"},{"use":"official","given":["Ada","M"],"family":"Sample"}],
    "birthDate":"1990-04-01","communication":[{"language":{"coding":[{"code":"en"}]}},
    {"language":{"coding":[{"code":"de"}]},"preferred":true}],
    "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}})"),
                                names);
  CHECK(client.name == "Ada M Sample");
  CHECK(client.initials == "AMS");
  CHECK(client.language == "de");
  CHECK(client.active);
  CHECK(client.sensitivity == std::vector<std::string>{"R"});
}

TEST_CASE("a patient of whom a server tells nothing but the id is still somebody") {
  const auto client = client_of(Json::parse(R"({"resourceType":"Patient","id":"c-9",
    "birthDate":"1990","deceasedBoolean":true,"link":[{"type":"replaced-by",
    "other":{"reference":"Patient/c-1"}}]})"),
                                names);
  CHECK(client.name == "c-9");
  CHECK_FALSE(client.birth_date);
  CHECK(client.deceased);
  CHECK_FALSE(client.active);
  CHECK(client.merged_into == "c-1");
  CHECK_THROWS_AS(client_of(Json::parse(R"({"resourceType":"Patient"})"), names),
                  holdfast::Failure);
}

TEST_CASE("a long name is cut at a letter's end") {
  std::string family;
  for (int i = 0; i < 200; ++i) family += "ü";
  const auto client =
      client_of({{"id", "c-1"}, {"name", Json::array({{{"family", family}}})}}, names);
  CHECK(client.name.size() == 256);
  CHECK_NOTHROW(Json(client.name).dump());
}

TEST_CASE("an appointment tells how a session went") {
  const auto with = [](const char* status, const char* reason) {
    Json one{{"resourceType", "Appointment"},
             {"id", "a-1"},
             {"status", status},
             {"start", "2026-11-23T09:00:00+01:00"},
             {"end", "2026-11-23T09:50:00+01:00"},
             {"participant", Json::parse(R"([{"actor":{"reference":"Patient/c-1"}},
               {"actor":{"reference":"Practitioner/dr-1"}},{"actor":{"reference":"Patient/c-2"}}])")}};
    if (*reason) one["cancelationReason"]["coding"][0]["code"] = reason;
    return meeting_of_appointment(one, names);
  };
  CHECK(with("booked", "").attendance == "booked");
  CHECK(with("fulfilled", "").attendance == "held");
  CHECK(with("noshow", "").attendance == "no_show");
  CHECK(with("cancelled", "pat").attendance == "cancelled_by_client");
  CHECK(with("cancelled", "prov-pers").attendance == "cancelled_by_practice");
  CHECK(with("entered-in-error", "").is_in_error);
  CHECK(with("waitlist", "").is_in_error);
  const auto booked = with("booked", "");
  CHECK(booked.id == "Appointment/a-1");
  CHECK(booked.patients == std::vector<std::string>{"c-1", "c-2"});
  CHECK(booked.minutes == 50);
}

TEST_CASE("an encounter belongs to its appointment and its episode") {
  const auto met = meeting_of_encounter(Json::parse(R"({"resourceType":"Encounter","id":"e-1",
    "status":"finished","class":{"code":"VR"},"subject":{"reference":"Patient/c-1"},
    "participant":[{"individual":{"reference":"PractitionerRole/pr-1"}}],
    "period":{"start":"2026-11-23T08:00:00Z"},"appointment":[{"reference":"Appointment/a-1"}],
    "episodeOfCare":[{"reference":"EpisodeOfCare/co-1"}]})"),
                                        names);
  CHECK(met.attendance == "held");
  CHECK(met.place == "video");
  CHECK(met.appointment == "Appointment/a-1");
  CHECK(met.episode == "EpisodeOfCare/co-1");
  CHECK(met.roles == std::vector<std::string>{"pr-1"});
}

TEST_CASE("an episode's manager leads its team") {
  const auto one = treatment_of_episode(Json::parse(R"({"resourceType":"EpisodeOfCare","id":"co-1",
    "status":"finished","patient":{"reference":"Patient/c-1"},
    "careManager":{"reference":"Practitioner/dr-1"},"team":[{"reference":"CareTeam/t-1"}],
    "period":{"start":"2026-10-05","end":"2026-11-23T10:00:00Z"}})"),
                                        names);
  CHECK(one.id == "EpisodeOfCare/co-1");
  CHECK(one.clinicians == std::vector<std::string>{"dr-1"});
  CHECK(one.teams == std::vector<std::string>{"t-1"});
  CHECK(one.ended == holdfast::payload::parse_day("2026-11-23"));
  CHECK(one.end_reason == "completed");
}

TEST_CASE("references are read in every form that servers write them in") {
  const auto id = [](const char* text) { return id_in({{"reference", text}}, "Patient", names); };
  CHECK(id("Patient/7") == "7");
  CHECK(id("Patient/7/_history/2") == "7");
  CHECK(id("https://ehr.example/fhir/Patient/7/_history/2") == "7");
  CHECK(id("HTTPS://EHR.example:443/fhir/Patient/7") == "7");
  CHECK(id("http://inside.example:8080/r4/Patient/7") == "7");
  CHECK(id("InPatient/7").empty());
  CHECK(id_in({{"display", "somebody"}}, "Patient", names).empty());
}

TEST_CASE("an id at another server is nobody's here") {
  for (const auto* text :
       {"https://other-hospital.example/fhir/Patient/7", "https://ehr.example/Patient/7",
        "http://ehr.example/fhir/Patient/7", "https://ehr.example/fhir-test/Patient/7",
        "https://ehr.example/fhir/tenant/Patient/7", "https://ehr.example/fhir/../x/Patient/7",
        "https://ehr.example.evil.example/fhir/Patient/7",
        "https://ehr.example:8443/fhir/Patient/7", "https://ehr.example/FHIR/Patient/7",
        "https://me@ehr.example/fhir/Patient/7", "//other-hospital.example/fhir/Patient/7",
        "/fhir/Patient/7", "tenant/Patient/7", "urn:uuid:Patient/7", "#Patient/7", "Patient/7/x",
        "Patient/7?x=/Patient/8", "Patient/", "x:Patient/7"}) {
    CAPTURE(text);
    CHECK(id_in({{"reference", text}}, "Patient", names).empty());
  }
  const Names unnamed;
  CHECK(id_in({{"reference", "https://ehr.example/fhir/Patient/7"}}, "Patient", unnamed).empty());
}

TEST_CASE(
    "whoever is only at another server treats nobody, meets nobody and is merged with nobody") {
  const auto team = treatment_of_team(Json::parse(R"({"resourceType":"CareTeam","id":"t-1",
    "subject":{"reference":"Patient/c-1"},"participant":[
    {"member":{"reference":"https://other-hospital.example/fhir/Practitioner/dr-1"}},
    {"member":{"reference":"https://other-hospital.example/fhir/PractitionerRole/pr-1"}},
    {"member":{"reference":"https://other-hospital.example/fhir/CareTeam/t-2"}},
    {"member":{"reference":"https://ehr.example/fhir/Practitioner/dr-2"}}]})"),
                                      names);
  CHECK(team.clinicians == std::vector<std::string>{"dr-2"});
  CHECK(team.roles.empty());
  CHECK(team.teams.empty());
  const auto elsewhere =
      treatment_of_episode(Json::parse(R"({"resourceType":"EpisodeOfCare","id":"co-1",
    "patient":{"reference":"https://other-hospital.example/fhir/Patient/c-1"}})"),
                           names);
  CHECK(elsewhere.patient.empty());
  const auto met = meeting_of_encounter(Json::parse(R"({"resourceType":"Encounter","id":"e-1",
    "status":"finished","subject":{"reference":"https://other-hospital.example/fhir/Patient/c-1"},
    "period":{"start":"2026-11-23T08:00:00Z"},
    "appointment":[{"reference":"https://other-hospital.example/fhir/Appointment/a-1"}]})"),
                                        names);
  CHECK(met.patients.empty());
  CHECK(met.appointment.empty());
  const auto client = client_of(Json::parse(R"({"resourceType":"Patient","id":"c-9",
    "link":[{"type":"replaced-by",
             "other":{"reference":"https://other-hospital.example/fhir/Patient/c-1"}}]})"),
                                names);
  CHECK(client.merged_into.empty());
  const auto role = role_of(Json::parse(R"({"resourceType":"PractitionerRole","id":"pr-1",
    "practitioner":{"reference":"https://other-hospital.example/fhir/Practitioner/dr-1"}})"),
                            names);
  CHECK(role.practitioner.empty());
}
