// SPDX-License-Identifier: MIT
#include "schemas.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "payload_schemas.hpp"

namespace holdfast::conform {
namespace {

using Plain = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

std::string_view schema_text(const std::string& name) {
  const auto text = payload_schemas::find(name + ".schema.json");
  if (!text) throw std::logic_error("no schema " + name);
  return *text;
}

// Empty when the value follows the schema; else where it does not.
std::string trouble(const Plain& value, const Plain& schema) {
  valijson::Schema parsed;
  valijson::SchemaParser{}.populateSchema(Adapter{schema}, parsed);
  valijson::ValidationResults results;
  if (valijson::Validator{}.validate(parsed, Adapter{value}, &results)) return {};
  valijson::ValidationResults::Error error;
  std::string where;
  while (results.popError(error)) {
    where.clear();
    for (const auto& step : error.context) where += step;
  }
  return where.empty() ? "the whole" : where;
}

}  // namespace

void must_follow_schema(const Json& payload, const std::string& schema_name) {
  const auto where = trouble(Plain::parse(payload.dump()), Plain::parse(schema_text(schema_name)));
  if (!where.empty()) fail("not as " + schema_name + ".schema.json says, at " + where);
}

Json example_of(const std::string& schema_name) {
  return Json::parse(schema_text(schema_name))["examples"][0];
}

void must_be_schema(std::string_view text) {
  const auto schema = Plain::parse(text, nullptr, false);
  must(schema.is_object() && schema.value("type", "") == "object",
       "config_schema is not the JSON Schema of an object");
  valijson::Schema parsed;
  valijson::SchemaParser{}.populateSchema(Adapter{schema}, parsed);
}

bool follows(const Json& value, std::string_view schema) {
  return trouble(Plain::parse(value.dump()), Plain::parse(schema)).empty();
}

}  // namespace holdfast::conform
