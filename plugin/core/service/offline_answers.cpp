// SPDX-License-Identifier: MIT
#include "service/offline_answers.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "json/object.hpp"
#include "json/parse.hpp"
#include "store/base64url.hpp"

namespace holdfast::service {
namespace {

using store::from_base64url;
using store::to_base64url;

constexpr std::string_view purpose = "offline";
constexpr std::string_view schema = "holdfast.sealed-answer/1";
constexpr std::string_view context = "holdfast sealed answer 1";
constexpr std::size_t point_bytes = 65, iv_bytes = 12, tag_bytes = 16, key_bytes = 32;

template <auto free_one>
struct Freed {
  template <class T>
  void operator()(T* one) const {
    free_one(one);
  }
};
using Pair = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using PairContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::runtime_error no_curve() {
  return std::runtime_error("elliptic curves are not available in this libcrypto");
}

store::PracticeKey new_key(store::Unit& unit, Instant now) {
  const Pair pair(EVP_EC_gen("P-256"));
  if (!pair) throw no_curve();
  unsigned char* der = nullptr;
  const int size = i2d_PrivateKey(pair.get(), &der);
  if (size <= 0) throw no_curve();
  const std::string secret(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  // Not the macro: it writes this file's path into the library, another one in each build folder.
  CRYPTO_clear_free(der, static_cast<std::size_t>(size), "", 0);
  std::string point(point_bytes, '\0');
  std::size_t length = 0;
  if (EVP_PKEY_get_octet_string_param(pair.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(point),
                                      point.size(), &length) != 1 ||
      length != point_bytes)
    throw no_curve();
  return {unit.ids.uuid(), std::string(purpose), to_base64url(secret), to_base64url(point), now};
}

Pair private_key(const store::PracticeKey& key) {
  const auto der = from_base64url(key.secret).value_or(std::string{});
  const unsigned char* at = bytes_of(std::string_view{der});
  return Pair(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
}

// The device's point, as a key of the same curve; null when it is not on it.
Pair public_key(const std::string& point) {
  std::string group = "P-256", copy = point;
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy.data(), copy.size()),
      OSSL_PARAM_construct_end()};
  const PairContext making(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!making || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(params)) != 1)  // NOLINT: read only, by contract
    return nullptr;
  return Pair(key);
}

std::string shared_secret(EVP_PKEY* own, EVP_PKEY* other) {
  const PairContext derive(EVP_PKEY_CTX_new(own, nullptr));
  std::size_t size = 0;
  if (!derive || EVP_PKEY_derive_init(derive.get()) != 1 ||
      EVP_PKEY_derive_set_peer(derive.get(), other) != 1 ||
      EVP_PKEY_derive(derive.get(), nullptr, &size) != 1)
    return {};
  std::string secret(size, '\0');
  if (EVP_PKEY_derive(derive.get(), bytes_of(secret), &size) != 1) return {};
  secret.resize(size);
  return secret;
}

std::string aes_key(const std::string& secret, const std::string& salt) {
  const PairContext hkdf(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  std::string key(key_bytes, '\0');
  std::size_t size = key.size();
  if (!hkdf || EVP_PKEY_derive_init(hkdf.get()) != 1 ||
      EVP_PKEY_CTX_set_hkdf_md(hkdf.get(), EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set1_hkdf_salt(hkdf.get(), bytes_of(std::string_view{salt}),
                                  static_cast<int>(salt.size())) != 1 ||
      EVP_PKEY_CTX_set1_hkdf_key(hkdf.get(), bytes_of(std::string_view{secret}),
                                 static_cast<int>(secret.size())) != 1 ||
      EVP_PKEY_CTX_add1_hkdf_info(hkdf.get(), bytes_of(context),
                                  static_cast<int>(context.size())) != 1 ||
      EVP_PKEY_derive(hkdf.get(), bytes_of(key), &size) != 1)
    return {};
  return key;
}

struct Sealed {
  std::string key, point, iv, bytes;  // bytes: the ciphertext, then the tag
};

// Empty: not what was sealed, or not for this key.
std::string opened(const store::PracticeKey& key, const Sealed& sealed) {
  const auto own = private_key(key);
  const auto other = public_key(sealed.point);
  if (!own || !other) return {};
  const auto secret = aes_key(shared_secret(own.get(), other.get()), sealed.point);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  if (secret.empty() || !cipher) return {};
  const std::size_t length = sealed.bytes.size() - tag_bytes;
  std::string tag = sealed.bytes.substr(length), plain(length, '\0');
  int done = 0, rest = 0;
  const bool is_right =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                         bytes_of(std::string_view{secret}),
                         bytes_of(std::string_view{sealed.iv})) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &rest, bytes_of(std::string_view{sealed.key}),
                        static_cast<int>(sealed.key.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &done,
                        bytes_of(std::string_view{sealed.bytes}), static_cast<int>(length)) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_bytes),
                          tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + done, &rest) == 1;
  return is_right ? plain : std::string{};
}

Refusal unreadable() {
  return invalid({{"/sealed", "sealed",
                   "This answer cannot be opened here: it is damaged, or the practice's key is "
                   "another one by now."}});
}

Result<Sealed> read(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.problems();
  Problems problems;
  json::Object in(*parsed, "", problems);
  in.only({"schema", "key", "public", "iv", "sealed"});
  if (in.text("schema", json::Need::required) != schema && problems.empty())
    in.wrong("schema", "unknown", "This is read as holdfast.sealed-answer/1; name that.");
  Sealed sealed;
  sealed.key = in.text("key", json::Need::required);
  const auto bytes = [&](std::string_view name, std::size_t least, std::size_t most) {
    auto value = from_base64url(in.text(name, json::Need::required));
    if (!value || value->size() < least || value->size() > most)
      in.wrong(name, "bytes",
               "Bytes in base64url are expected here, as the form's page makes them.");
    return value.value_or(std::string{});
  };
  sealed.point = bytes("public", point_bytes, point_bytes);
  sealed.iv = bytes("iv", iv_bytes, iv_bytes);
  sealed.bytes = bytes("sealed", tag_bytes + 1, std::size_t{128} * 1024);
  if (!problems.empty()) return problems;
  return sealed;
}

}  // namespace

OfflineKey offline_key(House& house) {
  auto keys = house.store().read([](store::Reader& reader) { return reader.keys.of(purpose); });
  if (keys.empty())
    keys = house.store().commit([&](store::Unit& unit) {
      // Another request may have made one meanwhile.
      if (unit.keys.of(purpose).empty()) unit.keys.insert(new_key(unit, house.now()));
      return unit.keys.of(purpose);
    });
  return {keys.front().id, keys.front().open};
}

Reply<OfflineAnswer> open_answer(House& house, std::string_view text) {
  const auto sealed = read(text);
  if (!sealed) return invalid(sealed.problems());
  const auto keys =
      house.store().read([](store::Reader& reader) { return reader.keys.of(purpose); });
  for (const auto& key : keys) {
    if (key.id != sealed->key) continue;
    const auto plain = opened(key, *sealed);
    const auto parsed = json::parse(plain.empty() ? "null" : plain);
    if (!parsed || !parsed->is(json::Kind::object)) return unreadable();
    return OfflineAnswer{std::string(parsed->string_or("token")),
                         std::string(parsed->string_or("form"))};
  }
  return unreadable();
}

}  // namespace holdfast::service
