// SPDX-License-Identifier: MIT
// One HTTP exchange as values: what came in from the network, what goes out.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::host {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string target;                 // as sent: path, or path?query
  Headers headers;                    // names in lower case
  std::string body;                   // whole
  std::string address;                // of the other end; empty on a Unix socket
  bool is_encrypted = false;          // TLS, ours or a trusted proxy's
  std::optional<unsigned> peer_user;  // on a Unix socket: who the other end runs as
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

// One sentence for programs and operators.
inline Response plain(int status, std::string text) {
  return {status,
          {{"content-type", "text/plain; charset=utf-8"},
           {"cache-control", "no-store"},
           {"x-content-type-options", "nosniff"}},
          std::move(text)};
}

// The first value under a lower-case name; empty when there is none.
inline std::string_view header(const Headers& headers, std::string_view name) {
  for (const auto& [known, value] : headers)
    if (known == name) return value;
  return {};
}

}  // namespace holdfast::host
