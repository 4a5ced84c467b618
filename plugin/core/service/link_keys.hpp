// SPDX-License-Identifier: MIT
// One-time links and typed codes, signed with a key of the practice's own: whoever does not hold it
// can neither make one nor try one against the store.
//
// A link's token is the invitation's id and an HMAC-SHA-256 over practice and id, cut to 128 bits
// (RFC 2104, section 5), both in base64url: 44 characters that name nobody. It can be made again
// from the id alone, so no token is kept anywhere.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/ids.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

class LinkKeys {
 public:
  // The practice's keys as they stand; of a practice without one, `ensured` makes one.
  static LinkKeys of(store::Reader& reader, std::string_view practice);
  static LinkKeys ensured(store::Unit& unit, std::string_view practice, Instant now);

  std::string token(const InvitationId& invitation) const;  // with the newest key
  // Whose link this is; nothing for what no key of the practice has signed.
  std::optional<InvitationId> invitation_of(std::string_view token) const;
  // How a typed code stands in the store, by each key that it may have been made with.
  std::vector<std::string> hashes_of_code(std::string_view digits) const;

 private:
  LinkKeys(std::string practice, std::vector<store::PracticeKey> keys)
      : practice_(std::move(practice)), keys_(std::move(keys)) {}

  std::string practice_;
  std::vector<store::PracticeKey> keys_;  // newest first
};

// A typed code has nine digits, said in threes. Of a hundred codes open at once, twenty guesses a
// minute find one in about a year; codes live for an hour.
inline constexpr std::size_t code_digits = 9;
std::string new_code(store::Identifiers& ids);
// The digits of what somebody typed, whatever stands between them; empty when they are not nine.
std::string typed_digits(std::string_view typed);
std::string spoken(std::string_view digits);  // "123 456 789"

}  // namespace holdfast::service
