// SPDX-License-Identifier: MIT
#include "one_time_code.hpp"

#include <liboath/oath.h>
#include <qrencode.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "password.hpp"

namespace holdfast::host {
namespace {

constexpr unsigned step_seconds = 30;
constexpr std::size_t steps_either_side = 1;
constexpr std::size_t digits = 6;
constexpr std::size_t secret_bytes = 20;  // RFC 4226, section 4: 160 bits recommended

struct Freed {
  void operator()(char* text) const { std::free(text); }  // NOLINT(cppcoreguidelines-no-malloc)
};

std::string bytes_of(const std::string& secret) {
  char* decoded = nullptr;
  std::size_t size = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &decoded, &size) != OATH_OK) return {};
  const std::unique_ptr<char, Freed> owned(decoded);
  return {decoded, size};
}

}  // namespace

std::string new_code_secret() {
  const auto bytes = random_bytes(secret_bytes);
  char* encoded = nullptr;
  std::size_t size = 0;
  if (const int error = oath_base32_encode(bytes.data(), bytes.size(), &encoded, &size);
      error != OATH_OK)
    throw std::runtime_error(oath_strerror(error));
  const std::unique_ptr<char, Freed> owned(encoded);
  return {encoded, size};
}

std::string code_address(std::string_view name, const std::string& secret) {
  // A login name has no character that an address would need escaped, but for the @.
  std::string label;
  for (const char c : name) label += c == '@' ? std::string("%40") : std::string(1, c);
  return "otpauth://totp/Holdfast:" + label + "?secret=" + secret +
         "&issuer=Holdfast&algorithm=SHA1&digits=6&period=30";
}

std::string qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), &QRcode_free);
  if (!code) throw std::runtime_error("the QR code cannot be made");
  constexpr int quiet = 2;  // modules of empty border
  const auto is_dark = [&](int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
    return inside && (code->data[y * code->width + x] & 1U) != 0;
  };
  // Two rows of modules make one line; what is light in the code is drawn, the ground is dark.
  std::string lines;
  for (int y = -quiet; y < code->width + quiet; y += 2) {
    for (int x = -quiet; x < code->width + quiet; ++x) {
      const bool upper = !is_dark(x, y), lower = !is_dark(x, y + 1);
      lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    lines += '\n';
  }
  return lines;
}

bool OneTimeCodes::accept(const std::string& name, const std::string& secret,
                          std::string_view code) {
  std::string typed;
  std::copy_if(code.begin(), code.end(), std::back_inserter(typed),
               [](char c) { return c != ' '; });
  const auto key = bytes_of(secret);
  const bool is_code =
      typed.size() == digits &&
      std::all_of(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (key.empty() || !is_code) return false;
  int position = 0;
  std::uint64_t step = 0;
  if (oath_totp_validate3(key.data(), key.size(), clock_(), step_seconds, 0, steps_either_side,
                          &position, &step, typed.c_str()) < 0)
    return false;
  const std::lock_guard lock(mutex_);
  const auto [last, is_first] = last_step_.try_emplace(name, step);
  if (!is_first && step <= last->second) return false;
  last->second = step;
  return true;
}

}  // namespace holdfast::host
