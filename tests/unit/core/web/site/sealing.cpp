// SPDX-License-Identifier: MIT
#include "sealing.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "service/offline_answers.hpp"
#include "store/base64url.hpp"

namespace holdfast::tests {
namespace {

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string derived(EVP_PKEY* device, const std::string& practice) {
  std::string group = "P-256", point = practice;
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  auto* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* other = nullptr;
  REQUIRE(EVP_PKEY_fromdata_init(context) == 1);
  REQUIRE(EVP_PKEY_fromdata(context, &other, EVP_PKEY_PUBLIC_KEY, params) == 1);
  EVP_PKEY_CTX_free(context);
  auto* derive = EVP_PKEY_CTX_new(device, nullptr);
  std::string secret(32, '\0');
  std::size_t size = secret.size();
  REQUIRE(EVP_PKEY_derive_init(derive) == 1);
  REQUIRE(EVP_PKEY_derive_set_peer(derive, other) == 1);
  REQUIRE(EVP_PKEY_derive(derive, bytes(secret), &size) == 1);
  EVP_PKEY_CTX_free(derive);
  EVP_PKEY_free(other);
  return secret;
}

std::string stretched(std::string secret, std::string salt) {
  std::string info = "holdfast sealed answer 1", key(32, '\0');
  auto* hkdf = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr);
  std::size_t size = key.size();
  REQUIRE(EVP_PKEY_derive_init(hkdf) == 1);
  REQUIRE(EVP_PKEY_CTX_set_hkdf_md(hkdf, EVP_sha256()) == 1);
  REQUIRE(EVP_PKEY_CTX_set1_hkdf_salt(hkdf, bytes(salt), static_cast<int>(salt.size())) == 1);
  REQUIRE(EVP_PKEY_CTX_set1_hkdf_key(hkdf, bytes(secret), static_cast<int>(secret.size())) == 1);
  REQUIRE(EVP_PKEY_CTX_add1_hkdf_info(hkdf, bytes(info), static_cast<int>(info.size())) == 1);
  REQUIRE(EVP_PKEY_derive(hkdf, bytes(key), &size) == 1);
  EVP_PKEY_CTX_free(hkdf);
  return key;
}

}  // namespace

std::string sealed(const SiteInPractice& site, const std::string& token, const std::string& form) {
  using store::to_base64url;
  const auto practice = service::offline_key(site.house());
  auto* device = EVP_EC_gen("P-256");
  REQUIRE(device);
  std::string point(65, '\0');
  std::size_t size = 0;
  REQUIRE(EVP_PKEY_get_octet_string_param(device, OSSL_PKEY_PARAM_PUB_KEY, bytes(point),
                                          point.size(), &size) == 1);
  auto key = stretched(derived(device, *store::from_base64url(practice.open)), point);
  EVP_PKEY_free(device);
  std::string plain = nlohmann::json{{"token", token}, {"form", form}}.dump();
  std::string iv = "twelve bytes", id = practice.id, out(plain.size(), '\0'), tag(16, '\0');
  int length = 0;
  auto* cipher = EVP_CIPHER_CTX_new();
  REQUIRE(EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nullptr, bytes(key), bytes(iv)) == 1);
  REQUIRE(EVP_EncryptUpdate(cipher, nullptr, &length, bytes(id), static_cast<int>(id.size())) == 1);
  REQUIRE(EVP_EncryptUpdate(cipher, bytes(out), &length, bytes(plain),
                            static_cast<int>(plain.size())) == 1);
  REQUIRE(EVP_EncryptFinal_ex(cipher, bytes(out) + length, &length) == 1);
  REQUIRE(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, 16, tag.data()) == 1);
  EVP_CIPHER_CTX_free(cipher);
  return nlohmann::json{{"schema", "holdfast.sealed-answer/1"},
                        {"key", practice.id},
                        {"public", to_base64url(point)},
                        {"iv", to_base64url(iv)},
                        {"sealed", to_base64url(out + tag)}}
      .dump();
}

}  // namespace holdfast::tests
