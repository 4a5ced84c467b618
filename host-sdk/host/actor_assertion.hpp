// SPDX-License-Identifier: MIT
// What a practice system that talks over the socket says about who is acting, in one header, signed
// with a key that both know (HMAC-SHA-256). It is good for one request, for at most a minute, once.
//
//   holdfast-actor: v=1;site=default;kind=staff;actor=5;subject=1;iat=1795430400;exp=1795430430;
//                   nonce=0123456789abcdef0123456789abcdef;mac=HEX
//
// What is signed are the lines of signed_text(): all of that but the mac, and the method, the
// prefix under which the host shows our pages, the target as sent, and the SHA-256 of the body.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::host {

inline constexpr std::string_view assertion_header = "holdfast-actor";
inline constexpr std::string_view prefix_header = "holdfast-prefix";
inline constexpr std::int64_t longest_assertion_seconds = 60;

struct ActorAssertion {
  std::string site;
  std::string kind;                      // staff, client, carer
  std::string actor;                     // the host's id of the person
  std::string subject;                   // the client it is about; empty: nobody in particular
  std::int64_t issued = 0, expires = 0;  // Unix seconds
  std::string nonce;                     // 32 hexadecimal digits
  std::string mac;                       // 64 hexadecimal digits
};

// Nothing for a text that is not exactly of that form.
std::optional<ActorAssertion> parse_assertion(std::string_view header);

struct SignedRequest {
  std::string_view method, prefix, target, body;
};
std::string signed_text(const ActorAssertion& assertion, const SignedRequest& request);

// Hexadecimal; throws Failure where this machine has no libcrypto.
std::string mac_of(std::string_view text, std::string_view key);
// Whether one of the keys made the mac; in the same time whatever the answer.
bool is_made_by(const std::vector<std::string>& keys, std::string_view text, std::string_view mac);

// The keys of a site: a file of one line, or of two while the key is being changed, each of at
// least 32 characters. Throws Exit(environment): unreadable, readable by everybody, too many or too
// short.
std::vector<std::string> read_site_keys(const std::string& file);

}  // namespace holdfast::host
