// SPDX-License-Identifier: MIT
// A JSON Web Token (RFC 7519) in its compact form, signed (RFC 7515) with a key of a JWKS. Which
// algorithms are let in is the caller's to say; "none" and those with a shared secret are none that
// could be said. OpenSSL does the mathematics: the JWT class of the Poco that Debian 12 has reads
// no P-384 signature with a leading zero.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "jwk.hpp"

namespace holdfast::adapters::fhir::gateway {

struct Jwt {
  Json header, claims;
  std::string signed_part, signature;
};
// None: not three parts of base64url, or not JSON objects with each key once.
std::optional<Jwt> read_jwt(std::string_view text);

enum class Algorithm { es256, es384, rs256, rs384 };
// None: the header names none of `allowed`, or wants an extension understood ("crit").
std::optional<Algorithm> algorithm_of(const Jwt& jwt, std::initializer_list<Algorithm> allowed);

// False also where the key is not of the algorithm's kind.
bool is_signed_by(const Jwt& jwt, Algorithm algorithm, const PublicKey& key);

// The claims that every check looks at. Seconds are Unix seconds; -1: not there, or no number.
std::int64_t seconds_in(const Json& claims, const char* name);
bool is_for(const Json& claims, const std::string& audience);  // `aud`, a text or a list

}  // namespace holdfast::adapters::fhir::gateway
