// SPDX-License-Identifier: MIT
#include "tokens.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "form_body.hpp"

namespace holdfast::adapters::fhir {
namespace {

using payload::Json;

constexpr int assertion_seconds = 240;  // SMART allows five minutes; clocks differ
constexpr long longest_life = 3600;     // whatever the server says, a token is renewed hourly

std::string fresh_id() {
  std::array<unsigned char, 24> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw Failure(HOLDFAST_E_UNAVAILABLE, "fhir adapter: this machine has no randomness");
  return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

Tokens::Tokens(const Settings& settings, Http& http) : settings_(settings), http_(http) {
  for (const auto& file : settings.keys) keys_.emplace_back(file);
}

std::string Tokens::current() {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || std::chrono::steady_clock::now() >= good_until_) token_ = ask();
  return token_;
}

void Tokens::refused(const std::string& token) {
  const std::lock_guard lock(mutex_);
  if (token_ == token) token_.clear();
}

std::string Tokens::ask() {
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  const Json claims{{"iss", settings_.client_id},
                    {"sub", settings_.client_id},
                    {"aud", settings_.token_url},
                    {"jti", fresh_id()},
                    {"iat", now},
                    {"exp", now + assertion_seconds}};
  HttpRequest request;
  request.method = "POST";
  request.url = settings_.token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = form_body(
      {{"grant_type", "client_credentials"},
       {"scope", settings_.scope},
       {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
       {"client_assertion", keys_.front().sign(claims)}});
  const auto response = http_.send(request);
  if (!response.ok())
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the authorization server gave no token (" +
                                              std::to_string(response.status) +
                                              "); check client_id, scope and the published keys");
  const auto answer = Json::parse(response.body, nullptr, false);
  const bool has_token =
      answer.is_object() && answer.contains("access_token") && answer["access_token"].is_string();
  if (!has_token)
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the authorization server's answer holds no token");
  long life = 300;
  if (const auto told = answer.find("expires_in"); told != answer.end() && told->is_number())
    life = std::clamp(told->get<long>(), 1L, longest_life);
  // Renewed a little early: it must still be good when the request arrives.
  good_until_ =
      std::chrono::steady_clock::now() + std::chrono::seconds{life - std::min(life / 5, 30L)};
  return answer["access_token"].get<std::string>();
}

}  // namespace holdfast::adapters::fhir
