// SPDX-License-Identifier: MIT
#include "fhir/mapping/results.hpp"

#include <catch2/catch.hpp>

#include "fhir/mapping/notices.hpp"
#include "fhir/mapping/translate.hpp"
#include "samples.hpp"

using namespace holdfast::adapters::fhir::mapping;

namespace {

const Names names;

Record rating(const char* kind) {
  Record record;
  record.kind = kind;
  record.client = "c-1";
  record.session = "Encounter/s-1";
  record.clinician = "dr-1";
  record.rating = "0190d5a0-0000-7000-8000-000000000001";
  record.at = "2026-11-23T10:02:00Z";
  record.instrument = "holdfast-session";
  record.version = "1";
  record.title = "Session check";
  return record;
}

}  // namespace

TEST_CASE("a rating's scores are one Observation: the golden one") {
  auto record = rating("client_total");
  record.values = {{"total", "32.5", "0", "40"}, {"bond", "9.3", "0", "10"}};
  record.sensitivity = {"R", "PSY"};
  const auto now = observation(record, names, "QuestionnaireResponse/7");
  CHECK(printed(now) == golden("observation", now));
}

TEST_CASE("who rated is part of the code, of the whole and of every part") {
  auto record = rating("therapist_rating");
  record.rater = "therapist";
  record.values = {{"total", "300", "", ""}, {"goals", "70", "", ""}};
  const auto one = observation(record, names);
  CHECK(one["code"]["coding"][0]["code"] == "holdfast-session-therapist-total");
  CHECK(one["component"][0]["code"]["coding"][0]["code"] == "holdfast-session-therapist-goals");
  CHECK(one["performer"][0]["reference"] == "Practitioner/dr-1");
}

TEST_CASE("subscales that come after the total join its Observation, once") {
  auto total = rating("client_total"), parts = rating("subscales");
  total.values = {{"total", "325", "0", "400"}};
  parts.values = {{"goals", "81", "0", "100"}, {"bond", "92", "0", "100"}};
  const auto first = observation(total, names), more = observation(parts, names);
  CHECK(first["identifier"] == more["identifier"]);
  const auto whole = with_values_of(first, more);
  REQUIRE(whole);
  CHECK((*whole)["valueQuantity"]["value"] == 325);
  CHECK((*whole)["component"].size() == 2);
  CHECK_FALSE(with_values_of(*whole, more));
}

TEST_CASE("an appointment has no place in a result") {
  auto record = rating("client_total");
  record.session = "Appointment/a-1";
  CHECK_FALSE(observation(record, names).contains("encounter"));
}

TEST_CASE("sensitivity labels go out as they came in") {
  const std::vector<std::string> labels{"R", "PSY", "42CFRPart2", "https://x|y", "VIP desk"};
  const Json patient{{"meta", {{"security", security_labels(labels)}}}};
  CHECK(labels_of(patient) == labels);
}

TEST_CASE("a notice has a category and a link, and nothing of a client") {
  const auto one = communication(Json::parse(R"({"schema":"holdfast.notice/1","to":"dr-1",
      "category":"check_in","link":"/check-ins/1"})"),
                                 names, "n-1", "2026-11-23T10:02:00Z");
  CHECK_FALSE(one.contains("subject"));
  CHECK(one["recipient"][0]["reference"] == "Practitioner/dr-1");
  CHECK(one["payload"][0]["contentString"] == "A check-in is waiting in Holdfast. /check-ins/1");
}

TEST_CASE("a repair is one Task whatever its state, known by the repair") {
  auto record = rating("repair");
  record.text = "open";
  const auto first = repair_task(record, names, "repair:r-1:open");
  record.text = "new level";
  const auto second = repair_task(record, names, "repair:r-1:new level");
  CHECK(first["identifier"] == second["identifier"]);
  CHECK(first["status"] == "requested");
  CHECK(second["status"] == "completed");
  CHECK(second["businessStatus"]["coding"][0]["code"] == "new-level");
}

TEST_CASE("an unknown translation is UNSUPPORTED, a record of another schema INVALID") {
  try {
    translate("sonnet", Json::object(), names);
    FAIL("translated");
  } catch (const holdfast::Failure& failure) {
    CHECK(failure.status() == HOLDFAST_E_UNSUPPORTED);
  }
  try {
    translate("record", Json::parse(R"({"record":{"schema":"holdfast.record/9"}})"), names);
    FAIL("translated");
  } catch (const holdfast::Failure& failure) {
    CHECK(failure.status() == HOLDFAST_E_INVALID);
  }
}

TEST_CASE("a text in a document is base64 of its bytes") {
  auto record = rating("document");
  const std::pair<const char*, const char*> samples[] = {
      {"M", "TQ=="}, {"Ma", "TWE="}, {"Man", "TWFu"}, {"Many", "TWFueQ=="}};
  for (const auto& [text, encoded] : samples) {
    record.text = text;
    CHECK(document(record, names, "k")["content"][0]["attachment"]["data"] == encoded);
  }
}
