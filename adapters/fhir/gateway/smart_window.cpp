// SPDX-License-Identifier: MIT
#include "smart_window.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::string frame_ancestors(const std::vector<std::string>& origins) {
  std::string all;
  for (const auto& origin : origins) all += (all.empty() ? "" : " ") + origin;
  return all.empty() ? "'none'" : all;
}

std::string set_cookie(const Cookie& cookie) {
  auto text = std::string(cookie.name) + "=" + cookie.value + "; Path=" + cookie.path +
              "; HttpOnly; Secure; SameSite=None; Partitioned";
  if (cookie.value.empty()) return text + "; Max-Age=0";
  return cookie.seconds > 0 ? text + "; Max-Age=" + std::to_string(cookie.seconds) : text;
}

Answered notice_page(const Notice& notice, const text::Language& language,
                     const std::vector<std::string>& origins) {
  Answered page{notice.status,
                {{"content-type", "text/html; charset=utf-8"},
                 {"content-security-policy",
                  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors " +
                      frame_ancestors(origins)},
                 {"cache-control", "no-store"},
                 {"vary", "accept-language"},
                 {"referrer-policy", "no-referrer"}},
                {}};
  const auto title = escaped(notice.title);
  page.body = "<!doctype html><html lang=\"" + escaped(language.tag()) + "\" dir=\"" +
              (language.is_right_to_left() ? "rtl" : "ltr") +
              "\"><head><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width\">"
              "<meta name=\"color-scheme\" content=\"light dark\"><title>" +
              title + " · Holdfast</title></head><body><main><h1>" + title + "</h1><p>" +
              escaped(notice.sentence) + "</p>";
  if (!notice.link.empty())
    page.body += "<p><a href=\"" + escaped(notice.link) + "\" target=\"_blank\" rel=\"noopener\">" +
                 escaped(language("Open Holdfast in a window of its own")) + "</a></p>";
  page.body += "</main></body></html>\n";
  return page;
}

Answered redirect_to(const std::string& location) {
  return {
      303,
      {{"location", location}, {"cache-control", "no-store"}, {"referrer-policy", "no-referrer"}},
      {}};
}

}  // namespace holdfast::adapters::fhir::gateway
