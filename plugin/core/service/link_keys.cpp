// SPDX-License-Identifier: MIT
#include "service/link_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "store/base64url.hpp"

namespace holdfast::service {
namespace {

using store::from_base64url;
using store::to_base64url;

constexpr std::string_view purpose = "link";
constexpr std::size_t id_bytes = 16, mac_bytes = 16;
constexpr std::size_t half = 22;  // characters of 16 bytes

std::string hmac(std::string_view secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size))
    throw std::runtime_error("HMAC-SHA-256 is not available in this libcrypto");
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string secret_of(const store::PracticeKey& key) {
  return from_base64url(key.secret).value_or(std::string{});
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// "0190d5a0-0000-7000-8000-000000000002" as its sixteen bytes.
std::string bytes_of(const InvitationId& id) {
  std::string bytes;
  int high = -1;
  for (const char c : id.value) {
    const int digit = digit_of(c);
    if (digit < 0) continue;
    if (high < 0) {
      high = digit;
    } else {
      bytes += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  if (bytes.size() != id_bytes) throw std::logic_error("an invitation's id is no UUID");
  return bytes;
}
std::string mac_of(const store::PracticeKey& key, const std::string& practice,
                   const InvitationId& id) {
  return hmac(secret_of(key), "holdfast link 1\n" + practice + "\n" + id.value)
      .substr(0, mac_bytes);
}

}  // namespace

LinkKeys LinkKeys::of(store::Reader& reader, std::string_view practice) {
  return {std::string(practice), reader.keys.of(purpose)};
}

LinkKeys LinkKeys::ensured(store::Unit& unit, std::string_view practice, Instant now) {
  auto keys = unit.keys.of(purpose);
  if (keys.empty()) {
    store::PracticeKey key{unit.ids.uuid(), std::string(purpose), unit.ids.key(32), {}, now};
    unit.keys.insert(key);
    keys.push_back(std::move(key));
  }
  return {std::string(practice), std::move(keys)};
}

std::string LinkKeys::token(const InvitationId& invitation) const {
  return to_base64url(bytes_of(invitation)) +
         to_base64url(mac_of(keys_.front(), practice_, invitation));
}

std::optional<InvitationId> LinkKeys::invitation_of(std::string_view token) const {
  if (token.size() != 2 * half) return std::nullopt;
  const auto bytes = from_base64url(token.substr(0, half));
  const auto mac = from_base64url(token.substr(half));
  if (!bytes || !mac || bytes->size() != id_bytes || mac->size() != mac_bytes) return std::nullopt;
  const InvitationId id{store::spell_uuid(*bytes)};
  for (const auto& key : keys_) {
    const auto right = mac_of(key, practice_, id);
    if (CRYPTO_memcmp(right.data(), mac->data(), mac_bytes) == 0) return id;
  }
  return std::nullopt;
}

std::vector<std::string> LinkKeys::hashes_of_code(std::string_view digits) const {
  std::vector<std::string> hashes;
  for (const auto& key : keys_)
    hashes.push_back(to_base64url(
        hmac(secret_of(key), "holdfast code 1\n" + practice_ + "\n" + std::string(digits))));
  return hashes;
}

std::string new_code(store::Identifiers& ids) {
  std::string digits;
  while (digits.size() < code_digits) {
    // Of 256 values the last six would make some digits likelier than others.
    for (const char c : ids.bytes(16))
      if (const auto byte = static_cast<unsigned char>(c);
          byte < 250 && digits.size() < code_digits)
        digits += static_cast<char>('0' + byte % 10);
  }
  return digits;
}

std::string typed_digits(std::string_view typed) {
  std::string digits;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const auto c = static_cast<unsigned char>(typed[i]);
    const auto next = i + 1 < typed.size() ? static_cast<unsigned char>(typed[i + 1]) : 0U;
    if (c >= '0' && c <= '9') {
      digits += static_cast<char>(c);
    } else if (c == 0xd9 && next >= 0xa0 && next <= 0xa9) {  // Arabic-Indic digits
      digits += static_cast<char>('0' + next - 0xa0);
      ++i;
    } else if (c == 0xdb && next >= 0xb0 && next <= 0xb9) {  // as in Persian and Urdu
      digits += static_cast<char>('0' + next - 0xb0);
      ++i;
    } else if (c != ' ' && c != '-' && c != '.') {
      return {};
    }
  }
  return digits.size() == code_digits ? digits : std::string{};
}

std::string spoken(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 3 == 0) text += ' ';
    text += digits[i];
  }
  return text;
}

}  // namespace holdfast::service
