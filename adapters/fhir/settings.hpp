// SPDX-License-Identifier: MIT
// What a site says about its FHIR server and about what may be written there.
#pragma once
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/gateway_settings.hpp"
#include "mapping/names.hpp"

namespace holdfast::adapters::fhir {

struct KeyFile {
  std::string id;    // kid
  std::string file;  // PEM, RSA of 2048 bits or more, or EC P-384; mode 0600
};

struct Settings {
  // none: no server is named; the adapter only translates.
  enum class Transport { none, http, file } transport = Transport::http;
  std::string base;    // of the server: "https://host/fhir"
  std::string folder;  // of a file transport; where NDJSON is written
  mapping::Names names;
  std::set<std::string> writes;              // resource types that may be written; empty: none
  std::string alert_as = "Flag";             // or DetectedIssue
  std::map<std::string, std::string> roles;  // PractitionerRole code -> role; empty: therapist
  // Backend services (SMART): empty client: no token is asked for.
  std::string client_id, token_url, scope;
  std::vector<KeyFile> keys;  // the first signs; all are in the JWKS
  GatewaySettings gateway;    // off where the site has not named it
  std::string ca_file;        // PEM of the site's own authority; empty: the system's
  std::string proxy_host;
  int proxy_port = 0;
  std::chrono::seconds timeout{20};
  int page_size = 200;  // resources a search page
};

// Throws Failure(INVALID) naming the setting.
Settings read_settings(std::string_view json);

extern const char* const settings_schema;

// Tokens and clients' data never go over the wire in the open: https, or this machine alone. Throws
// Failure(INVALID) naming the setting.
void must_be_safe(const char* name, const std::string& url);
bool is_safe(const std::string& url);
std::string without_slash(std::string url);

}  // namespace holdfast::adapters::fhir
