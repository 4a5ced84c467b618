// SPDX-License-Identifier: MIT
#include "smart_servers.hpp"

#include <algorithm>
#include <array>

#include "exchange.hpp"
#include "fhir/form_body.hpp"
#include "fhir/mapping/people.hpp"
#include "id_token.hpp"
#include "jwt.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::list_in;
using mapping::text_in;

constexpr std::int64_t description_lasts = 3600;  // seconds
constexpr std::int64_t assertion_seconds = 240;

[[noreturn]] void unavailable(const SmartServer& server, const std::string& why) {
  throw Failure(HOLDFAST_E_UNAVAILABLE, "SMART at " + server.issuer + ": " + why);
}
[[noreturn]] void deny(const SmartServer& server, const std::string& why) {
  throw Failure(HOLDFAST_E_DENIED, "SMART at " + server.issuer + ": " + why);
}

std::string redirect_of(const Settings& settings) {
  return settings.gateway.address + "/smart/callback";
}

}  // namespace

std::string challenge_of(const std::string& verifier) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(verifier.data(), verifier.size(), digest.data(), &size, EVP_sha256(), nullptr) !=
      1)
    throw Failure(HOLDFAST_E_INTERNAL, "fhir adapter: SHA-256 is not to be had");
  return base64url({reinterpret_cast<const char*>(digest.data()), size});
}

SmartServers::SmartServers(const Settings& settings, Http& http, KeySets& keys)
    : settings_(settings), http_(http), keys_(keys) {
  const auto& smart = settings.gateway.smart;
  if (std::any_of(smart.begin(), smart.end(), [](const auto& one) { return one.signs; }))
    for (const auto& file : settings.keys) own_keys_.emplace_back(file);
}

const SmartServer* SmartServers::find(const std::string& issuer) const {
  const auto plain = without_slash(issuer);
  for (const auto& one : settings_.gateway.smart)
    if (one.issuer == plain) return &one;
  return nullptr;
}

SmartServers::Described SmartServers::describe(const SmartServer& server, std::int64_t now) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = described_.find(server.issuer);
    if (found != described_.end() && now - found->second.at < description_lasts)
      return found->second;
  }
  HttpRequest request;
  request.url = server.issuer + "/.well-known/smart-configuration";
  request.headers = {{"Accept", "application/json"}};
  const auto answer = http_.send(request);
  const auto json = answer.ok() ? Json::parse(answer.body, nullptr, false) : Json();
  if (!json.is_object()) unavailable(server, "there is no .well-known/smart-configuration");
  const Described described{text_in(json, "authorization_endpoint"),
                            text_in(json, "token_endpoint"), text_in(json, "issuer"),
                            text_in(json, "jwks_uri"), now};
  for (const auto& url : {described.authorize, described.token, described.keys})
    if (!is_safe(url))
      unavailable(server,
                  "smart-configuration names no authorization_endpoint, token_endpoint or jwks_uri "
                  "that begins with https://");
  if (described.issuer.empty()) unavailable(server, "smart-configuration names no issuer");
  const auto& methods = list_in(json, "code_challenge_methods_supported");
  if (std::find(methods.begin(), methods.end(), Json("S256")) == methods.end())
    unavailable(server, "the server does not offer PKCE with S256");
  const std::lock_guard lock(mutex_);
  return described_[server.issuer] = described;
}

std::string SmartServers::authorize_url(const SmartServer& server, const Asked& asked,
                                        std::int64_t now) {
  const auto described = describe(server, now);
  Parameters parameters{
      {"response_type", "code"},
      {"client_id", server.client_id},
      {"redirect_uri", redirect_of(settings_)},
      {"scope", asked.launch.empty() ? "launch/patient openid fhirUser" : "launch openid fhirUser"},
      {"state", asked.state},
      {"nonce", asked.nonce},
      {"aud", server.issuer},
      {"code_challenge", challenge_of(asked.verifier)},
      {"code_challenge_method", "S256"}};
  if (!asked.launch.empty()) parameters.emplace_back("launch", asked.launch);
  const auto& at = described.authorize;
  return at + (at.find('?') == std::string::npos ? "?" : "&") + form_body(parameters);
}

Json SmartServers::redeem(const SmartServer& server, const Described& described, const Code& code,
                          std::int64_t now) {
  Parameters parameters{{"grant_type", "authorization_code"},
                        {"code", code.code},
                        {"redirect_uri", redirect_of(settings_)},
                        {"client_id", server.client_id},
                        {"code_verifier", code.verifier}};
  if (server.signs) {
    const Json claims{{"iss", server.client_id},
                      {"sub", server.client_id},
                      {"aud", described.token},
                      {"jti", fresh_token(24)},
                      {"iat", now},
                      {"exp", now + assertion_seconds}};
    parameters.emplace_back("client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    parameters.emplace_back("client_assertion", own_keys_.front().sign(claims));
  }
  HttpRequest request;
  request.method = "POST";
  request.url = described.token;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = form_body(parameters);
  const auto answer = http_.send(request);
  if (!answer.ok())
    deny(server, "the code was not taken (" + std::to_string(answer.status) +
                     "); check client_id, client_auth and the redirect address");
  auto json = Json::parse(answer.body, nullptr, false);
  if (!json.is_object()) unavailable(server, "the token endpoint's answer is not JSON");
  return json;
}

SignedIn SmartServers::sign_in(const SmartServer& server, const Code& code, std::int64_t now) {
  const auto described = describe(server, now);
  if (!code.issuer.empty() && code.issuer != described.issuer)
    deny(server, "the code comes from another authorization server");
  const auto answer = redeem(server, described, code, now);
  const auto jwt = read_jwt(text_in(answer, "id_token"));
  if (!jwt) deny(server, "no id_token came; is the scope openid allowed?");
  const auto algorithm =
      algorithm_of(*jwt, {Algorithm::rs256, Algorithm::rs384, Algorithm::es256, Algorithm::es384});
  if (!algorithm) deny(server, "the id_token is signed by an algorithm that is not let in");
  const auto key = keys_.key({described.keys, {}}, text_in(jwt->header, "kid"), now);
  if (!key || !is_signed_by(*jwt, *algorithm, *key))
    deny(server, "the id_token is not signed by the server's key");
  const auto why = why_not(jwt->claims, {described.issuer, server.client_id, code.nonce, now});
  if (!why.empty()) deny(server, "the id_token is not for this launch: " + why);
  SignedIn signed_in{person_in(jwt->claims, server.issuer), text_in(answer, "patient"),
                     text_in(answer, "intent"), text_in(answer, "appContext")};
  if (signed_in.person.empty())
    deny(server, "fhirUser names no Practitioner, Patient or RelatedPerson of that server");
  if (!mapping::is_resource_id(signed_in.patient)) signed_in.patient.clear();
  return signed_in;
}

}  // namespace holdfast::adapters::fhir::gateway
