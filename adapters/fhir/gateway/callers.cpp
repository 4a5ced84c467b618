// SPDX-License-Identifier: MIT
#include "callers.hpp"

#include <algorithm>
#include <array>

#include "fhir/mapping/people.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::text_in;

constexpr std::int64_t clocks_differ = 60;  // seconds
constexpr std::int64_t longest_life = 300;  // as the specification's example, and SMART's rule

// One number for what a caller calls its token, however long that is.
std::string nonce_of(const std::string& issuer, const std::string& id) {
  const auto text = issuer + "\n" + id;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw Failure(HOLDFAST_E_INTERNAL, "fhir adapter: SHA-256 is not to be had");
  constexpr const char* digits = "0123456789abcdef";
  std::string nonce;
  for (std::size_t i = 0; i < 16; ++i) {
    nonce += digits[digest[i] >> 4];
    nonce += digits[digest[i] & 15];
  }
  return nonce;
}

}  // namespace

std::string Callers::why_not(const Jwt& jwt, const CdsClient& client, const Call& call) {
  const auto algorithm = algorithm_of(jwt, {Algorithm::es384, Algorithm::rs384});
  if (!algorithm) return "its token is signed by neither ES384 nor RS384";
  // Keys come from where the site says, never from where a token says.
  const auto elsewhere = text_in(jwt.header, "jku");
  if (client.keys.file.empty() && !elsewhere.empty() && elsewhere != client.keys.url)
    return "its token names other keys than the settings do";
  if (!is_for(jwt.claims, call.address))
    return "its token is for another address than " + call.address;
  const auto issued = seconds_in(jwt.claims, "iat"), expires = seconds_in(jwt.claims, "exp");
  if (issued < 0 || expires < issued || issued > call.now + clocks_differ ||
      expires - issued > longest_life)
    return "its token is not of now, or for more than five minutes";
  if (expires + clocks_differ <= call.now) return "its token has expired";
  if (jwt.claims.contains("nbf")) {
    const auto begins = seconds_in(jwt.claims, "nbf");
    if (begins < 0 || begins > call.now + clocks_differ) return "its token is not valid yet";
  }
  const auto id = text_in(jwt.claims, "jti");
  if (id.empty()) return "its token has no jti";
  const auto key_id = text_in(jwt.header, "kid");
  if (key_id.empty()) return "its token has no kid";
  const auto key = keys_.key(client.keys, key_id, call.now);
  if (!key || !is_signed_by(jwt, *algorithm, *key)) return "its token is not signed by its issuer";
  // Last: a forged token uses up nobody's number.
  if (!spent_.spend(nonce_of(client.issuer, id), expires + clocks_differ, call.now))
    return "its token was used before";
  return {};
}

Callers::Known Callers::look_at(const Call& call) {
  constexpr std::string_view bearer = "Bearer ";
  const std::string_view authorization = call.authorization;
  if (!authorization.starts_with(bearer)) return {{}, "no token came with it"};
  const auto jwt = read_jwt(authorization.substr(bearer.size()));
  if (!jwt) return {{}, "its token is none"};
  const auto issuer = text_in(jwt->claims, "iss");
  const auto& clients = settings_.cds;
  const auto client = std::find_if(clients.begin(), clients.end(),
                                   [&](const auto& one) { return one.issuer == issuer; });
  if (client == clients.end()) return {{}, "its issuer is not named in the settings"};
  return {issuer, why_not(*jwt, *client, call)};
}

}  // namespace holdfast::adapters::fhir::gateway
