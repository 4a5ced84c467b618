// SPDX-License-Identifier: MIT
// The second thing a person signs in with where the pages leave this machine: six digits from their
// phone (TOTP, RFC 6238: SHA-1, steps of 30 seconds).
#pragma once
#include <cstdint>
#include <ctime>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace holdfast::host {

using WallClock = std::function<std::time_t()>;  // seconds since 1970, UTC

inline WallClock wall_clock() {
  return [] { return std::time(nullptr); };
}

// A new secret of 160 bits in base32, as authenticator programs take it.
std::string new_code_secret();

// What such a program reads from a QR code: otpauth://totp/Holdfast:NAME?secret=…
std::string code_address(std::string_view name, const std::string& secret);

// The QR code of a text in block characters, for a terminal with a dark ground.
std::string qr_code(const std::string& text);

// Checks codes, and takes each only once, as RFC 6238 section 5.2 asks. [thread-safe]
class OneTimeCodes {
 public:
  explicit OneTimeCodes(WallClock clock) : clock_(std::move(clock)) {}

  // Spaces in `code` are overlooked; a clock up to 30 seconds off is allowed either way.
  bool accept(const std::string& name, const std::string& secret, std::string_view code);

 private:
  WallClock clock_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> last_step_;  // of each name's accepted code
};

}  // namespace holdfast::host
