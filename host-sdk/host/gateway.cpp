// SPDX-License-Identifier: MIT
#include "gateway.hpp"

#include <algorithm>

#include "api_problem.hpp"
#include "exit.hpp"
#include "header_rules.hpp"
#include "kiosk.hpp"
#include "pages.hpp"
#include "password.hpp"
#include "request_path.hpp"
#include "same_origin.hpp"

namespace holdfast::host {
namespace {

constexpr std::size_t largest_login = 16UL * 1024;

bool wants_html(const Request& request) {
  return header(request.headers, "accept").find("text/html") != std::string_view::npos;
}

bool is_below(std::string_view path, std::string_view mount) {
  return path.starts_with(mount) && (path.size() == mount.size() || path[mount.size()] == '/');
}

// ext/adapter_gateway.h
bool is_adapters(std::string_view path) {
  return is_below(path, "/cds-services") || is_below(path, "/smart");
}

}  // namespace

struct Gateway::Visit {
  const Request& request;
  const text::Language& language;
  std::string path;   // under the prefix
  std::string query;  // as sent
  std::string token;  // of the session cookie; empty: none
  std::optional<User> user;
};

Response Gateway::refuse(const Visit& visit, int status, const char* title,
                         const char* sentence) const {
  const auto& say = visit.language;
  if (is_for_api(visit.request.target, parts_.prefix)) return api_problem(status, sentence);
  if (!wants_html(visit.request)) return plain(status, std::string(sentence) + "\n");
  return refusal_page(parts_.prefix, {status, say(title), say(sentence)}, say);
}

// A session ends with its login: removed, given another password or another person.
std::optional<User> Gateway::person(const std::string& token) {
  if (token.empty()) return std::nullopt;
  auto user = parts_.sign_ins.touch(token);
  if (!user) return std::nullopt;
  if (parts_.users.find(user->name) == user) return user;
  parts_.sign_ins.end(token);
  return std::nullopt;
}

std::string Gateway::cookie_header(const Visit& visit, const std::string& token) const {
  // Lax, so that a link in the practice system opens the page; what changes something is checked by
  // its origin.
  std::string text = std::string(session_cookie) + "=" + token +
                     "; Path=" + (parts_.prefix.empty() ? "/" : parts_.prefix) +
                     "; HttpOnly; SameSite=Lax";
  if (token.empty()) text += "; Max-Age=0";
  if (visit.request.is_encrypted) text += "; Secure";
  return text;
}

KioskPlace Gateway::kiosk_place(const Visit& visit) const {
  return {parts_.prefix, visit.request.is_encrypted};
}

// What somebody chose, else what the browser asks for, else the practice's.
const text::Language& Gateway::language_of(const Request& request) const {
  const auto target = parse_target(request.target);
  const auto asked = target ? form_field(target->query, "lang") : std::string{};
  if (parts_.texts.has(asked)) return parts_.texts.of(asked);
  const auto chosen = cookie(header(request.headers, "cookie"), language_cookie);
  if (parts_.texts.has(chosen)) return parts_.texts.of(chosen);
  const auto accepted = header(request.headers, "accept-language");
  return accepted.empty() ? parts_.texts.of(parts_.language) : parts_.texts.preferred(accepted);
}

Response Gateway::answer(const Request& request) {
  Visit visit{request, language_of(request), {}, {}, {}, {}};
  try {
    if (parts_.door && request.peer_user && request.target != "/healthz" &&
        request.target != "/readyz")
      return HostVisits(*parts_.door, parts_.plugin, parts_.warn).answer(request);
    const auto target = parse_target(request.target);
    if (!target)
      return refuse(visit, 400, "Not an address",
                    "This address cannot be read. Check how it is written.");
    const auto path = under_prefix(target->path, parts_.prefix);
    if (!path) return refuse(visit, 404, "Nothing here", "There is no page at this address.");
    visit.path = *path;
    visit.query = target->query;
    visit.token = cookie(header(request.headers, "cookie"), session_cookie);
    return route(visit);
  } catch (const std::exception& error) {
    parts_.warn(std::string("a request failed: ") + error.what());
    return refuse(visit, 503, "Not available",
                  "This page is not available now. Try again in a minute.");
  }
}

Response Gateway::route(const Visit& given) {
  auto visit = given;
  const auto& path = visit.path;
  if (path.empty()) return redirect(parts_.prefix + "/");
  if (path == "/healthz") return plain(200, "ok\n");
  if (path == "/readyz")
    return parts_.is_ready() ? plain(200, "ready\n") : plain(503, "not ready\n");
  if (path == "/login.css") return style();
  if (visit.request.body.size() > largest_body)
    return refuse(visit, 413, "Too much", "This is larger than one mebibyte. Send less.");
  if (parts_.adapter && is_adapters(path)) return from_adapter(visit);
  visit.user = person(visit.token);
  if (changes_something(visit.request.method)) {
    const auto from = provenance(visit.request);
    // Without a session there is nothing that another site could abuse, but a browser always tells.
    if (from == Provenance::elsewhere || (from == Provenance::untold && visit.user))
      return refuse(visit, 403, "Sent from elsewhere",
                    "This was sent from another site. Open the page here and send it again.");
  }
  if (const auto form = kiosk_form(visit.request.headers);
      !form.empty() && !visit.user && wants_html(visit.request) &&
      !changes_something(visit.request.method) && !is_open_in_kiosk(path, form))
    return redirect(parts_.prefix + form);
  if (path == "/login") return login(visit);
  if (path == "/logout") return logout(visit);
  return from_plugin(visit);
}

Response Gateway::login(const Visit& visit) {
  if (visit.request.method == "POST") return sign_in(visit);
  if (changes_something(visit.request.method)) return plain(405, "GET or POST\n");
  auto next = form_field(visit.query, "next");
  if (!is_local_path(next, parts_.prefix)) next.clear();
  if (visit.user) return redirect(next.empty() ? parts_.prefix + "/" : next);
  auto form = login_form(visit);
  form.next = std::move(next);
  form.is_notice = true;
  if (!form_field(visit.query, "out").empty()) form.message = visit.language("You are signed out.");
  auto page = login_page(form, visit.language, 200);
  if (const auto asked = form_field(visit.query, "lang"); parts_.texts.has(asked))
    page.headers.emplace_back("set-cookie", std::string(language_cookie) + "=" +
                                                visit.language.tag() + "; Path=" + parts_.prefix +
                                                "/; Max-Age=31536000; SameSite=Lax; HttpOnly");
  return page;
}

LoginForm Gateway::login_form(const Visit& visit) const {
  LoginForm form{parts_.prefix, {}, {}, {}, false, parts_.codes != nullptr, {}};
  // The pseudo-language is for whoever looks after the pages.
  for (const auto& tag : parts_.texts.tags())
    if (tag != text::pseudo_language && tag != visit.language.tag()) form.languages.push_back(tag);
  return form;
}

Response Gateway::sign_in(const Visit& visit) {
  const auto& form = visit.request.body;
  const auto& say = visit.language;
  if (form.size() > largest_login)
    return refuse(visit, 413, "Too much", "This is larger than a login can be. Send less.");
  auto again = login_form(visit);
  again.name = form_field(form, "name");
  again.next = form_field(form, "next");
  if (!is_local_path(again.next, parts_.prefix)) again.next.clear();
  std::string key = again.name.substr(0, 64);
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto later = [&](long seconds) {
    again.message = text::fill(say.plural("Wait {n} second, then try again.",
                                          "Wait {n} seconds, then try again.", seconds),
                               {{"n", std::to_string(seconds)}});
    auto page = login_page(again, say, 429);
    page.headers.emplace_back("retry-after", std::to_string(seconds));
    return page;
  };
  const std::lock_guard lock(one_hash_);
  if (const auto left = parts_.delay.left(key); left.count() > 0) return later(left.count());

  const auto user = parts_.users.find(again.name);
  auto password = form_field(form, "password");
  const bool fits =
      password.size() <= longest_password && password_fits(password, user ? user->hash : "");
  // Said only to who has the password: the reader of a stolen list of names learns nothing.
  if (fits && parts_.codes && user->code_secret.empty())
    return refuse(
        visit, 403, "A code is needed",
        "From elsewhere, this login needs a code from a phone as well. Whoever looks after "
        "Holdfast here makes one with: holdfast user code");
  // One sentence for all three, so that it does not say which was right.
  if (!fits || !has_right_code(*user, form_field(form, "code"))) {
    parts_.delay.failed(key);
    again.message = parts_.codes ? say("Name, password or code is not right. Try again.")
                                 : say("Name or password is not right. Try again.");
    return login_page(again, say, 401);
  }
  parts_.delay.succeeded(key);
  if (!visit.token.empty()) parts_.sign_ins.end(visit.token);
  auto onward = redirect(again.next.empty() ? parts_.prefix + "/" : again.next);
  onward.headers.emplace_back("set-cookie", cookie_header(visit, parts_.sign_ins.begin(*user)));
  if (!kiosk_form(visit.request.headers).empty())
    onward.headers.emplace_back("set-cookie", end_kiosk(kiosk_place(visit)));
  return onward;
}

bool Gateway::has_right_code(const User& user, const std::string& code) const {
  return !parts_.codes || parts_.codes->accept(user.name, user.code_secret, code);
}

Response Gateway::logout(const Visit& visit) {
  if (!changes_something(visit.request.method)) return logout_page(parts_.prefix, visit.language);
  if (visit.request.method != "POST") return plain(405, "GET or POST\n");
  parts_.sign_ins.end(visit.token);
  auto onward = redirect(parts_.prefix + "/login?out=1");
  onward.headers.emplace_back("set-cookie", cookie_header(visit, ""));
  return onward;
}

Response Gateway::from_plugin(const Visit& visit) {
  const std::string actor = visit.user ? visit.user->person : "";
  auto [answer, ends_session] = put_to_plugin(
      parts_.plugin,
      {visit.request, actor, parts_.prefix, visit.path, visit.query, visit.user.has_value()});
  if (ends_session && visit.user) {
    parts_.sign_ins.end(visit.token);
    answer.headers.emplace_back("set-cookie", cookie_header(visit, ""));
    if (const auto form = form_led_to(answer, parts_.prefix); !form.empty())
      answer.headers.emplace_back("set-cookie", begin_kiosk(kiosk_place(visit), form));
  } else if (ends_session) {  // the PIN was right
    answer.headers.emplace_back("set-cookie", end_kiosk(kiosk_place(visit)));
  }
  const bool asks_for_login =
      actor.empty() && answer.status == 401 && !visit.user && wants_html(visit.request);
  if (!asks_for_login) return std::move(answer);
  const auto next =
      is_local_path(visit.request.target, parts_.prefix) ? visit.request.target : std::string{};
  if (changes_something(visit.request.method)) {
    // Signed out in the middle of a page: said as it is, and the way back to that page.
    auto form = login_form(visit);
    form.next = next;
    form.message = visit.language(
        "You were signed out meanwhile, so nothing was stored. Sign in, then enter it again.");
    return login_page(form, visit.language, 401);
  }
  return redirect(parts_.prefix + "/login" +
                  (next.empty() ? "" : "?next=" + percent_encoded(next)));
}

// A practice system's own requests, and people who come from its window: this program's login and
// its session have no part in them. The adapter proves who asks.
Response Gateway::from_adapter(const Visit& visit) {
  PluginRequest asked{visit.request.method,       parts_.prefix,     visit.path, visit.query, "",
                      headers_for(visit.request), visit.request.body};
  if (const auto who = header(visit.request.headers, "authorization"); !who.empty())
    asked.headers.emplace_back("authorization", who);
  // A caller that asks for no language, or for any, is spoken to in the practice's.
  const auto accepted = header(asked.headers, "accept-language");
  if (accepted.empty() || accepted == "*") {
    std::erase_if(asked.headers, [](const auto& one) { return one.first == "accept-language"; });
    asked.headers.emplace_back("accept-language", parts_.language);
  }
  return ready_to_leave(parts_.adapter(asked), "the adapter");
}

}  // namespace holdfast::host
