// SPDX-License-Identifier: MIT
#include "actor_assertion.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>

#include "exit.hpp"
#include "loader/libcrypto.hpp"

namespace holdfast::host {
namespace {

// libcrypto's own signatures; its types are only handed through.
using Digest = unsigned char*(const unsigned char*, std::size_t, unsigned char*);
using Algorithm = const void*();
using KeyedDigest = unsigned char*(const void*, const void*, int, const unsigned char*, std::size_t,
                                   unsigned char*, unsigned int*);
using Compare = int(const void*, const void*, std::size_t);

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t shortest_key = 32;

std::string hexadecimal(const std::array<unsigned char, digest_bytes>& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, digest_bytes> digest{};
  loader::libcrypto<Digest>("SHA256")(bytes_of(text), text.size(), digest.data());
  return hexadecimal(digest);
}

bool is_hexadecimal(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Nothing that could end a line or a field.
bool is_id(std::string_view text) {
  return text.size() <= 128 &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-") ==
             std::string_view::npos;
}

std::optional<std::int64_t> seconds_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ActorAssertion> parse_assertion(std::string_view header) {
  static constexpr std::array<std::string_view, 9> names{"v",   "site", "kind",  "actor", "subject",
                                                         "iat", "exp",  "nonce", "mac"};
  std::array<std::string_view, names.size()> values;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!header.starts_with(names[i]) || !header.substr(names[i].size()).starts_with('='))
      return std::nullopt;
    header.remove_prefix(names[i].size() + 1);
    const auto end = header.find(';');
    if ((end == std::string_view::npos) != (i + 1 == names.size())) return std::nullopt;
    values[i] = header.substr(0, end);
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    if (!is_id(values[i])) return std::nullopt;
  }
  const auto issued = seconds_in(values[5]), expires = seconds_in(values[6]);
  const auto kind = values[2];
  if (values[0] != "1" || values[1].empty() || values[3].empty() || !issued || !expires ||
      (kind != "staff" && kind != "client" && kind != "carer") || !is_hexadecimal(values[7], 32) ||
      !is_hexadecimal(values[8], 2 * digest_bytes))
    return std::nullopt;
  return ActorAssertion{std::string(values[1]),
                        std::string(kind),
                        std::string(values[3]),
                        std::string(values[4]),
                        *issued,
                        *expires,
                        std::string(values[7]),
                        std::string(values[8])};
}

std::string signed_text(const ActorAssertion& assertion, const SignedRequest& request) {
  std::string text = "holdfast-actor/1";
  for (const auto& line : {std::string_view(assertion.site), std::string_view(assertion.kind),
                           std::string_view(assertion.actor), std::string_view(assertion.subject),
                           request.method, request.prefix, request.target})
    (text += '\n') += line;
  return text + '\n' + sha256(request.body) + '\n' + std::to_string(assertion.issued) + '\n' +
         std::to_string(assertion.expires) + '\n' + assertion.nonce;
}

std::string mac_of(std::string_view text, std::string_view key) {
  std::array<unsigned char, digest_bytes> digest{};
  unsigned int length = 0;
  loader::libcrypto<KeyedDigest>("HMAC")(loader::libcrypto<Algorithm>("EVP_sha256")(), key.data(),
                                         static_cast<int>(key.size()), bytes_of(text), text.size(),
                                         digest.data(), &length);
  return hexadecimal(digest);
}

bool is_made_by(const std::vector<std::string>& keys, std::string_view text, std::string_view mac) {
  bool is_good = false;
  for (const auto& key : keys) {
    const auto made = mac_of(text, key);
    is_good |= made.size() == mac.size() && loader::libcrypto<Compare>("CRYPTO_memcmp")(
                                                made.data(), mac.data(), mac.size()) == 0;
  }
  return is_good;
}

std::vector<std::string> read_site_keys(const std::string& file) {
  struct stat found {};
  std::ifstream in(file, std::ios::binary);
  if (!in || ::stat(file.c_str(), &found) != 0)
    throw Exit(ExitCode::environment,
               file + ": the site's key cannot be read; give the file to this user's group");
  if ((found.st_mode & 0007) != 0)
    throw Exit(ExitCode::environment, file + ": everybody may read the site's key; chmod 640");
  std::vector<std::string> keys;
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty()) keys.push_back(line);
  }
  const bool is_short = std::any_of(keys.begin(), keys.end(),
                                    [](const auto& key) { return key.size() < shortest_key; });
  if (keys.empty() || keys.size() > 2 || is_short)
    throw Exit(ExitCode::environment,
               file +
                   ": expected one key, or the new and the old one while it is changed, each a "
                   "line of 32 characters or more; make one with: openssl rand -hex 32");
  return keys;
}

}  // namespace holdfast::host
