// SPDX-License-Identifier: MIT
#include "store/identity.hpp"

#include <openssl/sha.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "store/base64url.hpp"

namespace holdfast::store {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

// RFC 9562 section 5.7: 48 bits of milliseconds, version 7, 12 bits, variant 2, 62 bits.
std::string uuid_of(std::int64_t ms, const std::array<unsigned char, 10>& random) {
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < 6; ++i)
    bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(ms) >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), bytes.begin() + 6);
  bytes[6] = static_cast<unsigned char>(0x70 | (bytes[6] & 0x0f));
  bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3f));
  return spell_uuid({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// Adds one to the 74 random bits; false when they were all ones.
bool count_up(std::array<unsigned char, 10>& random) {
  constexpr std::array<unsigned char, 10> kept{0x0f, 0xff, 0x3f, 0xff, 0xff,
                                               0xff, 0xff, 0xff, 0xff, 0xff};
  for (std::size_t i = random.size(); i-- > 0;) {
    if ((random[i] & kept[i]) != kept[i]) {
      random[i] = static_cast<unsigned char>((random[i] & kept[i]) + 1);
      return true;
    }
    random[i] = 0;
  }
  return false;
}

}  // namespace

Instant system_now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void system_randomness(std::span<unsigned char> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
  }
}

Identifiers::Identifiers(Clock now, Randomness random)
    : now_(std::move(now)), random_(std::move(random)) {}

std::string Identifiers::uuid() {
  const std::scoped_lock lock(mutex_);
  const std::int64_t ms = now_().time_since_epoch().count();
  if (ms > last_ms_) {
    last_ms_ = ms;
    random_(last_);
    last_[0] &= 0x07;  // room to count up within the millisecond
  } else if (!count_up(last_)) {
    ++last_ms_;
    random_(last_);
  }
  return uuid_of(last_ms_, last_);
}

std::string Identifiers::key(std::size_t bytes) { return to_base64url(this->bytes(bytes)); }

std::string Identifiers::bytes(std::size_t count) {
  std::string random(count, '\0');
  random_({reinterpret_cast<unsigned char*>(random.data()), random.size()});
  return random;
}

std::string spell_uuid(std::string_view bytes) {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text += hex_digits[byte >> 4];
    text += hex_digits[byte & 0x0f];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string text;
  text.reserve(64);
  for (const unsigned char byte : digest) {
    text += hex_digits[byte >> 4];
    text += hex_digits[byte & 0x0f];
  }
  return text;
}

}  // namespace holdfast::store
