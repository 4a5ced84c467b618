// SPDX-License-Identifier: MIT
// Requests that may be sent twice: answers by idempotency key, and assertions that are good once.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "alliance/moment.hpp"

namespace holdfast::store {

class Connection;

struct AnsweredRequest {
  std::string key;
  std::string digest;  // of the body; another body under the same key is a mistake of the sender
  std::string answer;  // JSON, without clinical content
  Instant at;
};

class Requests {
 public:
  explicit Requests(Connection& connection) : connection_(connection) {}

  void insert(const AnsweredRequest& request);
  std::optional<AnsweredRequest> find(std::string_view key) const;
  // False: this nonce was used before.
  bool use_nonce(std::string_view site, std::string_view nonce, Instant expires);
  // Writes so many bytes and takes them out again, within the unit: there is room for them.
  void prove_room(std::size_t bytes);
  void forget_before(Instant time);  // answers made, and nonces expired, before

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
