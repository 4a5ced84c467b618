// SPDX-License-Identifier: MIT
#include "plugin_request.hpp"

#include <stdexcept>

#include "header_rules.hpp"

namespace holdfast::host {
namespace {

// The plugin's way to end the session of whoever hands the device over (ext/plugin_web.h).
constexpr std::string_view end_session = "holdfast-end-session";
constexpr std::string_view sign_out = "holdfast-sign-out";

bool take_header(Headers& headers, std::string_view name) {
  const auto before = headers.size();
  std::erase_if(headers, [&](const auto& one) { return one.first == name; });
  return headers.size() != before;
}

}  // namespace

Headers headers_for(const Request& request) {
  auto headers = inward(request.headers, session_cookie);
  std::erase_if(headers, [](const auto& one) {
    return one.first == "x-forwarded-proto" || one.first == sign_out;
  });
  headers.emplace_back("x-forwarded-proto", request.is_encrypted ? "https" : "http");
  return headers;
}

Response ready_to_leave(Response answer, const char* whose) {
  auto headers = outward(answer.headers, session_cookie);
  if (!headers) throw std::runtime_error(std::string(whose) + " gave a header that is not allowed");
  answer.headers = std::move(*headers);
  if (header(answer.headers, "x-content-type-options").empty())
    answer.headers.emplace_back("x-content-type-options", "nosniff");
  return answer;
}

Told put_to_plugin(const PluginPages& plugin, const Question& question) {
  const auto& request = question.request;
  PluginRequest asked{request.method, question.prefix,      question.path, question.query,
                      question.actor, headers_for(request), request.body};
  // Who came in through a practice system signs out there.
  if (question.may_sign_out) asked.headers.emplace_back(sign_out, "/logout");
  Told told{ready_to_leave(plugin(asked), "the plugin")};
  told.ends_session = take_header(told.response.headers, end_session);
  return told;
}

}  // namespace holdfast::host
