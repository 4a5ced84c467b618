// SPDX-License-Identifier: MIT
// One request to the gateway and its answer, and a question to the plugin, as values.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::adapters::fhir::gateway {

using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

// The first value under a lower-case name; empty when there is none.
inline std::string header(const Headers& headers, std::string_view name) {
  for (const auto& [known, value] : headers)
    if (known == name) return value;
  return {};
}

struct Exchange {
  std::string method, prefix, path, query;  // "POST", "/holdfast", "/cds-services/x", "a=b"
  std::string actor;                        // of a question to the plugin; empty: nobody
  Headers headers;
  std::string body;
  std::int64_t now = 0;  // Unix seconds
};

struct Answered {
  int status = 200;
  Headers headers;
  std::string body;
};

// Asks the plugin in the name of `actor`. Throws Failure when it gives no answer.
using AskPlugin = std::function<Answered(const Exchange&)>;
// Takes a sentence for operators, without anything about a client and without a token.
using Warn = std::function<void(const std::string&)>;

// The value of a cookie; empty when it is not there.
std::string cookie_in(const Headers& headers, std::string_view name);
// One field of a query; empty when it is not there.
std::string field_in(std::string_view query, std::string_view name);

// Random bytes as base64url. Throws Failure(UNAVAILABLE) without randomness.
std::string fresh_token(std::size_t bytes = 32);

}  // namespace holdfast::adapters::fhir::gateway
