// SPDX-License-Identifier: MIT
// A key that proves who we are to an authorization server: RSA for RS384, EC P-384 for ES384, read
// from a PEM file. [thread-safe] once made.
#pragma once
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "settings.hpp"

namespace holdfast::adapters::fhir {

std::string base64url(std::string_view bytes);  // RFC 4648, 5; without padding

class SigningKey {
 public:
  // Throws Failure(INVALID) naming the key's id, never the key.
  explicit SigningKey(const KeyFile& file);

  const std::string& id() const { return id_; }
  const char* algorithm() const { return is_rsa_ ? "RS384" : "ES384"; }
  // A compact JWS (RFC 7515) over the claims.
  std::string sign(const payload::Json& claims) const;
  payload::Json public_jwk() const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  std::string id_;
  std::unique_ptr<EVP_PKEY, Free> key_;
  bool is_rsa_ = false;
};

// What an authorization server fetches: {"keys": [...]}, every key that may have signed.
payload::Json jwks(const std::vector<SigningKey>& keys);

}  // namespace holdfast::adapters::fhir
