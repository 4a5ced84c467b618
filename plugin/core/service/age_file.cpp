// SPDX-License-Identifier: MIT
#include "service/age_file.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <stdexcept>
#include <vector>

#include "service/bech32.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view intro = "age-encryption.org/v1";
constexpr std::string_view recipient_prefix = "age", identity_prefix = "age-secret-key-";
constexpr std::size_t chunk = 64 * 1024, tag = 16, key_size = 32, file_key_size = 16;
constexpr std::size_t longest_header = 64 * 1024;

using Key = std::array<unsigned char, key_size>;

[[noreturn]] void broken() { throw std::runtime_error("this libcrypto lacks what age files need"); }
void must(int ok) {
  if (ok != 1) broken();
}

struct Freed {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
  void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
};
using PrivateOrPublic = std::unique_ptr<EVP_PKEY, Freed>;
using Deriving = std::unique_ptr<EVP_PKEY_CTX, Freed>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
std::string text(std::span<const unsigned char> data) { return {data.begin(), data.end()}; }

std::string random(std::size_t size) {
  std::string out(size, '\0');
  must(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(size)));
  return out;
}

std::string public_of(const std::string& secret) {
  const PrivateOrPublic key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes(secret), secret.size()));
  if (!key) broken();
  Key out{};
  std::size_t size = out.size();
  must(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size));
  return text(out);
}

std::string shared_of(const std::string& secret, const std::string& other) {
  const PrivateOrPublic own(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes(secret), secret.size()));
  const PrivateOrPublic theirs(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes(other), other.size()));
  if (!own || !theirs) broken();
  const Deriving context(EVP_PKEY_CTX_new(own.get(), nullptr));
  Key out{};
  std::size_t size = out.size();
  must(EVP_PKEY_derive_init(context.get()));
  must(EVP_PKEY_derive_set_peer(context.get(), theirs.get()));
  must(EVP_PKEY_derive(context.get(), out.data(), &size));
  return text(out);
}

std::string hkdf(const std::string& secret, const std::string& salt, std::string_view info) {
  const Deriving context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  Key out{};
  std::size_t size = out.size();
  must(EVP_PKEY_derive_init(context.get()));
  must(EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()));
  must(EVP_PKEY_CTX_set1_hkdf_salt(context.get(), bytes(salt), static_cast<int>(salt.size())));
  must(EVP_PKEY_CTX_set1_hkdf_key(context.get(), bytes(secret), static_cast<int>(secret.size())));
  must(EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes(info), static_cast<int>(info.size())));
  must(EVP_PKEY_derive(context.get(), out.data(), &size));
  return text(out);
}

std::string hmac(const std::string& secret, std::string_view message) {
  Key out{};
  std::size_t size = out.size();
  if (!EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, secret.data(), secret.size(),
                 bytes(message), message.size(), out.data(), out.size(), &size))
    broken();
  return text(out);
}

std::string seal(const std::string& key, const std::string& nonce, std::string_view plain) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(
      EVP_EncryptInit_ex(cipher.get(), EVP_chacha20_poly1305(), nullptr, bytes(key), bytes(nonce)));
  std::string out(plain.size() + tag, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int size = 0, rest = 0;
  must(EVP_EncryptUpdate(cipher.get(), to, &size, bytes(plain), static_cast<int>(plain.size())));
  must(EVP_EncryptFinal_ex(cipher.get(), to + size, &rest));
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag, to + plain.size()));
  return out;
}

std::optional<std::string> open(const std::string& key, const std::string& nonce,
                                std::string sealed) {
  if (sealed.size() < tag) return std::nullopt;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(
      EVP_DecryptInit_ex(cipher.get(), EVP_chacha20_poly1305(), nullptr, bytes(key), bytes(nonce)));
  const auto length = sealed.size() - tag;
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag, sealed.data() + length));
  std::string out(length, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int size = 0, rest = 0;
  must(EVP_DecryptUpdate(cipher.get(), to, &size, bytes(sealed), static_cast<int>(length)));
  if (EVP_DecryptFinal_ex(cipher.get(), to + size, &rest) != 1) return std::nullopt;
  return out;
}

