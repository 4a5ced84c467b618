// SPDX-License-Identifier: MIT
#include "gnumed/settings.hpp"

#include <catch2/catch.hpp>
#include <holdfast/cpp/payload_json.hpp>

using namespace holdfast::adapters::gnumed;

TEST_CASE("database and user are enough; the rest is libpq's to find") {
  const auto settings = read_settings(R"({"database":"gnumed_v22","user":"dr-x"})");
  CHECK(settings.database == "gnumed_v22");
  CHECK(settings.user == "dr-x");
  CHECK(settings.host.empty());
  CHECK(settings.port.empty());
  CHECK(settings.password.empty());
  CHECK_FALSE(settings.comments);
}

TEST_CASE("a field that is missing, unknown or of another kind is refused by name") {
  const auto refused = [](const char* config, const char* field) {
    INFO(config);
    CHECK_THROWS_WITH(read_settings(config), Catch::Contains(field));
  };
  refused("", "database");
  refused("{}", "database");
  refused(R"({"database":"gnumed_v22"})", "user");
  refused(R"({"database":"gnumed_v22","user":5})", "user");
  refused(R"({"database":"gnumed_v22","user":"x","port":5432})", "port");
  refused(R"({"database":"gnumed_v22","user":"x","port":"54 32"})", "port");
  refused(R"({"database":"gnumed_v22","user":"x","comments":"yes"})", "comments");
  refused(R"({"database":"gnumed_v22","user":"x","databse":"y"})", "databse");
  refused("[", "gnumed adapter");
}

TEST_CASE("the schema that is told is JSON and knows every field") {
  const auto schema = holdfast::payload::Json::parse(settings_schema);
  for (const auto* field : {"host", "port", "database", "user", "password", "comments"})
    CHECK(schema["properties"].contains(field));
}
