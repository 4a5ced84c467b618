// SPDX-License-Identifier: MIT
#include "signing_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <array>

namespace holdfast::adapters::fhir {
namespace {

using payload::Json;

constexpr int least_rsa_bits = 2048;
constexpr std::size_t p384_bytes = 48;

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

[[noreturn]] void refuse(const std::string& id, const char* why) {
  ERR_clear_error();
  throw Failure(HOLDFAST_E_INVALID, "fhir adapter: key \"" + id + "\" " + why);
}

std::string bytes_of(const BIGNUM* number, std::size_t width) {
  std::string bytes(width, '\0');
  const auto size = static_cast<int>(width);
  if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size) != size)
    throw Failure(HOLDFAST_E_INTERNAL, "fhir adapter: a number is larger than its key");
  return bytes;
}

// JWS wants r and s side by side, each as wide as the curve, leading zeros kept (RFC 7518, 3.4);
// OpenSSL gives them as DER, which drops them.
std::string side_by_side(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), &ECDSA_SIG_free);
  if (!signature) throw Failure(HOLDFAST_E_INTERNAL, "fhir adapter: a signature cannot be read");
  return bytes_of(ECDSA_SIG_get0_r(signature.get()), p384_bytes) +
         bytes_of(ECDSA_SIG_get0_s(signature.get()), p384_bytes);
}

Number number_of(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
    throw Failure(HOLDFAST_E_INTERNAL, "fhir adapter: a key has no public part");
  return Number(number);
}

}  // namespace

std::string base64url(std::string_view bytes) {
  constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) text += digits[(buffer >> (bits - 6)) & 63];
  }
  if (bits > 0) text += digits[(buffer << (6 - bits)) & 63];
  return text;
}

SigningKey::SigningKey(const KeyFile& file) : id_(file.id) {
  struct stat found {};
  if (::stat(file.file.c_str(), &found) != 0) refuse(id_, "names a file that is not there");
  if ((found.st_mode & 077) != 0) refuse(id_, "may be read by others; chmod 600 its file");
  std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_file(file.file.c_str(), "r"), &BIO_free);
  if (!in) refuse(id_, "cannot be opened");
  // No password is ever asked for on a terminal.
  key_.reset(PEM_read_bio_PrivateKey(
      in.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr));
  if (!key_) refuse(id_, "is no private key in PEM without a password");
  is_rsa_ = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
  if (is_rsa_ && EVP_PKEY_get_bits(key_.get()) < least_rsa_bits)
    refuse(id_, "is an RSA key of less than 2048 bits");
  if (is_rsa_) return;
  std::array<char, 64> group{};
  if (EVP_PKEY_get_base_id(key_.get()) != EVP_PKEY_EC ||
      EVP_PKEY_get_group_name(key_.get(), group.data(), group.size(), nullptr) != 1 ||
      std::string_view{group.data()} != "secp384r1")
    refuse(id_, "is neither RSA nor EC of curve P-384");
}

std::string SigningKey::sign(const Json& claims) const {
  const Json header{{"alg", algorithm()}, {"kid", id_}, {"typ", "JWT"}};
  const auto text = base64url(header.dump()) + "." + base64url(claims.dump());
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free);
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha384(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
    refuse(id_, "cannot sign");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes, text.size()) != 1)
    refuse(id_, "cannot sign");
  signature.resize(size);
  return text + "." + base64url(is_rsa_ ? signature : side_by_side(signature));
}

Json SigningKey::public_jwk() const {
  Json jwk{{"kid", id_}, {"use", "sig"}, {"alg", algorithm()}, {"key_ops", {"verify"}}};
  const auto put = [&](const char* member, const char* parameter, std::size_t width) {
    const auto number = number_of(key_.get(), parameter);
    const auto bytes = width > 0 ? width : static_cast<std::size_t>(BN_num_bytes(number.get()));
    jwk[member] = base64url(bytes_of(number.get(), bytes));
  };
  if (is_rsa_) {
    jwk["kty"] = "RSA";
    put("n", OSSL_PKEY_PARAM_RSA_N, 0);
    put("e", OSSL_PKEY_PARAM_RSA_E, 0);
  } else {
    jwk["kty"] = "EC";
    jwk["crv"] = "P-384";
    put("x", OSSL_PKEY_PARAM_EC_PUB_X, p384_bytes);
    put("y", OSSL_PKEY_PARAM_EC_PUB_Y, p384_bytes);
  }
  return jwk;
}

Json jwks(const std::vector<SigningKey>& keys) {
  Json all{{"keys", Json::array()}};
  for (const auto& key : keys) all["keys"].push_back(key.public_jwk());
  return all;
}

}  // namespace holdfast::adapters::fhir
