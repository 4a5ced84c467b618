// SPDX-License-Identifier: MIT
#include "jwk.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include "fhir/mapping/people.hpp"
#include "freed.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::text_in;

constexpr int least_rsa_bits = 2048;
constexpr std::size_t most_bytes = 256UL * 1024;

using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

Number number_of(const std::string& text) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(text.data()),
                          static_cast<int>(text.size()), nullptr));
}

std::optional<PublicKey> made(Kind kind, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const Context context(
      EVP_PKEY_CTX_new_from_name(nullptr, kind == Kind::rsa ? "RSA" : "EC", nullptr));
  EVP_PKEY* key = nullptr;
  const bool is_made =
      parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  ERR_clear_error();
  if (!is_made) return std::nullopt;
  return PublicKey{kind, std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free)};
}

std::optional<PublicKey> rsa_key(const Json& jwk) {
  const auto n = from_base64url(text_in(jwk, "n")), e = from_base64url(text_in(jwk, "e"));
  if (!n || !e) return std::nullopt;
  const auto modulus = number_of(*n), exponent = number_of(*e);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !modulus || !exponent || BN_num_bits(modulus.get()) < least_rsa_bits ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return std::nullopt;
  return made(Kind::rsa, builder.get());
}

std::optional<PublicKey> ec_key(const Json& jwk) {
  const auto curve = text_in(jwk, "crv");
  if (curve != "P-256" && curve != "P-384") return std::nullopt;
  const bool is_256 = curve == "P-256";
  const std::size_t width = is_256 ? 32 : 48;
  const auto x = from_base64url(text_in(jwk, "x")), y = from_base64url(text_in(jwk, "y"));
  if (!x || !y || x->size() != width || y->size() != width) return std::nullopt;
  const auto point = "\x04" + *x + *y;  // uncompressed (SEC 1, 2.3.3); OpenSSL checks the curve
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                      is_256 ? "prime256v1" : "secp384r1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1)
    return std::nullopt;
  return made(is_256 ? Kind::p256 : Kind::p384, builder.get());
}

}  // namespace

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string all;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 6) | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    all += static_cast<char>((buffer >> bits) & 255);
  }
  if ((buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return all;
}

std::optional<PublicKey> read_jwk(const Json& jwk) {
  if (!jwk.is_object()) return std::nullopt;
  if (const auto use = text_in(jwk, "use"); !use.empty() && use != "sig") return std::nullopt;
  const auto kind = text_in(jwk, "kty");
  if (kind == "RSA") return rsa_key(jwk);
  if (kind == "EC") return ec_key(jwk);
  return std::nullopt;
}

std::optional<KeySet> read_jwks(std::string_view text) {
  if (text.size() > most_bytes) return std::nullopt;
  const auto json = Json::parse(text, nullptr, false);
  const auto keys = json.is_object() ? json.find("keys") : json.end();
  if (!json.is_object() || keys == json.end() || !keys->is_array()) return std::nullopt;
  KeySet set;
  for (const auto& jwk : *keys)
    if (auto key = read_jwk(jwk)) set[text_in(jwk, "kid")] = std::move(*key);
  return set;
}

}  // namespace holdfast::adapters::fhir::gateway
