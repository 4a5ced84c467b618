// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <algorithm>
#include <array>

namespace holdfast::adapters::fhir {
namespace {

using payload::Fields;
using payload::Json;

constexpr std::array<std::string_view, 7> writable{"QuestionnaireResponse", "Observation",   "Flag",
                                                   "Communication",         "DetectedIssue", "Task",
                                                   "DocumentReference"};

constexpr std::array<std::string_view, 8> readable{
    "Patient",  "Practitioner",  "PractitionerRole", "RelatedPerson",
    "CareTeam", "EpisodeOfCare", "Appointment",      "Encounter"};

[[noreturn]] void refuse(const std::string& text) {
  throw Failure(HOLDFAST_E_INVALID, "fhir adapter: " + text);
}

void refuse_unknown(const Json& json) {
  constexpr std::array<std::string_view, 17> known{
      "transport", "base",      "folder",  "canonical", "writes",   "alert_as",
      "roles",     "client_id", "servers", "token_url", "scope",    "keys",
      "gateway",   "ca_file",   "proxy",   "timeout_s", "page_size"};
  for (const auto& [name, value] : json.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      refuse("there is no setting \"" + name + "\"");
}

bool is_loopback(std::string_view url) {
  for (const std::string_view machine : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(machine)) continue;
    const auto rest = url.substr(machine.size());
    if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
  }
  return false;
}

void read_proxy(Settings& settings, const std::string& proxy) {
  if (proxy.empty()) return;
  const auto colon = proxy.rfind(':');
  int port = 0;
  if (colon != std::string::npos)
    for (const char c : proxy.substr(colon + 1))
      port = c >= '0' && c <= '9' && port < 65536 ? port * 10 + (c - '0') : 65536;
  if (colon == 0 || colon == std::string::npos || port < 1 || port > 65535)
    refuse("\"proxy\" is host:port");
  settings.proxy_host = proxy.substr(0, colon);
  settings.proxy_port = port;
}

void read_roles(Settings& settings, const Json& roles) {
  if (!roles.is_object()) refuse("\"roles\" is an object of codes and roles");
  constexpr std::array<std::string_view, 5> known{"front_desk", "therapist", "supervisor",
                                                  "records_officer", "admin"};
  for (const auto& [code, role] : roles.items()) {
    if (!role.is_string() ||
        std::find(known.begin(), known.end(), role.get<std::string>()) == known.end())
      refuse("\"roles\": \"" + code + "\" is mapped to no role");
    settings.roles[code] = role.get<std::string>();
  }
}

// No more than what is read and what may be written (SMART App Launch 2.0, scopes).
std::string least_scope(const std::set<std::string>& writes) {
  std::string scope;
  const auto add = [&](std::string_view type, const char* what) {
    scope += (scope.empty() ? "system/" : " system/") + std::string{type} + what;
  };
  for (const auto type : readable) add(type, ".rs");
  for (const auto& type : writes) add(type, ".crus");
  return scope;
}

void read_authorization(Settings& settings, const Fields& in) {
  settings.client_id = in.text_if("client_id");
  settings.token_url = in.text_if("token_url", 2048);
  settings.scope = in.text_if("scope", 4096);
  for (const auto& entry : in.list("keys")) {
    const Fields key{entry, "keys"};
    settings.keys.push_back({key.text("kid"), key.text("file", 4096)});
  }
  if (settings.client_id.empty()) return;
  must_be_safe("token_url", settings.token_url);
  if (settings.keys.empty()) refuse("\"keys\" names the key that \"client_id\" signs with");
  if (settings.scope.empty()) settings.scope = least_scope(settings.writes);
}

}  // namespace

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

bool is_safe(const std::string& url) {
  // A user in front of an @ would hide another host behind this machine's name.
  const auto host = url.substr(0, url.find('/', url.find("://") + 3));
  return (url.starts_with("https://") || is_loopback(url)) && host.find('@') == std::string::npos;
}

void must_be_safe(const char* name, const std::string& url) {
  if (!is_safe(url)) refuse(std::string("\"") + name + "\" must begin with https://");
}

const char* const settings_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Configuration of the FHIR adapter",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "transport": {"enum": ["http", "file"], "description": "file: write NDJSON into a folder, read nothing"},
    "base": {"type": "string", "description": "The server's base address, https://host/fhir"},
    "servers": {"type": "array", "description": "Further addresses of the server at base, as it writes them in references", "items": {"type": "string"}},
    "folder": {"type": "string", "description": "Of the file transport: where NDJSON is written"},
    "canonical": {"type": "string", "description": "What the addresses of forms and codes begin with: a domain of your own"},
    "writes": {
      "type": "array",
      "description": "Which resources may be written. Whoever may open the patient's chart reads them, often the patient's portal too",
      "items": {"enum": ["QuestionnaireResponse", "Observation", "Flag", "Communication", "DetectedIssue", "Task", "DocumentReference"]}
    },
    "alert_as": {"enum": ["Flag", "DetectedIssue"]},
    "roles": {"type": "object", "additionalProperties": {"type": "string"}, "description": "PractitionerRole code to front_desk, therapist, supervisor, records_officer or admin"},
    "client_id": {"type": "string", "description": "Of a SMART backend service; absent: no token is asked for"},
    "token_url": {"type": "string"},
    "scope": {"type": "string", "description": "Absent: system/TYPE.rs of what is read, system/TYPE.crus of what is in writes"},
    "keys": {
      "type": "array",
      "description": "The first signs, all are published",
      "items": {"type": "object", "required": ["kid", "file"], "properties": {"kid": {"type": "string"}, "file": {"type": "string"}}}
    },
    "gateway": {
      "type": "object",
      "description": "CDS Hooks services and SMART launch; absent: neither",
      "required": ["address"],
      "additionalProperties": false,
      "properties": {
        "address": {"type": "string", "description": "Of Holdfast, with its prefix, as the EHR and its users reach it"},
        "origins": {"type": "array", "description": "The EHR's pages: only they may show ours in a frame", "items": {"type": "string"}},
        "servers": {"type": "array", "description": "Further addresses of the server at base", "items": {"type": "string"}},
        "cds": {
          "type": "array",
          "description": "Who may call the CDS services: a token's iss, and its keys",
          "items": {"type": "object", "required": ["iss"], "additionalProperties": false, "properties": {"iss": {"type": "string"}, "jwks": {"type": "string"}, "jwks_file": {"type": "string"}}}
        },
        "smart": {
          "type": "array",
          "description": "Where people come from: the server's address in a launch, and what Holdfast is called there",
          "items": {"type": "object", "required": ["iss", "client_id"], "additionalProperties": false, "properties": {"iss": {"type": "string"}, "client_id": {"type": "string"}, "client_auth": {"enum": ["none", "private_key_jwt"]}}}
        }
      }
    },
    "ca_file": {"type": "string", "description": "PEM of the authority that signed the server's certificate"},
    "proxy": {"type": "string", "description": "host:port"},
    "timeout_s": {"type": "integer", "minimum": 1, "maximum": 300},
    "page_size": {"type": "integer", "minimum": 1, "maximum": 1000}
  }
})";

