// SPDX-License-Identifier: MIT
#include "password.hpp"

#include <argon2.h>
#include <sys/random.h>

#include <array>
#include <stdexcept>

namespace holdfast::host {
namespace {

constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t hash_bytes = 32;
// A hash of nothing in particular, checked when the name is unknown.
constexpr const char* nobody =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  // Up to 256 bytes come whole (getrandom(2)).
  if (count > 256 || ::getrandom(bytes.data(), count, 0) != static_cast<ssize_t>(count))
    throw std::runtime_error("the system gives no random bytes");
  return bytes;
}

std::string password_hash(std::string_view password) {
  const auto salt = random_bytes(16);
  std::array<char, 160> encoded{};
  const int result =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (result != ARGON2_OK) throw std::runtime_error(argon2_error_message(result));
  return encoded.data();
}

bool password_fits(std::string_view password, const std::string& hash) {
  const char* expected = hash.empty() ? nobody : hash.c_str();
  return argon2id_verify(expected, password.data(), password.size()) == ARGON2_OK && !hash.empty();
}

std::string random_token() {
  std::string hex;
  for (const char one : random_bytes(32)) {
    const unsigned byte = static_cast<unsigned char>(one);
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

}  // namespace holdfast::host
