// SPDX-License-Identifier: MIT
// Ids that we give: UUIDv7 (RFC 9562), and random keys that stand for a client in facts and audit
// lines.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"

namespace holdfast::store {

// A client, or another rater, as facts and audit lines name them. The mapping to the host's id is
// one row of its own, which erasing deletes.
using ClientKey = Id<struct ClientKeyTag>;

using Clock = std::function<Instant()>;
using Randomness = std::function<void(std::span<unsigned char>)>;  // fills; throws when it cannot

Instant system_now();
void system_randomness(std::span<unsigned char> out);  // getrandom(2)

// [thread-safe]
class Identifiers {
 public:
  Identifiers(Clock now, Randomness random);

  // 36 characters. Ids of one generator increase, also within a millisecond and when the clock
  // steps back.
  std::string uuid();
  // `bytes` random bytes as base64url without padding: 16 make 22 characters.
  std::string key(std::size_t bytes = 16);
  std::string bytes(std::size_t count);  // random

 private:
  Clock now_;
  Randomness random_;
  std::mutex mutex_;
  std::int64_t last_ms_ = 0;
  std::array<unsigned char, 10>
      last_{};  // the 74 random bits of the last id, counted up within its ms
};

// Sixteen bytes as "0190d5a0-0000-7000-8000-000000000002".
std::string spell_uuid(std::string_view bytes);

// SHA-256 as 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace holdfast::store
