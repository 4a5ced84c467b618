// SPDX-License-Identifier: MIT
// What a site says about the EHR that calls Holdfast and that shows it in its window.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <vector>

namespace holdfast::adapters::fhir {

// Where somebody's public keys are (JWKS): an address, else a file of the site's own.
struct KeySource {
  std::string url, file;
};

// Who may call the CDS services: a token's `iss`.
struct CdsClient {
  std::string issuer;
  KeySource keys;
};

// Where people may come from: the FHIR server's address as SMART's `iss` says it.
struct SmartServer {
  std::string issuer, client_id;
  bool signs = false;  // proves itself with the adapter's `keys`; else a public client
};

struct GatewaySettings {
  std::string address;               // of Holdfast as the EHR and its users reach it; empty: off
  std::vector<std::string> origins;  // the EHR's pages: who may show ours in a frame, and call
  std::vector<std::string> servers;  // addresses of the one FHIR server, `base` among them
  std::vector<CdsClient> cds;
  std::vector<SmartServer> smart;
  bool is_on() const { return !address.empty(); }
};

// `servers` are the addresses of the FHIR server that are known already. Throws Failure(INVALID)
// naming the setting.
GatewaySettings read_gateway(const payload::Json& json, std::vector<std::string> servers);

}  // namespace holdfast::adapters::fhir
