// SPDX-License-Identifier: MIT
#include "api_problem.hpp"

#include <nlohmann/json.hpp>

namespace holdfast::host {
namespace {

// A stable word for programs; the plugin's own where it has one.
const char* rule_of(int status) {
  switch (status) {
    case 400:
      return "address";
    case 403:
      return "origin";
    case 404:
      return "not-found";
    case 413:
      return "too-large";
    default:
      return "unavailable";
  }
}

}  // namespace

bool is_for_api(std::string_view target, std::string_view prefix) {
  constexpr std::string_view api = "/api/v1";
  if (!target.starts_with(prefix)) return false;
  target.remove_prefix(prefix.size());
  if (!target.starts_with(api)) return false;
  return target.size() == api.size() || target[api.size()] == '/' || target[api.size()] == '?';
}

Response api_problem(int status, std::string_view sentence) {
  const nlohmann::json body = {{"type", std::string("urn:holdfast:problem:") + rule_of(status)},
                               {"title", sentence},
                               {"status", status}};
  auto response = plain(status, body.dump());
  response.headers.front().second = "application/problem+json";
  return response;
}

}  // namespace holdfast::host
