// SPDX-License-Identifier: MIT
// The practice's own secrets: what one-time links are signed with, and the pair that answers kept
// on a device without network are encrypted to. Each has an id; an older one still opens what was
// made with it. Lost link keys end the links that are out; a lost pair makes answers that still
// wait on devices unreadable.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "alliance/moment.hpp"

namespace holdfast::store {

class Connection;

struct PracticeKey {
  std::string id;
  std::string purpose;  // link, offline
  std::string secret;   // base64url
  std::string open;     // the public half, base64url; empty where there is none
  Instant made_at;
};

class Keys {
 public:
  explicit Keys(Connection& connection) : connection_(connection) {}

  void insert(const PracticeKey& key);
  std::vector<PracticeKey> of(std::string_view purpose) const;  // newest first

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
