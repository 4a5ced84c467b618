// SPDX-License-Identifier: MIT
// Passwords and secrets: argon2id (RFC 9106) with 19 MiB, two passes and one lane, and random
// tokens.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::host {

inline constexpr std::size_t shortest_password = 10;  // characters, counted as bytes
inline constexpr std::size_t longest_password = 1024;

// "$argon2id$v=19$..." with a fresh salt. Takes tens of milliseconds, on purpose.
std::string password_hash(std::string_view password);
// False also for a hash that cannot be read. Costs the same when `hash` is empty, so that an
// unknown name cannot be told from a wrong password by the clock.
bool password_fits(std::string_view password, const std::string& hash);

std::string random_bytes(std::size_t count);  // from the system; throws when it has none
std::string random_token();                   // 256 random bits as 64 hex digits

}  // namespace holdfast::host
