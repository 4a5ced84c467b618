// SPDX-License-Identifier: MIT
#include "web/site.hpp"

#include <chrono>

#include "json/utf8.hpp"
#include "service/house.hpp"
#include "service/people_links.hpp"
#include "service/practice_rules.hpp"
#include "store/failure.hpp"
#include "web/routes.hpp"
#include "web/view/languages.hpp"
#include "web/visit.hpp"

namespace holdfast::web {
namespace {

struct Found {
  const Route* route = nullptr;
  Caught caught;
  std::string allowed;  // methods of this path, when the path is known and the method is not
};

using Match = std::optional<Caught> (*)(std::string_view pattern, std::string_view path);

Found find_route(const Request& request, Match match_path) {
  Found found;
  const auto method = request.method == "HEAD" ? std::string_view{"GET"} : request.method;
  for (const auto& route : routes()) {
    auto caught = match_path(route.pattern, request.path);
    if (!caught) continue;
    if (route.method == method) return {&route, std::move(*caught), {}};
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") found.allowed += ", HEAD";
  }
  return found;
}

Found find_route(const Request& request) {
  auto found = find_route(request, match);
  const bool is_known = found.route || !found.allowed.empty();
  return is_known ? found : find_route(request, match_with_kind);
}

bool is_api(std::string_view path) { return path.starts_with("/api/"); }

constexpr std::string_view language_cookie = "holdfast-language";

std::string_view cookie(const Request& request, std::string_view name) {
  auto header = request.header("cookie");
  while (!header.empty()) {
    auto pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return {};
}

// A choice made in the language switch is remembered in this browser; nothing else is.
void remember_language(const Site& site, const Request& request, const Fields& query,
                       Response& response) {
  const auto chosen = query.get("lang");
  if (!site.texts().has(chosen)) return;
  response.with("set-cookie", std::string(language_cookie) + "=" + std::string(chosen) +
                                  "; Path=" + std::string(request.prefix) +
                                  "/; Max-Age=31536000; SameSite=Lax; HttpOnly");
}

const text::Language& wished_language(const Site& site, const Request& request, const Fields& query,
                                      const access::Principal& principal) {
  const auto& texts = site.texts();
  if (texts.has(query.get("lang"))) return texts.of(query.get("lang"));
  const auto chosen = cookie(request, language_cookie);
  if (texts.has(chosen)) return texts.of(chosen);
  if (!principal.person.language.empty() && texts.has(principal.person.language))
    return texts.of(principal.person.language);
  const auto accepted = request.header("accept-language");
  if (!accepted.empty()) return texts.preferred(accepted);
  return texts.of(site.house().config().language);
}

// A client reads a drafted language only once somebody at the practice stands for it.
const text::Language& language_for(const Site& site, const Request& request, const Fields& query,
                                   const access::Principal& principal) {
  const auto& wished = wished_language(site, request, query, principal);
  const bool is_staff = principal.kind == access::Principal::Kind::staff;
  return is_staff || is_for_clients(site, wished.tag()) ? wished
                                                        : site.texts().of(text::source_language);
}

void count(service::House& house, const Route& route, const Response& response,
           std::chrono::nanoseconds took) {
  house.metrics().answered(
      {route.method, route.pattern, response.status, took, response.has_stored_a_rating});
}

void count(service::House& house, const Route& route, int status) {
  house.metrics().answered({route.method, route.pattern, status, {}, false});
}

// A look at clinical data is put on record before anything is shown; who writes hears that nothing
// of theirs was kept.
std::string sentence_of_store(const Request& request, const text::Language& language) {
  if (request.method == "GET" || request.method == "HEAD")
    return language(
        "Not shown: every look is put on record first, and the store cannot be written or read "
        "now. The operator's log says why; try again in a few minutes.");
  return language(
      "Nothing was saved: the store cannot be written or read now. The operator's log says why; "
      "try again soon.");
}

// Staff by name, once a process: whoever asks later who looked is told a name.
void remember_person(service::House& house, const access::Principal& principal, Instant now) {
  if (principal.kind != access::Principal::Kind::staff ||
      !house.is_news("person " + principal.person.id.value))
    return;
  house.store().commit([&](store::Unit& unit) { unit.people.put(principal.person, now); });
}

// A store that cannot be read adds no right; the page itself then says why.
void add_links(service::House& house, access::Principal& principal) {
  try {
    service::add_own_links(house, principal);
  } catch (const store::Failure&) {
  }
}

void add_if_absent(Response& response, std::string_view name, std::string value) {
  for (const auto& header : response.headers)
    if (header.first == name) return;
  response.with(std::string(name), std::move(value));
}

void guard_headers(Response& response, const Site& site) {
  add_if_absent(response, "content-security-policy", site.look().content_security_policy());
  add_if_absent(response, "x-content-type-options", "nosniff");
  add_if_absent(response, "referrer-policy", "no-referrer");
  add_if_absent(response, "cache-control", "no-store");
  add_if_absent(response, "cross-origin-opener-policy", "same-origin");
  add_if_absent(response, "permissions-policy", "camera=(), geolocation=(), microphone=()");
}

}  // namespace

int status_of(store::Fault fault) { return fault == store::Fault::full ? 507 : 503; }

Site::Site(service::House& house) : house_(house), texts_(plugin_texts()) {}

const Look& Site::look() const {
  std::call_once(looked_, [this] { look_.emplace(texts_); });
  return *look_;
}

Response Site::answer(const Request& request) const {
  auto response = routed(request);
  guard_headers(response, *this);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

Response Site::routed(const Request& request) const {
  const auto now = house_.now();
  auto query = Fields::parse(request.query);
  Visit visit{*this,
              request,
              is_api(request.path) ? Format::api : Format::page,
              {},
              {},
              {},
              language_for(*this, request, query ? *query : Fields{}, {}),
              now,
              house_.day_of(now)};
  if (request.body.size() > body_limit)
    return refuse(visit, 413, "too-large", "A request holds at most 256 KiB; send less at once.");
  if (!json::is_utf8(request.path))
    return refuse(visit, 400, "utf-8", "The address is not UTF-8; check the link.");
  if (!query) return refuse(visit, service::invalid(query.problems()));

  auto found = find_route(request);
  if (!found.route && found.allowed.empty())
    return refuse(visit, 404, "not-found", "There is no page at this address.");
  if (!found.route)
    return refuse(visit, 405, "method", "This address does not take that method.")
        .with("allow", found.allowed);

  auto admission = house_.gate().admit(request.actor);
  add_links(house_, admission.principal);
  const auto& language = language_for(*this, request, *query, admission.principal);
  Visit guest{*this,
              request,
              found.route->format,
              std::move(admission.principal),
              std::move(found.caught),
              std::move(*query),
              language,
              now,
              visit.today};
  if (found.route->needs == Needs::person) {
    if (admission.outcome == access::Admission::Outcome::unavailable)
      return refuse(guest, 503, "host-unavailable",
                    "The practice system does not answer; nothing was changed. Try again soon.");
    if (admission.outcome == access::Admission::Outcome::nobody)
      return refuse(guest, 401, "sign-in", "Sign in to the practice system first.");
  }
  try {
    remember_person(house_, guest.principal, now);
    const auto begun = std::chrono::steady_clock::now();
    auto response = found.route->handle(guest);
    count(house_, *found.route, response, std::chrono::steady_clock::now() - begun);
    remember_language(*this, request, guest.query, response);
    return response;
  } catch (const store::Failure& failure) {
    count(house_, *found.route, status_of(failure.fault()));
    house_.doubt_store();
    house_.host().log(3, std::string("store: ") + failure.what());
    return refuse(guest, status_of(failure.fault()), "store",
                  sentence_of_store(request, guest.language));
  } catch (const std::exception& exception) {
    count(house_, *found.route, 500);
    house_.host().log(
        3, std::string("page ") + std::string(found.route->pattern) + ": " + exception.what());
    return refuse(guest, 500, "internal", "Something went wrong here, and nothing was saved.");
  }
}

bool is_for_clients(const Site& site, std::string_view tag) {
  const auto read_in = site.texts().of(tag).tag();  // "de-AT" is read in "de"
  if (!is_drafted(read_in)) return true;
  try {
    return site.house().store().read(
        [&](store::Reader& reader) { return service::approval_of(reader, read_in).has_value(); });
  } catch (const store::Failure&) {
    return false;
  }
}

const text::Language& language_for_client(const Site& site,
                                          std::initializer_list<std::string_view> wished) {
  for (const auto tag : wished)
    if (!tag.empty() && is_for_clients(site, tag)) return site.texts().of(tag);
  return site.texts().of(text::source_language);
}

}  // namespace holdfast::web
