// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

struct Document {
  std::string file;
  json schema;
};

std::vector<Document> documents() {
  std::vector<Document> all;
  for (const auto& entry : std::filesystem::directory_iterator{
           HOLDFAST_SOURCE_DIR "/host-sdk/include/holdfast/schemas"}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in{entry.path()};
    all.push_back({entry.path().filename().string(), json::parse(in)});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return all;
}

bool accepts(const json& schema, const json& payload) {
  valijson::Schema parsed;
  valijson::SchemaParser{}.populateSchema(Adapter{schema}, parsed);
  return valijson::Validator{}.validate(parsed, Adapter{payload}, nullptr);
}

}  // namespace

TEST_CASE("a schema file is named after the payload it describes") {
  const auto all = documents();
  REQUIRE(all.size() >= 8);
  for (const auto& [file, schema] : all) {
    INFO(file);
    const auto name = file.substr(0, file.find(".schema.json"));
    const auto id = schema.at("properties").at("schema").at("const").get<std::string>();
    CHECK(id.starts_with("holdfast." + name + "/"));
    CHECK_FALSE(schema.at("title").get<std::string>().empty());
  }
}

TEST_CASE("every schema carries examples, and its examples are valid") {
  for (const auto& [file, schema] : documents()) {
    INFO(file);
    const auto& examples = schema.at("examples");
    CHECK_FALSE(examples.empty());
    for (const auto& example : examples) {
      INFO(example.dump());
      CHECK(accepts(schema, example));
    }
  }
}

TEST_CASE("a payload without a required field is refused") {
  for (const auto& [file, schema] : documents()) {
    for (const auto& example : schema.at("examples")) {
      for (const auto& field : schema.at("required")) {
        INFO(file << " without " << field);
        auto cut = example;
        cut.erase(field.get<std::string>());
        CHECK_FALSE(accepts(schema, cut));
      }
    }
  }
}

TEST_CASE("a payload of another schema is refused") {
  for (const auto& [file, schema] : documents()) {
    INFO(file);
    auto other = schema.at("examples").at(0);
    other["schema"] = "holdfast.other/1";
    CHECK_FALSE(accepts(schema, other));
  }
}

TEST_CASE("an unknown field is let through, so that a newer side can add one") {
  for (const auto& [file, schema] : documents()) {
    INFO(file);
    auto newer = schema.at("examples").at(0);
    newer["a_field_of_tomorrow"] = 1;
    CHECK(accepts(schema, newer));
  }
}
