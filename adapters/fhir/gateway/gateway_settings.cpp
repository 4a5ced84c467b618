// SPDX-License-Identifier: MIT
#include "gateway_settings.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "fhir/settings.hpp"

namespace holdfast::adapters::fhir {
namespace {

using payload::Fields;
using payload::Json;

[[noreturn]] void refuse(const std::string& text) {
  throw Failure(HOLDFAST_E_INVALID, "fhir adapter: \"gateway\": " + text);
}

void refuse_unknown(const Json& json, const std::set<std::string_view>& known) {
  for (const auto& [name, value] : json.items())
    if (!known.contains(name)) refuse("there is no setting \"" + name + "\"");
}

// "https://host" or "https://host:8443": it goes into a header as it stands (CSP 3, 2.3.1).
std::string checked_origin(std::string origin) {
  origin = without_slash(std::move(origin));
  must_be_safe("gateway.origins", origin);
  const auto host = std::string_view{origin}.substr(origin.find("://") + 3);
  const bool is_plain = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':';
  });
  if (!is_plain) refuse("\"origins\" holds what is no scheme, host and port: " + origin);
  return origin;
}

CdsClient read_client(const Json& json) {
  const Fields in{json, "gateway.cds"};
  refuse_unknown(json, {"iss", "jwks", "jwks_file"});
  CdsClient client{in.text("iss", 2048), {in.text_if("jwks", 2048), in.text_if("jwks_file", 4096)}};
  if (client.keys.url.empty() == client.keys.file.empty())
    refuse("each of \"cds\" has either \"jwks\", an address, or \"jwks_file\"");
  if (!client.keys.url.empty()) must_be_safe("gateway.cds.jwks", client.keys.url);
  return client;
}

SmartServer read_server(const Json& json) {
  const Fields in{json, "gateway.smart"};
  refuse_unknown(json, {"iss", "client_id", "client_auth"});
  SmartServer server{without_slash(in.text("iss", 2048)), in.text("client_id"), false};
  must_be_safe("gateway.smart.iss", server.issuer);
  server.signs = in.word_if("client_auth", {"none", "private_key_jwt"}) == "private_key_jwt";
  return server;
}

}  // namespace

GatewaySettings read_gateway(const Json& json, std::vector<std::string> servers) {
  const Fields in{json, "gateway"};
  refuse_unknown(json, {"address", "origins", "servers", "cds", "smart"});
  GatewaySettings gateway;
  gateway.address = without_slash(in.text("address", 2048));
  must_be_safe("gateway.address", gateway.address);
  for (auto& origin : in.texts("origins", 512))
    gateway.origins.push_back(checked_origin(std::move(origin)));
  for (const auto& one : in.list("cds")) gateway.cds.push_back(read_client(one));
  for (const auto& one : in.list("smart")) gateway.smart.push_back(read_server(one));
  if (gateway.cds.empty() && gateway.smart.empty())
    refuse("name who may call in \"cds\", or where people come from in \"smart\"");
  gateway.servers = std::move(servers);
  for (auto& server : in.texts("servers", 2048))
    gateway.servers.push_back(without_slash(std::move(server)));
  for (const auto& one : gateway.smart) gateway.servers.push_back(one.issuer);
  return gateway;
}

}  // namespace holdfast::adapters::fhir
