// SPDX-License-Identifier: MIT
#include "pages.hpp"

#include "request_path.hpp"
#include "shared_look.hpp"

namespace holdfast::host {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

// What the host's pages need beyond the shared look.
constexpr std::string_view own_style = R"(
.door { max-inline-size: 26rem; margin-inline: auto; padding: var(--s7) var(--s4); }
.door .card { padding: var(--s5); }
.door form { display: grid; gap: var(--s4); }
.door .field input { inline-size: 100%; }
.door .button, .door button { inline-size: 100%; min-block-size: var(--target); }
.door .languages { display: flex; flex-wrap: wrap; gap: 0 var(--s4); margin: 0; padding: 0; list-style: none; }
.door .languages a { display: inline-block; padding-block: var(--s2); min-block-size: 1.75rem; }
.door .name { font-weight: 650; color: var(--accent); }
)";

Headers page_headers() {
  return {{"content-type", "text/html; charset=utf-8"},
          {"cache-control", "no-store"},
          {"content-security-policy",
           "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
           "frame-ancestors 'none'"},
          {"x-content-type-options", "nosniff"},
          {"referrer-policy", "same-origin"}};
}

struct Page {
  const std::string& prefix;
  const text::Language& language;
  std::string title;
  std::string body;  // HTML
};

Response page(const Page& page, int status) {
  const auto& say = page.language;
  std::string html =
      "<!doctype html>\n<html lang=\"" + escaped(say.tag()) + "\" dir=\"" +
      (say.is_right_to_left() ? "rtl" : "ltr") +
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      escaped(page.title) + " · Holdfast</title>\n<link rel=\"stylesheet\" href=\"" +
      escaped(page.prefix) + "/login.css\">\n</head>\n<body>\n<main class=\"door stack\">\n" +
      "<p class=\"name\" translate=\"no\">Holdfast</p>\n<div class=\"card stack\">\n<h1>" +
      escaped(page.title) + "</h1>\n" + page.body + "</div>\n</main>\n</body>\n</html>\n";
  return {status, page_headers(), std::move(html)};
}

std::string message_of(const LoginForm& form) {
  if (form.message.empty()) return {};
  const std::string kind = form.is_notice ? "notice\" role=\"status" : "problem\" role=\"alert";
  return "<p class=\"" + kind + "\">" + escaped(form.message) + "</p>\n";
}

std::string field(const std::string& label, const std::string& attributes) {
  return "<p class=\"field\"><label for=\"" + attributes.substr(0, attributes.find('|')) + "\">" +
         escaped(label) + "</label>\n<input id=\"" + attributes.substr(0, attributes.find('|')) +
         "\" " + attributes.substr(attributes.find('|') + 1) + "></p>\n";
}

// Before the login nobody is known: the choice is a link, and the gateway remembers it.
std::string language_links(const LoginForm& form) {
  std::string links;
  for (const auto& tag : form.languages) {
    auto address = form.prefix + "/login?lang=" + percent_encoded(tag);
    if (!form.next.empty()) address += "&next=" + percent_encoded(form.next);
    links += "<li><a href=\"" + escaped(address) + "\" lang=\"" + escaped(tag) + "\" hreflang=\"" +
             escaped(tag) + "\">" + escaped(text::own_name(tag)) + "</a></li>\n";
  }
  return links.empty() ? links : "<ul class=\"languages\">\n" + links + "</ul>\n";
}

}  // namespace

Response login_page(const LoginForm& form, const text::Language& language, int status) {
  std::string body = message_of(form);
  body += "<form method=\"post\" action=\"" + escaped(form.prefix) + "/login\">\n";
  body += field(language("Name"),
                "name|name=\"name\" required maxlength=\"64\" autocomplete=\"username\" "
                "autocapitalize=\"none\" spellcheck=\"false\" dir=\"ltr\" value=\"" +
                    escaped(form.name) + "\"");
  body += field(language("Password"),
                "password|name=\"password\" type=\"password\" required maxlength=\"1024\" "
                "autocomplete=\"current-password\" dir=\"ltr\"");
  if (form.asks_code)
    body += field(language("Code from your phone"),
                  "code|name=\"code\" required maxlength=\"16\" inputmode=\"numeric\" "
                  "autocomplete=\"one-time-code\" dir=\"ltr\"");
  if (!form.next.empty())
    body += "<input type=\"hidden\" name=\"next\" value=\"" + escaped(form.next) + "\">\n";
  body += "<button class=\"main\">" + escaped(language("Sign in")) + "</button>\n</form>\n";
  body += language_links(form);
  return page({form.prefix, language, language("Sign in"), std::move(body)}, status);
}

Response logout_page(const std::string& prefix, const text::Language& language) {
  std::string body = "<form method=\"post\" action=\"" + escaped(prefix) +
                     "/logout\">\n<button class=\"main\">" + escaped(language("Sign out")) +
                     "</button>\n</form>\n<p><a href=\"" + escaped(prefix) + "/\">" +
                     escaped(language("Stay signed in")) + "</a></p>\n";
  return page({prefix, language, language("Sign out"), std::move(body)}, 200);
}

Response refusal_page(const std::string& prefix, const Refusal& refusal,
                      const text::Language& language) {
  return page({prefix, language, refusal.title, "<p>" + escaped(refusal.sentence) + "</p>\n"},
              refusal.status);
}

Response style() {
  std::string css;
  for (const auto* name : {"tokens.css", "base.css"}) css += shared_look::find(name).value_or("");
  css += own_style;
  return {200,
          {{"content-type", "text/css; charset=utf-8"},
           {"cache-control", "max-age=3600"},
           {"x-content-type-options", "nosniff"}},
          std::move(css)};
}

Response redirect(const std::string& location) {
  return {303, {{"location", location}, {"cache-control", "no-store"}}, ""};
}

}  // namespace holdfast::host
