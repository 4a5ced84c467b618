// SPDX-License-Identifier: MIT
#include "configuration.hpp"

#include <holdfast/cpp/guard.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace holdfast::shim {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& member, const std::string& expected,
                         const std::string& found) {
  throw Failure(HOLDFAST_E_INVALID,
                "configuration: " + member + ": expected " + expected + ", found " + found);
}

// The parser keeps the last of two equal keys; whoever wrote both meant one of them.
Json parse_without_duplicates(std::string_view json) {
  std::vector<std::set<std::string>> open_objects;
  const auto watch = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) open_objects.emplace_back();
    if (event == Json::parse_event_t::object_end) open_objects.pop_back();
    if (event == Json::parse_event_t::key &&
        !open_objects.back().insert(value.get<std::string>()).second)
      refuse(value.get<std::string>(), "one value", "two");
    return true;
  };
  try {
    return Json::parse(json, watch);
  } catch (const Json::parse_error& error) {
    throw Failure(HOLDFAST_E_INVALID, "configuration: expected JSON, found an error at byte " +
                                          std::to_string(error.byte));
  }
}

std::string text(const Json& object, const char* member) {
  const auto at = object.find(member);
  if (at == object.end()) return {};
  if (!at->is_string()) refuse(std::string("adapter.") + member, "a text", at->type_name());
  return at->get<std::string>();
}

// The name becomes part of a file name.
void refuse_odd_name(const std::string& name) {
  if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
    refuse("adapter.name", "small letters, digits and -", "'" + name + "'");
}

AdapterChoice adapter_choice(const Json& object) {
  if (!object.is_object()) refuse("adapter", "an object", object.type_name());
  for (const auto& [member, value] : object.items())
    if (member != "name" && member != "file" && member != "config")
      refuse("adapter." + member, "name, file or config", "an unknown member");
  AdapterChoice choice{text(object, "name"), text(object, "file"), "{}"};
  if (choice.name.empty() == choice.file.empty())
    refuse("adapter", "either name or file", choice.name.empty() ? "neither" : "both");
  refuse_odd_name(choice.name);
  if (!choice.file.empty() && choice.file.front() != '/')
    refuse("adapter.file", "an absolute path", choice.file);
  if (const auto config = object.find("config"); config != object.end()) {
    if (!config->is_object()) refuse("adapter.config", "an object", config->type_name());
    choice.config = config->dump();
  }
  return choice;
}

// "signatures": off, warn or require; "signature_keys": the folder of trusted keys.
loader::Trust take_trust(Json& object) {
  loader::Trust trust;
  if (const auto policy = object.find("signatures"); policy != object.end()) {
    if (*policy == "warn")
      trust.policy = loader::SignaturePolicy::warn;
    else if (*policy == "require")
      trust.policy = loader::SignaturePolicy::require;
    else if (*policy != "off")
      refuse("signatures", "off, warn or require", policy->dump());
    object.erase(policy);
  }
  if (const auto keys = object.find("signature_keys"); keys != object.end()) {
    if (!keys->is_string() || !std::filesystem::path(keys->get<std::string>()).is_absolute())
      refuse("signature_keys", "an absolute path", keys->dump());
    trust.keys = keys->get<std::string>();
    object.erase(keys);
  }
  return trust;
}

bool opens_all(const Json& object) {
  const auto open = object.find("open");
  return open == object.end() || *open == "all";
}

}  // namespace

Configuration parse_configuration(std::string_view json) {
  auto object = json.empty() ? Json::object() : parse_without_duplicates(json);
  if (!object.is_object()) refuse("the whole", "an object", object.type_name());
  Configuration configuration;
  configuration.trust = take_trust(object);
  if (const auto adapter = object.find("adapter"); adapter != object.end()) {
    auto choice = adapter_choice(*adapter);
    if (opens_all(object)) configuration.adapter = std::move(choice);
    object.erase(adapter);
  }
  configuration.for_core = object.dump();
  return configuration;
}

}  // namespace holdfast::shim
