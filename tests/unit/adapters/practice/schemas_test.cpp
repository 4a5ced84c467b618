// SPDX-License-Identifier: MIT
// Every payload of the demo practice, against the published schemas.
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "open_practice.hpp"

using namespace practice_test;

namespace {

class Schema {
 public:
  explicit Schema(const std::string& name) {
    std::ifstream stream{std::string{HOLDFAST_SOURCE_DIR} + "/host-sdk/include/holdfast/schemas/" +
                         name + ".schema.json"};
    REQUIRE(stream);
    const auto json = nlohmann::json::parse(stream);
    valijson::SchemaParser{}.populateSchema(valijson::adapters::NlohmannJsonAdapter{json}, schema_);
    for (const auto& [field, rest] : json["properties"].items()) fields_.insert(field);
  }
  // Valid, and without a field that the schema does not know.
  void check(const std::string& text) {
    const auto json = nlohmann::json::parse(text);
    valijson::Validator validator;
    INFO(text);
    CHECK(validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter{json}, nullptr));
    for (const auto& [field, rest] : json.items()) CHECK(fields_.count(field) == 1);
  }

 private:
  valijson::Schema schema_;
  std::set<std::string> fields_;
};

}  // namespace

TEST_CASE("every payload of the demo follows its schema") {
  OpenPractice practice;
  Schema changes{"changes"}, client{"client"}, clinician{"clinician"}, course{"course"},
      session{"session"}, person{"person"};
  changes.check(practice.since("", 20).text);
  changes.check(practice.since("", 1000).text);
  std::string cursor;
  for (const auto& change : practice.all_changes(cursor)) {
    const auto kind = change["kind"].get<std::string>(), data = change["data"].dump();
    if (kind == "client") client.check(data);
    if (kind == "clinician") clinician.check(data);
    if (kind == "course") course.check(data);
    if (kind == "session") session.check(data);
  }
  for (int n = 1; n <= 24; ++n)
    person.check(practice.describe("u-client-" + std::to_string(n)).text);
  for (const auto* user :
       {"u-therapist-1", "u-therapist-2", "u-therapist-3", "u-supervisor", "u-frontdesk", "u-admin",
        "u-records", "u-external", "u-carer-1", "u-carer-2", "u-carer-3"})
    person.check(practice.describe(user).text);
  client.check(practice.client("u-external", "c-17").text);
}

TEST_CASE("changes that remove and merge follow their schema") {
  OpenPractice practice{"{}"};
  auto import = small_import();
  import["clients"].push_back({{"id", "c-b"}, { "name", "Synthetic Twice" }});
  practice.reopen_with(import);
  std::string cursor;
  practice.all_changes(cursor);
  import["clients"][1]["merged_into"] = "c-a";
  import["sessions"][0]["removed"] = true;
  practice.reopen_with(import);
  const auto answer = practice.since(cursor);
  CHECK(answer.json()["changes"].size() == 3);
  Schema{"changes"}.check(answer.text);
}

TEST_CASE("the sample payloads are these to the byte") {
  OpenPractice practice;
  CHECK(practice.client("holdfast:system", "c-20").text ==
        R"({"schema":"holdfast.client/1","id":"c-20","name":"Tara Example","initials":"TE",)"
        R"("birth_date":")" +
            practice.client("holdfast:system", "c-20").json()["birth_date"].get<std::string>() +
            R"(","language":"en","active":true})");
  CHECK(practice.clinician("u-frontdesk", "dr-2").text ==
        R"({"schema":"holdfast.clinician/1","id":"dr-2","name":"Dr. Zeno Imaginary",)"
        R"("person":"u-therapist-2","active":true,"supervisors":["dr-3"]})");
  CHECK(practice.session("holdfast:system", "s-1-2026-11-23").text ==
        R"({"schema":"holdfast.session/1","id":"s-1-2026-11-23","course":"co-1",)"
        R"("clinician":"dr-1","start":"2026-11-23T08:00:00Z","day":"2026-11-23",)"
        R"("attendance":"held","minutes":50,"place":"room","setting":"individual"})");
  CHECK(practice.describe("u-carer-1").text ==
        R"({"schema":"holdfast.person/1","id":"u-carer-1","name":"Mara Pattern",)"
        R"("kind":"carer","roles":[],"cares_for":["c-23"],"language":"en"})");
}
