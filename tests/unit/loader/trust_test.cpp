// SPDX-License-Identifier: MIT
#include "loader/trust.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <catch2/catch.hpp>
#include <memory>

#include "folder.hpp"
#include "loader/checked_file.hpp"
#include "loader/library.hpp"

using holdfast::loader::CheckedFile;
using holdfast::loader::load_adapter;
using holdfast::loader::SignaturePolicy;
using holdfast::testing::contains;
using holdfast::testing::Folder;
using holdfast::testing::refusal_of;

namespace {

// A vendor's pair of keys, made for one test.
class Vendor {
 public:
  Vendor() : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free) { REQUIRE(key_); }
  std::string public_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new(BIO_s_mem()), BIO_free_all);
    REQUIRE(PEM_write_bio_PUBKEY(memory.get(), key_.get()) == 1);
    char* bytes = nullptr;
    const auto length = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(length)};
  }
  std::string sign(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    std::string signature(64, '\0');
    std::size_t length = signature.size();
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                           &length, reinterpret_cast<const unsigned char*>(text.data()),
                           text.size()) == 1);
    return signature;
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

// An adapter as a vendor ships it, and the keys that IT trusts.
struct Shipment {
  Folder folder, keys;
  Vendor vendor;
  std::filesystem::path library = folder.path() / "a.so";

  Shipment() {
    std::filesystem::copy_file(std::filesystem::path{HOLDFAST_SAMPLES} / "good_adapter.so",
                               library);
    put_manifest(R"("sha256":")" + CheckedFile::open(library).sha256() + R"(",)");
  }
  std::string manifest;
  void put_manifest(const std::string& pin) {
    manifest =
        R"({"schema":"holdfast.manifest/1","id":"org.example.a","kind":"adapter","name":"A",)"
        R"("version":"1.0.0","abi_major":1,"abi_minor":0,)" +
        pin + R"("file":"a.so"})";
    folder.write("a.manifest.json", manifest);
  }
  void sign() { folder.write("a.manifest.json.sig", vendor.sign(manifest)); }
  void trust() { keys.write("vendor.pem", vendor.public_pem()); }

  std::string refused(SignaturePolicy policy = SignaturePolicy::require) const {
    return refusal_of([&] { load_adapter(library, {policy, keys.path()}); });
  }
};

}  // namespace

TEST_CASE("a manifest signed by a trusted key is let through") {
  Shipment shipment;
  shipment.sign();
  shipment.trust();
  const auto loaded =
      load_adapter(shipment.library, {SignaturePolicy::require, shipment.keys.path()});
  CHECK(loaded.entry != nullptr);
  CHECK(loaded.distrust.empty());
}

TEST_CASE("without a signature, without a trusted key or without a hash nothing is loaded") {
  Shipment shipment;
  shipment.trust();
  CHECK(contains(shipment.refused(), "expected its signature in a.manifest.json.sig, found none"));
  shipment.sign();
  std::filesystem::remove(shipment.keys.path() / "vendor.pem");
  CHECK(contains(shipment.refused(), "expected a signature by one of 0 keys"));
  shipment.keys.write("other.pem", Vendor{}.public_pem());
  CHECK(contains(shipment.refused(), "expected a signature by one of 1 keys"));
  shipment.trust();
  CHECK(shipment.refused().empty());
  shipment.put_manifest("");
  shipment.sign();
  CHECK(contains(shipment.refused(), "expected a sha256"));
  std::filesystem::remove(shipment.folder.path() / "a.manifest.json");
  CHECK(contains(shipment.refused(), "expected a signed manifest beside it, found none"));
}

TEST_CASE("a byte changed after signing is refused, in manifest, signature and library alike") {
  Shipment shipment;
  shipment.sign();
  shipment.trust();
  shipment.folder.write("a.manifest.json", shipment.manifest + " ");
  CHECK(contains(shipment.refused(), "expected a signature"));
  shipment.folder.write("a.manifest.json", shipment.manifest);
  auto signature = shipment.vendor.sign(shipment.manifest);
  signature[10] = static_cast<char>(signature[10] ^ 1);
  shipment.folder.write("a.manifest.json.sig", signature);
  CHECK(contains(shipment.refused(), "expected a signature"));
  shipment.folder.write("a.manifest.json.sig", signature.substr(1));
  CHECK(contains(shipment.refused(), "expected 64 bytes of an Ed25519 signature, found 63"));
  shipment.sign();
  std::ofstream(shipment.library, std::ios::app) << 'x';
  CHECK(contains(shipment.refused(), "the file was changed"));
}

TEST_CASE("a policy of warn loads and says why it would not; a policy of off says nothing") {
  Shipment shipment;
  const auto loaded = load_adapter(shipment.library, {SignaturePolicy::warn, shipment.keys.path()});
  CHECK(loaded.entry != nullptr);
  CHECK(contains(loaded.distrust, "expected its signature"));
  CHECK(load_adapter(shipment.library, {SignaturePolicy::off, shipment.keys.path()})
            .distrust.empty());
}

TEST_CASE(
    "a key that others may change is no trusted key, and what is no Ed25519 key is passed over") {
  Shipment shipment;
  shipment.sign();
  shipment.keys.write("a.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
  shipment.keys.write("b.pem", "no key at all");
  shipment.trust();
  CHECK(shipment.refused().empty());
  shipment.keys.write("0.pem", shipment.vendor.public_pem(), 0666);
  CHECK(contains(shipment.refused(), "only its owner may write"));
}
