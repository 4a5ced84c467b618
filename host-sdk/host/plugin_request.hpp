// SPDX-License-Identifier: MIT
// A request as the plugin is asked it (ext/plugin_web.h), and who answers.
#pragma once
#include <functional>
#include <string>

#include "http_message.hpp"

namespace holdfast::host {

struct PluginRequest {
  std::string method, prefix, path, query, actor;
  Headers headers;
  std::string body;
};
// Answers; throws std::exception when no answer could be made.
using PluginPages = std::function<Response(const PluginRequest&)>;

inline constexpr std::size_t largest_body = 1024UL * 1024;  // the plugin's own limit is lower
inline constexpr std::string_view session_cookie = "holdfast-session";

// What of a request is for plugin or adapter to know. How the browser came in is this server's to
// say, whatever the request says.
Headers headers_for(const Request& request);
// What of their answer is a browser's. Throws, naming `whose` it is, when a header is not allowed.
Response ready_to_leave(Response answer, const char* whose);

struct Question {
  const Request& request;
  std::string actor, prefix;  // who asks, and where our pages are shown
  std::string path, query;    // under the prefix
  bool may_sign_out = false;  // of a session of this program
};
struct Told {
  Response response;
  bool ends_session = false;
};
// Throws when no answer could be made, or one that is not allowed.
Told put_to_plugin(const PluginPages& plugin, const Question& question);

}  // namespace holdfast::host
