// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "fhir/mapping/questionnaire.hpp"
#include "fhir/mapping/results.hpp"
#include "samples.hpp"

using namespace holdfast::adapters::fhir::mapping;

namespace {

const Names names{"https://holdfast.example/fhir", {"https://ehr.example/fhir"}};

Json response() {
  return Json::parse(R"({"resourceType":"QuestionnaireResponse",
    "questionnaire":"https://holdfast.example/fhir/Questionnaire/holdfast-session|1",
    "status":"completed","subject":{"reference":"Patient/c-1"},
    "encounter":{"reference":"Encounter/s-1"},"authored":"2026-11-23T11:02:00+01:00",
    "source":{"reference":"https://ehr.example/fhir/Patient/c-1"},
    "item":[{"linkId":"goals","answer":[{"valueInteger":81}]},
            {"linkId":"group","item":[{"linkId":"tasks","answer":[{"valueDecimal":74}]},
                                      {"linkId":"bond","answer":[{"valueInteger":92}]}]},
            {"linkId":"overall","answer":[{"valueInteger":78}]},
            {"linkId":"tension","answer":[{"valueCoding":{"code":"2"}}]},
            {"linkId":"comment","answer":[{"valueString":"Slower was better."}]},
            {"linkId":"scores","item":[{"linkId":"score-total","answer":[{"valueDecimal":400}]}]}]})");
}

Json read(const Json& one, const std::string& id = "holdfast-session") {
  return read_response(one, form(id), names);
}

}  // namespace

TEST_CASE("an answered form is read as it was filled, wherever its runtime grouped it") {
  const auto answers = read(response());
  CHECK(answers["client"] == "c-1");
  CHECK(answers["session"] == "Encounter/s-1");
  CHECK(answers["at"] == "2026-11-23T10:02:00Z");
  CHECK(answers["answers"] == Json::parse(R"({"goals":81.0,"tasks":74.0,"bond":92.0,
      "overall":78.0,"tension":2,"comment":"Slower was better."})"));
}

TEST_CASE("scores of the sender are not taken") {
  CHECK(read(response())["answers"].dump().find("400") == std::string::npos);
}

TEST_CASE("what we write is what we read") {
  Record record;
  record.kind = "form";
  record.client = "c-1";
  record.rating = "r-1";
  record.at = "2026-11-23T10:02:00Z";
  record.instrument = "holdfast-session";
  record.version = "1";
  record.answers = {{"goals", "line", "81", "", false},
                    {"tension", "scale", "2", "some", false},
                    {"bond", "line", "", "", true}};
  const auto answers = read(questionnaire_response(record, names));
  CHECK(answers["answers"] == Json::parse(R"({"goals":81.0,"tension":2,"bond":"declined"})"));
}

TEST_CASE("what does not fit is refused with a sentence") {
  const auto refused = [](auto change, const char* why) {
    auto one = response();
    change(one);
    CHECK_THROWS_WITH(read(one), Catch::Contains(why));
  };
  refused([](Json& one) { one["status"] = "in-progress"; }, "not completed");
  refused([](Json& one) { one["subject"] = Json{{"reference", "Group/1"}}; }, "no Patient");
  refused([](Json& one) { one["authored"] = "2026-11-23T10:02:00"; }, "time zone");
  refused([](Json& one) { one["source"]["reference"] = "Practitioner/1"; }, "who this form is for");
  const auto elsewhere = [](const char* field, const char* reference) {
    return [=](Json& one) {
      one[field]["reference"] = std::string("https://other-hospital.example/fhir/") + reference;
    };
  };
  refused(elsewhere("subject", "Patient/c-1"), "subject is at another server");
  refused(elsewhere("source", "Patient/c-1"), "source is at another server");
  refused(elsewhere("encounter", "Encounter/s-1"), "encounter is at another server");
  refused(elsewhere("encounter", "Encounter/s-1"), "\"servers\"");
  refused(
      [&](Json& one) {
        one.erase("source");
        elsewhere("author", "Patient/c-1")(one);
      },
      "author is at another server");
  refused([](Json& one) { one["encounter"]["reference"] = "Appointment/s-1"; }, "no Encounter");
  refused([](Json& one) { one["questionnaire"] = "https://other.example/Questionnaire/x"; },
          "not one of ours");
  refused(
      [](Json& one) {
        one["questionnaire"] = "https://holdfast.example/fhir/Questionnaire/holdfast-session|2";
      },
      "another version");
  refused([](Json& one) { one["item"].push_back(one["item"][0]); }, "comes twice");
  refused([](Json& one) { one["item"][0]["answer"] = Json::parse(R"([{"valueString":"81"}])"); },
          "needs a number");
  refused([](Json& one) { one["item"][3]["answer"] = Json::parse(R"([{"valueInteger":2}])"); },
          "needs a coding");
  refused([](Json& one) { one["item"][3]["answer"][0]["valueCoding"]["system"] = "https://other"; },
          "another system");
  refused([](Json& one) { one["item"][4]["answer"] = Json::parse(R"([{"valueInteger":2}])"); },
          "needs a text");
  refused([](Json& one) { one["item"] = Json::array(); }, "answers nothing");
}

TEST_CASE("a therapist's form is taken from a practitioner alone") {
  auto one = response();
  one["questionnaire"] = "https://holdfast.example/fhir/Questionnaire/holdfast-session-therapist|1";
  CHECK_THROWS_WITH(read(one, "holdfast-session-therapist"),
                    Catch::Contains("who this form is for"));
  one["source"]["reference"] = "Practitioner/dr-1";
  CHECK(read(one, "holdfast-session-therapist")["instrument"] == "holdfast-session-therapist");
}