// Base64 without padding.
std::string base64(std::string_view data) {
  std::string out((data.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes(data),
                                   static_cast<int>(data.size()));
  out.resize(static_cast<std::size_t>(size));
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

std::string from_base64(std::string text) {
  const auto padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string out(text.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes(text),
                                   static_cast<int>(text.size()));
  if (size < 0 || static_cast<std::size_t>(size) < padding) return {};
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

// The nonce of each chunk: eleven bytes that count, and one that says "this is the last".
class Counting {
 public:
  std::string next(bool is_last) {
    std::string nonce = count_;
    nonce.push_back(is_last ? '\1' : '\0');
    for (auto at = count_.rbegin(); at != count_.rend() && ++*at == 0; ++at) {
    }
    return nonce;
  }

 private:
  std::string count_ = std::string(11, '\0');
};

std::string no_nonce() { return std::string(12, '\0'); }
constexpr std::string_view wrap_info = "age-encryption.org/v1/X25519";

}  // namespace

AgeKeys make_age_keys() {
  auto secret = random(key_size);
  const auto open = public_of(secret);
  auto identity = bech32(identity_prefix, {bytes(secret), secret.size()});
  std::transform(identity.begin(), identity.end(), identity.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  OPENSSL_cleanse(secret.data(), secret.size());
  return {std::move(identity), bech32(recipient_prefix, {bytes(open), open.size()})};
}

bool is_age_recipient(std::string_view text) {
  const auto key = from_bech32(recipient_prefix, text);
  return key && key->size() == key_size;
}

bool is_age_file(std::string_view beginning) { return beginning.starts_with(intro); }

struct AgeWriter::Sealing {
  Out out;
  std::string key, held;
  Counting counting;
};

AgeWriter::AgeWriter(std::string_view recipient, Out out) : sealing_(std::make_unique<Sealing>()) {
  const auto theirs = from_bech32(recipient_prefix, recipient);
  if (!theirs || theirs->size() != key_size)
    throw std::invalid_argument("not a recipient: age1… is expected");
  const auto file_key = random(file_key_size), secret = random(key_size);
  const auto share = public_of(secret);
  const auto wrap = hkdf(shared_of(secret, *theirs), share + *theirs, wrap_info);
  auto header = std::string(intro) + "\n-> X25519 " + base64(share) + "\n" +
                base64(seal(wrap, no_nonce(), file_key)) + "\n---";
  header += " " + base64(hmac(hkdf(file_key, {}, "header"), header)) + "\n";
  const auto nonce = random(16);
  sealing_->key = hkdf(file_key, nonce, "payload");
  sealing_->out = std::move(out);
  sealing_->out(header);
  sealing_->out(nonce);
}

AgeWriter::~AgeWriter() = default;

void AgeWriter::write(std::string_view data) {
  auto& held = sealing_->held;
  held += data;
  while (held.size() > chunk) {
    sealing_->out(seal(sealing_->key, sealing_->counting.next(false), held.substr(0, chunk)));
    held.erase(0, chunk);
  }
}

void AgeWriter::finish() {
  sealing_->out(seal(sealing_->key, sealing_->counting.next(true), sealing_->held));
  sealing_->held.clear();
}

struct AgeReader::Opening {
  In in;
  std::string held, key;
  Counting counting;
  bool at_end = false, is_done = false;

  void fill(std::size_t wanted) {
    char piece[16 * 1024];
    while (!at_end && held.size() < wanted) {
      const auto got = in(piece, sizeof piece);
      at_end = got == 0;
      held.append(piece, got);
    }
  }
  std::string line() {
    for (;;) {
      if (const auto end = held.find('\n'); end != std::string::npos) {
        auto line = held.substr(0, end);
        held.erase(0, end + 1);
        return line;
      }
      if (at_end || held.size() > longest_header)
        throw std::runtime_error("this is no age file, or its beginning is damaged");
      fill(held.size() + 1);
    }
  }
};

AgeReader::AgeReader(std::string_view identity, In in) : opening_(std::make_unique<Opening>()) {
  opening_->in = std::move(in);
  const auto secret = from_bech32(identity_prefix, identity);
  if (!secret || secret->size() != key_size)
    throw std::runtime_error("this is no key: AGE-SECRET-KEY-1… is expected");
  const auto own = public_of(*secret);
  auto header = opening_->line();
  if (header != intro) throw std::runtime_error("this is no age file");
  header += "\n";
  std::string file_key, mac;
  for (std::string line = opening_->line(), share, body; mac.empty();) {
    if (line.starts_with("--- ")) {
      header += "---";
      mac = line.substr(4);
      break;
    }
    if (!line.starts_with("-> ")) throw std::runtime_error("this age file's beginning is damaged");
    header += line + "\n";
    share = line.starts_with("-> X25519 ") ? from_base64(line.substr(10)) : std::string{};
    body.clear();
    for (line = opening_->line(); !line.starts_with("-> ") && !line.starts_with("---");
         line = opening_->line()) {
      header += line + "\n";
      body += line;
    }
    if (share.size() != key_size || !file_key.empty()) continue;
    const auto wrap = hkdf(shared_of(*secret, share), share + own, wrap_info);
    if (auto opened = holdfast::service::open(wrap, no_nonce(), from_base64(body));
        opened && opened->size() == file_key_size)
      file_key = std::move(*opened);
  }
  if (file_key.empty()) throw std::runtime_error("this file was encrypted to another key");
  if (base64(hmac(hkdf(file_key, {}, "header"), header)) != mac)
    throw std::runtime_error("this age file's beginning was changed");
  opening_->fill(16);
  if (opening_->held.size() < 16) throw std::runtime_error("this age file is cut off");
  opening_->key = hkdf(file_key, opening_->held.substr(0, 16), "payload");
  opening_->held.erase(0, 16);
}

AgeReader::~AgeReader() = default;

std::string AgeReader::read() {
  auto& self = *opening_;
  if (self.is_done) return {};
  self.fill(chunk + tag + 1);
  const bool is_last = self.held.size() <= chunk + tag;
  const auto size = std::min(self.held.size(), chunk + tag);
  auto plain =
      holdfast::service::open(self.key, self.counting.next(is_last), self.held.substr(0, size));
  if (!plain) throw std::runtime_error("this age file is damaged or cut off");
  self.held.erase(0, size);
  self.is_done = is_last;
  return std::move(*plain);
}

}  // namespace holdfast::service
