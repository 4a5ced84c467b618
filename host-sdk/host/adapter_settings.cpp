// SPDX-License-Identifier: MIT
#include "adapter_settings.hpp"

#include <holdfast/cpp/guard.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "adapter_choice.hpp"
#include "loader/library.hpp"

namespace holdfast::host {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

// What is wrong first, and where; empty: nothing. Throws what valijson throws at a bad schema.
std::string trouble(const Json& config, const Json& rules) {
  valijson::Schema schema;
  valijson::SchemaParser{}.populateSchema(Adapter{rules}, schema);
  valijson::ValidationResults results;
  if (valijson::Validator{}.validate(schema, Adapter{config}, &results)) return {};
  valijson::ValidationResults::Error error;
  results.popError(error);
  std::string place;
  for (std::size_t step = 1; step < error.context.size(); ++step) place += error.context[step];
  return "[adapter]" + (place.empty() ? place : " " + place) + ": " + error.description;
}

}  // namespace

std::string wrong_adapter_setting(const Settings& settings) {
  const auto library = loader::load_adapter(adapter_file(settings), trust_of(settings));
  const char* rules = library.entry->config_schema;
  try {
    return trouble(settings.adapter.value("config", Json::object()),
                   Json::parse(rules ? rules : ""));
  } catch (const std::exception&) {
    throw Failure(
        HOLDFAST_E_UNSUPPORTED,
        std::string(library.entry->name) + ": its config_schema is no JSON Schema; ask its vendor");
  }
}

}  // namespace holdfast::host
