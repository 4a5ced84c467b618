// SPDX-License-Identifier: MIT
#include "loader/trust.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <holdfast/cpp/guard.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "loader/checked_file.hpp"
#include "loader/libcrypto.hpp"

namespace holdfast::loader {
namespace {

constexpr std::size_t key_bytes = 32, signature_bytes = 64, largest_key_file = 4096;
// What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, 4).
constexpr std::string_view key_opening("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

std::string without_breaks(std::string_view text) {
  std::string whole;
  for (const char c : text)
    if (c != '\n' && c != '\r' && c != ' ') whole += c;
  return whole;
}

// The key in a PEM file, or nothing when it holds another kind of key.
std::optional<std::string> key_in(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----", end = "-----END PUBLIC KEY-----";
  const auto from = pem.find(begin), to = pem.find(end);
  if (from == std::string_view::npos || to == std::string_view::npos || to < from)
    return std::nullopt;
  const auto text = without_breaks(pem.substr(from + begin.size(), to - from - begin.size()));
  std::string bytes(text.size() / 4 * 3, '\0');
  const auto decode = libcrypto<decltype(EVP_DecodeBlock)>("EVP_DecodeBlock");
  const int length =
      decode(reinterpret_cast<unsigned char*>(bytes.data()),
             reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < static_cast<int>(key_opening.size() + key_bytes) ||
      !std::string_view{bytes}.starts_with(key_opening))
    return std::nullopt;
  return bytes.substr(key_opening.size(), key_bytes);
}

bool is_signed_by(const std::string& key, std::string_view bytes, const std::string& signature) {
  const auto as_bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  const std::unique_ptr<EVP_PKEY, decltype(EVP_PKEY_free)*> public_key(
      libcrypto<decltype(EVP_PKEY_new_raw_public_key)>("EVP_PKEY_new_raw_public_key")(
          EVP_PKEY_ED25519, nullptr, as_bytes(key), key.size()),
      libcrypto<decltype(EVP_PKEY_free)>("EVP_PKEY_free"));
  const std::unique_ptr<EVP_MD_CTX, decltype(EVP_MD_CTX_free)*> context(
      libcrypto<decltype(EVP_MD_CTX_new)>("EVP_MD_CTX_new")(),
      libcrypto<decltype(EVP_MD_CTX_free)>("EVP_MD_CTX_free"));
  return public_key && context &&
         libcrypto<decltype(EVP_DigestVerifyInit)>("EVP_DigestVerifyInit")(
             context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
         libcrypto<decltype(EVP_DigestVerify)>("EVP_DigestVerify")(
             context.get(), as_bytes(signature), signature.size(), as_bytes(bytes), bytes.size()) ==
             1;
}

std::vector<std::filesystem::path> key_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == ".pem") files.push_back(at->path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string distrust(const Manifest& manifest, std::string_view bytes, const Trust& trust,
                     const std::filesystem::path& manifest_path) {
  const auto where = manifest_path.string();
  if (manifest.sha256.empty())
    return where +
           ": expected a sha256 of the library, which a signature would cover, found none; "
           "ask the vendor for a signed one";
  const std::filesystem::path path = where + ".sig";
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return where + ": expected its signature in " + path.filename().string() +
           ", found none; ask the vendor for it";
  const auto signature = CheckedFile::open(path).read(largest_key_file);
  if (signature.size() != signature_bytes)
    return path.string() + ": expected 64 bytes of an Ed25519 signature, found " +
           std::to_string(signature.size()) + "; ask the vendor for another";
  const auto files = key_files(trust.keys);
  for (const auto& file : files)
    if (const auto key = key_in(CheckedFile::open(file).read(largest_key_file)))
      if (is_signed_by(*key, bytes, signature)) return {};
  return where + ": expected a signature by one of " + std::to_string(files.size()) + " keys in " +
         trust.keys.string() +
         ", found another; install the vendor's key there if you trust the vendor";
}

}  // namespace holdfast::loader
