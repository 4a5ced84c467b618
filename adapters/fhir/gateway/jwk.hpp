// SPDX-License-Identifier: MIT
// Public keys as a JWKS holds them (RFC 7517): RSA of 2048 bits or more, EC on P-256 and P-384.
#pragma once
#include <openssl/evp.h>

#include <holdfast/cpp/payload_json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::adapters::fhir::gateway {

using payload::Json;

// RFC 4648, 5, without padding; none: anything else, so that one text has one meaning.
std::optional<std::string> from_base64url(std::string_view text);

enum class Kind { rsa, p256, p384 };
struct PublicKey {
  Kind kind = Kind::rsa;
  std::shared_ptr<EVP_PKEY> key;  // shared: a set is replaced while somebody still checks with it
};

// None: another kind, too weak, for another use, or not as it should be.
std::optional<PublicKey> read_jwk(const Json& jwk);

using KeySet = std::map<std::string, PublicKey, std::less<>>;  // by kid
// None where this is no JWKS; keys of no use here are left out.
std::optional<KeySet> read_jwks(std::string_view text);

}  // namespace holdfast::adapters::fhir::gateway
