// SPDX-License-Identifier: MIT
// The access token of a SMART backend service (client_credentials with private_key_jwt): asked for
// when there is none or it is about to end, kept in memory alone, never logged, never in an error.
// All [thread-safe].
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "http.hpp"
#include "signing_key.hpp"

namespace holdfast::adapters::fhir {

class Tokens {
 public:
  using Now = std::chrono::system_clock::time_point (*)();
  Tokens(const Settings& settings, Http& http);

  bool are_needed() const { return !settings_.client_id.empty(); }
  // Throws Failure(UNAVAILABLE) when none is to be had.
  std::string current();
  // The server refused `token`: the next current() asks for another.
  void refused(const std::string& token);

  payload::Json public_keys() const { return jwks(keys_); }

 private:
  std::string ask();

  const Settings& settings_;
  Http& http_;
  std::vector<SigningKey> keys_;
  std::mutex mutex_;
  std::string token_;
  std::chrono::steady_clock::time_point good_until_{};
};

}  // namespace holdfast::adapters::fhir
