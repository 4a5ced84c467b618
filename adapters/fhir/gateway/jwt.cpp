// SPDX-License-Identifier: MIT
#include "jwt.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fhir/mapping/people.hpp"
#include "freed.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

constexpr std::size_t longest = 16UL * 1024;

struct Known {
  std::string_view name;
  Algorithm algorithm;
  Kind kind;
  std::size_t bytes;  // of r and of s; 0: RSA
};
constexpr std::array<Known, 4> known{{{"ES256", Algorithm::es256, Kind::p256, 32},
                                      {"ES384", Algorithm::es384, Kind::p384, 48},
                                      {"RS256", Algorithm::rs256, Kind::rsa, 0},
                                      {"RS384", Algorithm::rs384, Kind::rsa, 0}}};

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL wants DER; JWS holds r and s side by side (RFC 7518, 3.4).
std::string der_of(std::string_view signature, std::size_t width) {
  if (signature.size() != 2 * width) return {};
  const auto number = [&](std::string_view half) {
    return BN_bin2bn(bytes(half), static_cast<int>(width), nullptr);
  };
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  std::unique_ptr<BIGNUM, Freed<BN_free>> r(number(signature.substr(0, width))),
      s(number(signature.substr(width)));
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();  // the pair's now
  (void)s.release();
  std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(pair.get(), &at);
  return der;
}

std::optional<Json> object_of(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return std::nullopt;
  try {
    return payload::parse_object(*text, "token");
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<Jwt> read_jwt(std::string_view text) {
  const auto first = text.find('.'), last = text.rfind('.');
  if (text.size() > longest || first == std::string_view::npos || first == last ||
      text.find('.', first + 1) != last)
    return std::nullopt;
  auto header = object_of(text.substr(0, first));
  auto claims = object_of(text.substr(first + 1, last - first - 1));
  const auto signature = from_base64url(text.substr(last + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Jwt{std::move(*header), std::move(*claims), std::string(text.substr(0, last)), *signature};
}

std::optional<Algorithm> algorithm_of(const Jwt& jwt, std::initializer_list<Algorithm> allowed) {
  if (jwt.header.contains("crit")) return std::nullopt;
  const auto name = mapping::text_in(jwt.header, "alg");
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.name == name; });
  if (found == known.end() ||
      std::find(allowed.begin(), allowed.end(), found->algorithm) == allowed.end())
    return std::nullopt;
  return found->algorithm;
}

bool is_signed_by(const Jwt& jwt, Algorithm algorithm, const PublicKey& key) {
  const auto& one = *std::find_if(known.begin(), known.end(),
                                  [&](const auto& each) { return each.algorithm == algorithm; });
  if (!key.key || key.kind != one.kind) return false;
  const bool is_rsa = one.kind == Kind::rsa;
  const auto signature = is_rsa ? jwt.signature : der_of(jwt.signature, one.bytes);
  if (signature.empty()) return false;
  const bool is_256 = algorithm == Algorithm::es256 || algorithm == Algorithm::rs256;
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  const bool is_right =
      context &&
      EVP_DigestVerifyInit(context.get(), nullptr, is_256 ? EVP_sha256() : EVP_sha384(), nullptr,
                           key.key.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(jwt.signed_part),
                       jwt.signed_part.size()) == 1;
  ERR_clear_error();
  return is_right;
}

std::int64_t seconds_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return -1;
  const auto value = found->get<double>();  // NumericDate may have a fraction (RFC 7519, 2)
  return value >= 0 && value < 1e11 ? static_cast<std::int64_t>(std::floor(value)) : -1;
}

bool is_for(const Json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (!found->is_array()) return *found == audience;
  return std::find(found->begin(), found->end(), Json(audience)) != found->end();
}

}  // namespace holdfast::adapters::fhir::gateway
