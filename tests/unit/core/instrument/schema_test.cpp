// SPDX-License-Identifier: MIT
// The published schemas and the loader must not disagree about the definitions that ship.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "definitions.hpp"

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;
using namespace holdfast::instrument;

namespace {

std::string mistakes(const std::string& schema_file, const json& document) {
  const auto schema =
      json::parse(read_whole(HOLDFAST_SOURCE_DIR "/plugin/instruments/" + schema_file));
  valijson::Schema parsed;
  valijson::SchemaParser{}.populateSchema(Adapter{schema}, parsed);
  valijson::ValidationResults results;
  valijson::Validator{}.validate(parsed, Adapter{document}, &results);
  std::string all;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& step : error.context) all += step;
    all += ": " + error.description + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("every definition that ships follows the published schema") {
  for (const auto& file : definition_files()) {
    CAPTURE(file.filename().string());
    CHECK(mistakes("instrument.schema.json", json::parse(read_whole(file))) == "");
  }
}

TEST_CASE("the schema refuses what the loader refuses") {
  const auto good = json::parse(small_definition());
  CHECK(mistakes("instrument.schema.json", good) == "");
  auto unknown_member = good;
  unknown_member["itms"] = json::array();
  CHECK(mistakes("instrument.schema.json", unknown_member) != "");
  auto no_score = good;
  no_score.erase("total");
  CHECK(mistakes("instrument.schema.json", no_score) != "");
  auto no_step = good;
  no_step["items"][0]["step"] = 0;
  CHECK(mistakes("instrument.schema.json", no_step) != "");
  auto odd_rule = good;
  odd_rule["total"]["missing"]["rule"] = "zero";
  CHECK(mistakes("instrument.schema.json", odd_rule) != "");
}

TEST_CASE("a definition file is named after its id, and carries no wording but our own") {
  for (const auto& file : definition_files()) {
    CAPTURE(file.filename().string());
    const auto definition = json::parse(read_whole(file));
    CHECK(definition["id"] == file.stem().string());
    if (definition["id"].get<std::string>().starts_with("holdfast-")) {
      CHECK(definition["wording"] == "own");
      CHECK(definition["validated"] == false);
    } else {
      CHECK(definition["wording"] == "pack");
      CHECK_FALSE(definition.contains("text"));
      CHECK_FALSE(definition["licence"]["holder"].get<std::string>().empty());
      CHECK_FALSE(definition["licence"]["ask"].get<std::string>().empty());
      CHECK_FALSE(definition["sources"].empty());
    }
  }
}

TEST_CASE("a wording pack follows its schema") {
  const auto pack = json::parse(R"({"schema": "holdfast.wording/1", "instrument": "small",
    "version": "1", "language": "de", "owner": "Somebody", "licence": "letter of 2026",
    "text": {"title": "Klein", "items": {"one": {"text": "eins", "low": "wenig", "high": "viel"}}}})");
  CHECK(mistakes("wording.schema.json", pack) == "");
  auto no_owner = pack;
  no_owner.erase("owner");
  CHECK(mistakes("wording.schema.json", no_owner) != "");
}
