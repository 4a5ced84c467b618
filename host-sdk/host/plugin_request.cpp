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

Told put_to_plugin(const PluginPages& plugin, const Question& question) {
  const auto& request = question.request;
  PluginRequest asked{request.method, question.prefix, question.path,
                      question.query, question.actor,  inward(request.headers, session_cookie),
                      request.body};
  // How the browser came in is this server's to say, whatever the request says.
  std::erase_if(asked.headers, [](const auto& one) {
    return one.first == "x-forwarded-proto" || one.first == sign_out;
  });
  asked.headers.emplace_back("x-forwarded-proto", request.is_encrypted ? "https" : "http");
  // Who came in through a practice system signs out there.
  if (question.may_sign_out) asked.headers.emplace_back(sign_out, "/logout");
  Told told{plugin(asked)};
  auto headers = outward(told.response.headers, session_cookie);
  if (!headers) throw std::runtime_error("the plugin gave a header that is not allowed");
  told.response.headers = std::move(*headers);
  told.ends_session = take_header(told.response.headers, end_session);
  if (header(told.response.headers, "x-content-type-options").empty())
    told.response.headers.emplace_back("x-content-type-options", "nosniff");
  return told;
}

}  // namespace holdfast::host
