// SPDX-License-Identifier: MIT
// A request as the host hands it over and the answer to it, as plain values.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::web {

// Everything is borrowed from the host for the time of the call.
struct Request {
  std::string_view method;
  std::string_view prefix;  // script_name: "" or "/holdfast"
  std::string_view path;    // path_info: "/today"
  std::string_view query;
  std::string_view actor;  // empty: nobody is signed in
  std::string_view nonce;  // empty: the host sets no content policy of its own
  std::vector<std::pair<std::string_view, std::string_view>> headers;  // names in lower case
  std::string_view body;

  std::string_view header(std::string_view name) const;  // empty when absent
  // Whether the body says it is of this media type (RFC 9110, 8.3.1), whatever its parameters.
  bool is_of_type(std::string_view media_type) const;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool has_stored_a_rating = false;  // with this answer for the first time; for the counts

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

inline constexpr std::size_t body_limit = std::size_t{256} * 1024;

Response html(std::string body, int status = 200);
Response json(std::string body, int status = 200);
Response redirect(std::string_view prefix,
                  std::string_view path);  // 303: the next request is a GET

}  // namespace holdfast::web
