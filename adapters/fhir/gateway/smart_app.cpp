// SPDX-License-Identifier: MIT
#include "smart_app.hpp"

#include <algorithm>
#include <string_view>

#include "gateway_texts.hpp"
#include "smart_window.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

constexpr std::string_view mount = "/smart/app";
constexpr std::string_view end_session = "holdfast-end-session";  // ext/plugin_web.h
constexpr const char* language_cookie = "holdfast-language";

bool changes_something(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

// Pages for whoever holds a link: a form that was given from inside the EHR is filled elsewhere.
bool is_for_anybody(const std::string& path) {
  return path == "/code" || path == "/about" || path == "/accessibility" ||
         path.starts_with("/f/") || path.starts_with("/assets/");
}

std::string origin_of(const std::string& address) {
  return address.substr(0, address.find('/', address.find("://") + 3));
}

// Neither the session's name nor a token is the plugin's to know.
Headers for_the_plugin(const Headers& given) {
  Headers kept;
  for (const auto& one : given)
    if (one.first != "cookie" && one.first != "authorization") kept.push_back(one);
  if (const auto language = cookie_in(given, language_cookie); !language.empty())
    kept.emplace_back("cookie", std::string(language_cookie).append("=").append(language));
  return kept;
}

}  // namespace

bool is_from_own_page(const Exchange& exchange, const std::string& address) {
  const auto site = header(exchange.headers, "sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  return header(exchange.headers, "origin") == origin_of(address);
}

Headers SmartApp::for_the_window(const Headers& given) const {
  Headers kept;
  for (auto [name, value] : given) {
    if (name == end_session) continue;
    if (name == "content-security-policy") {
      constexpr std::string_view directive = "frame-ancestors ";
      const auto at = value.find(directive);
      const auto end = value.find(';', at);
      if (at != std::string::npos)
        value.replace(at + directive.size(),
                      end == std::string::npos ? end : end - at - directive.size(),
                      frame_ancestors(settings_.origins));
    }
    if (name == "set-cookie") {
      constexpr std::string_view lax = "SameSite=Lax";
      if (const auto at = value.find(lax); at != std::string::npos)
        value.replace(at, lax.size(), "SameSite=None; Secure; Partitioned");
    }
    kept.emplace_back(name, value);
  }
  return kept;
}

Answered SmartApp::answer(const Exchange& exchange, const AskPlugin& plugin) {
  const auto path = exchange.path.substr(mount.size());
  if (path.empty()) return redirect_to(exchange.prefix + std::string(mount) + "/");
  const auto session = cookie_in(exchange.headers, session_cookie);
  const auto person = session.empty() ? std::nullopt : sign_ins_.person(session, exchange.now);
  const auto& say = language_of(exchange, texts_);
  if (!person && !is_for_anybody(path))
    return notice_page({401,
                        say("Signed out"),
                        say("Nobody is signed in here, or not any more. Open Holdfast in the "
                            "practice system once more."),
                        {}},
                       say, settings_.origins);
  if (changes_something(exchange.method) && !is_from_own_page(exchange, settings_.address))
    return notice_page({403,
                        say("Sent from elsewhere"),
                        say("This was sent from another site. Open the page and send it again."),
                        {}},
                       say, settings_.origins);
  auto asked = exchange;
  asked.prefix = exchange.prefix + std::string(mount);
  asked.path = path;
  asked.actor = person.value_or("");
  asked.headers = for_the_plugin(exchange.headers);
  auto answer = plugin(asked);
  const bool ends = !header(answer.headers, end_session).empty();
  answer.headers = for_the_window(answer.headers);
  if (ends && person) {
    sign_ins_.end(session);
    answer.headers.emplace_back("set-cookie",
                                set_cookie({session_cookie, "", exchange.prefix + "/smart", 0}));
  }
  return answer;
}

}  // namespace holdfast::adapters::fhir::gateway