Settings read_settings(std::string_view json) {
  const auto object = payload::parse_object(json, "configuration");
  refuse_unknown(object);
  const Fields in{object, "configuration"};
  Settings settings;
  if (in.find("transport") && in.word("transport", {"http", "file"}) == "file")
    settings.transport = Settings::Transport::file;
  settings.base = without_slash(in.text_if("base", 2048));
  settings.folder = in.text_if("folder", 4096);
  const bool is_bare = object.empty() || (object.size() == 1 && object.contains("canonical"));
  if (is_bare) {
    settings.transport = Settings::Transport::none;
  } else if (settings.transport == Settings::Transport::http) {
    if (settings.base.empty()) refuse("\"base\" is missing: the address of the FHIR server");
    must_be_safe("base", settings.base);
  } else if (settings.folder.empty()) {
    refuse("\"folder\" is missing: where a file transport writes");
  }
  if (const auto canonical = without_slash(in.text_if("canonical", 1024)); !canonical.empty())
    settings.names.base = canonical;
  if (!settings.base.empty()) settings.names.servers.push_back(settings.base);
  for (auto& server : in.texts("servers", 2048))
    settings.names.servers.push_back(without_slash(std::move(server)));
  for (const auto& type : in.texts("writes")) {
    if (std::find(writable.begin(), writable.end(), type) == writable.end())
      refuse("\"writes\": nothing is written as \"" + type + "\"");
    settings.writes.insert(type);
  }
  if (in.find("alert_as")) settings.alert_as = in.word("alert_as", {"Flag", "DetectedIssue"});
  if (const auto* roles = in.find("roles")) read_roles(settings, *roles);
  read_authorization(settings, in);
  if (const auto* gateway = in.find("gateway")) {
    if (settings.transport != Settings::Transport::http)
      refuse("\"gateway\" needs a FHIR server that knows who is acting; set \"base\"");
    settings.gateway = read_gateway(*gateway, settings.names.servers);
    settings.names.servers = settings.gateway.servers;
    for (const auto& one : settings.gateway.smart)
      if (one.signs && settings.keys.empty())
        refuse("\"gateway\": private_key_jwt needs a key in \"keys\"");
  }
  settings.ca_file = in.text_if("ca_file", 4096);
  read_proxy(settings, in.text_if("proxy"));
  const auto timeout = in.count_if("timeout_s").value_or(20);
  if (timeout < 1 || timeout > 300) refuse("\"timeout_s\" is 1 to 300");
  settings.timeout = std::chrono::seconds{timeout};
  settings.page_size = in.count_if("page_size").value_or(200);
  if (settings.page_size < 1 || settings.page_size > 1000) refuse("\"page_size\" is 1 to 1000");
  return settings;
}

}  // namespace holdfast::adapters::fhir
