// SPDX-License-Identifier: MIT
#include "service/config.hpp"

#include <catch2/catch.hpp>

using namespace holdfast;
using namespace holdfast::service;

namespace {

void refuses(const std::string& json, const std::string& field, const std::string& rule) {
  INFO(json);
  const auto config = parse_config(json);
  REQUIRE_FALSE(config);
  REQUIRE(config.problems().size() == 1);
  CHECK(config.problems()[0].field == field);
  CHECK(config.problems()[0].rule == rule);
  CHECK_FALSE(config.problems()[0].message.empty());
}

}  // namespace

TEST_CASE("an empty configuration has a sane default for everything") {
  for (const char* json : {"", "{}"}) {
    const auto config = parse_config(json);
    REQUIRE(config);
    CHECK(config->open == Open::all);
    CHECK(config->practice_id == "default");
    CHECK(config->language == "en");
    CHECK(config->rules == Rules::ab);
    CHECK_FALSE(config->seal);
    CHECK(config->write_back.empty());
    CHECK(config->client_form == "holdfast-session");
  }
}

TEST_CASE("every member of a configuration is read") {
  const auto config = parse_config(
      R"({"open":"store","store":"sqlite:/a/b.db","practice_id":"north","practice_name":"North",
          "language":"de","instrument_folders":["/a"],"crisis_text":"Call 112",
          "complaints_contact":"the board","duty_contact":"person-9","seal":true,"rules":"E",
          "write_back":["client_total","alert"],"invitation_minutes":60,"demo":true,
          "client_form":"srs-3","therapist_form":"wai-t"})");
  REQUIRE(config);
  CHECK(config->open == Open::store);
  CHECK(config->store == "sqlite:/a/b.db");
  CHECK(config->practice_id == "north");
  CHECK(config->practice_name == "North");
  CHECK(config->language == "de");
  CHECK(config->instrument_folders == std::vector<std::string>{"/a"});
  CHECK(config->crisis_text == "Call 112");
  CHECK(config->complaints_contact == "the board");
  CHECK(config->duty_contact == "person-9");
  CHECK(config->seal);
  CHECK(config->rules == Rules::e);
  CHECK(config->write_back == std::vector<std::string>{"client_total", "alert"});
  CHECK(config->invitation_minutes == 60);
  CHECK(config->demo);
  CHECK(config->client_form == "srs-3");
  CHECK(config->therapist_form == "wai-t");
}

TEST_CASE("what is wrong with a configuration is told by field and rule") {
  refuses(R"({"open":"half"})", "/open", "unknown");
  refuses(R"({"rules":"C"})", "/rules", "unknown");
  refuses(R"({"write_back":["everything"]})", "/write_back", "unknown");
  refuses(R"({"practice_id":""})", "/practice_id", "range");
  refuses(R"({"seal":"yes"})", "/seal", "type");
  refuses(R"({"language":7})", "/language", "type");
  refuses(R"({"invitation_minutes":4})", "/invitation_minutes", "range");
  refuses(R"({"shema":"x"})", "/shema", "unknown");
}

TEST_CASE("a configuration that is no JSON is refused by line") {
  const auto config = parse_config("{\n\"open\": }");
  REQUIRE_FALSE(config);
  CHECK(config.problems().front().line == 2);
}

TEST_CASE("a file is kept as the country's rule says, and as the practice says before it") {
  const auto kept = [](const std::string& json) {
    const auto config = parse_config(json);
    REQUIRE(config);
    return std::pair{config->retention_years, config->retention_age};
  };
  CHECK(kept("{}") == std::pair{10, 0});
  CHECK(kept(R"({"retention_country":"us"})") == std::pair{7, 21});
  CHECK(kept(R"({"retention_country":"gb"})") == std::pair{20, 26});
  CHECK(kept(R"({"retention_country":"fr","retention_years":30})") == std::pair{30, 28});
  CHECK(kept(R"({"retention_age":25,"retention_country":"de"})") == std::pair{10, 25});
  refuses(R"({"retention_country":"xx"})", "/retention_country", "unknown");
  refuses(R"({"retention_years":101})", "/retention_years", "range");
}
