// SPDX-License-Identifier: MIT
// Wherever a host mounts the plugin, every address in every page is below that place and exists.
#include <catch2/catch.hpp>
#include <set>

#include "site_in_practice.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

struct Address {
  std::string url, method;
};

// Values of href, src and action in a page; an action is as its form's method says.
std::vector<Address> addresses_in(const std::string& page) {
  std::vector<Address> all;
  for (const char* name : {" href=\"", " src=\"", " action=\""})
    for (auto at = page.find(name); at != std::string::npos; at = page.find(name, at + 1)) {
      const auto start = at + std::string_view(name).size();
      const auto tag = page.substr(page.rfind('<', at), page.find('>', at) - page.rfind('<', at));
      const bool posts = tag.find("method=\"post\"") != std::string::npos;
      all.push_back({page.substr(start, page.find('"', start) - start), posts ? "POST" : "GET"});
    }
  return all;
}

// The host's own addresses below the place of the plugin.
bool is_of_the_host(std::string_view path) { return path == "/logout"; }

bool resolves(const Address& address, std::string_view path) {
  for (const auto& route : web::routes())
    if (route.method == address.method && web::match(route.pattern, path)) return true;
  return false;
}

// Pages of every kind, each asked for by somebody who sees all of it.
std::vector<Ask> all_pages(SiteInPractice& site) {
  for (int number = 1; number <= 10; ++number)
    site.client_rates(SiteInPractice::session("co-2", number), 80);
  site.client_rates("co-2-s11", 30);
  const auto check_in = site.open_check_in("co-2");
  const auto closed =
      header_of(site.post_form("own", "/courses/co-1/check-ins", "reason=x"), "location");
  REQUIRE(site.post_form("own", closed, "do=not_a_dip&reason=x").status == 303);
  const auto token = site.link("co-1-s11", "4711");
  std::vector<Ask> asks;
  for (const auto& path : std::vector<std::string>{
           "/today", "/caseload", "/courses/co-1", "/courses/co-2", "/courses/co-2/together",
           "/sessions/co-1-s11/rate", "/sessions/co-1-s11/hand-over", "/sessions/co-1-s11/paper",
           "/sessions/co-1-s11/paper-entry", "/check-ins/" + check_in, closed, "/about",
           "/nothing"})
    asks.push_back({.actor = "own", .path = path});
  asks.push_back({.actor = "desk", .path = "/today"});
  asks.push_back({.actor = "own", .path = "/today", .query = "day=2026-11-16&lang=ar-XB"});
  asks.push_back({.actor = "own", .path = "/caseload", .query = "q=a%22%3E&show=open"});
  asks.push_back({.actor = "supervisor", .path = "/caseload"});
  asks.push_back({.actor = "carer", .path = "/carer"});
  asks.push_back({.path = "/today"});
  asks.push_back({.path = "/code"});
  for (const auto& path :
       {"/f/" + token, "/f/" + token + "/leave", "/f/" + token + "/thanks", std::string("/f/none")})
    asks.push_back({.path = path});
  asks.push_back({.method = "POST",
                  .path = "/f/" + token,
                  .body = "key=12345678&a.goals=x",
                  .type = "application/x-www-form-urlencoded"});
  return asks;
}

}  // namespace

TEST_CASE("every address in every page is below the prefix and resolves to a route") {
  SiteInPractice site;
  const auto asks = all_pages(site);
  for (const std::string prefix : {"", "/practice/holdfast"}) {
    std::set<std::string> seen;
    for (auto ask : asks) {
      ask.prefix = prefix;
      ask.sign_out = "/logout";
      const auto page = site.ask(ask);
      INFO("prefix '" << prefix << "', page " << ask.path << ", status " << page.status);
      REQUIRE_FALSE(page.body.empty());
      for (const auto& address : addresses_in(page.body)) {
        if (address.url.starts_with('#') || address.url == "data:,") continue;
        INFO(address.method << " " << address.url);
        REQUIRE(address.url.starts_with(prefix + "/"));
        const auto path =
            address.url.substr(prefix.size(), address.url.find_first_of("?#") - prefix.size());
        seen.insert(address.method + " " + path);
        if (!is_of_the_host(path)) CHECK((resolves(address, path) || ask.path == path));
      }
    }
    CHECK(seen.size() > 20);
  }
}

TEST_CASE("every redirect stays below the prefix") {
  SiteInPractice site;
  const std::string prefix = "/practice/holdfast";
  const auto post = [&](const std::string& actor, const std::string& path,
                        const std::string& body) {
    return header_of(site.ask({.actor = actor,
                               .method = "POST",
                               .path = path,
                               .body = body,
                               .type = "application/x-www-form-urlencoded",
                               .prefix = prefix}),
                     "location");
  };
  const auto form = post("own", "/sessions/co-1-s11/hand-over", "pin=4711");
  REQUIRE(form.starts_with(prefix + "/f/"));
  const auto at = form.substr(prefix.size());
  CHECK(post("", at, marks(70, site.new_key())) == form + "/thanks");
  CHECK(post("", at + "/leave", "pin=4711") == prefix + "/today");
  CHECK(post("own", "/sessions/co-1-s11/rate", marks(70, site.new_key())) ==
        prefix + "/courses/co-1");
  const auto check_in = post("own", "/courses/co-1/check-ins", "reason=x");
  CHECK(check_in.starts_with(prefix + "/check-ins/"));
  CHECK(post("own", check_in.substr(prefix.size()), "do=acknowledge") == check_in);
  CHECK(header_of(site.ask({.actor = "own", .path = "/", .prefix = prefix}), "location") ==
        prefix + "/today");
  const auto given = site.ask({.actor = "own",
                               .method = "POST",
                               .path = "/api/v1/sessions/co-1-s10/invitations",
                               .body = "{}",
                               .type = "application/json",
                               .prefix = prefix});
  CHECK(given.body.find("\"path\":\"" + prefix + "/f/") != std::string::npos);
}

TEST_CASE("signing out is offered where the host says how, and nowhere else") {
  SiteInPractice site;
  const auto offer = [](const std::string& path) {
    return "action=\"/p" + path + "\"><button class=\"plain\">Sign out";
  };
  Ask ask{.actor = "own", .path = "/today", .prefix = "/p", .sign_out = "/logout"};
  CHECK(site.ask(ask).body.find(offer("/logout")) != std::string::npos);
  for (const std::string wrong :
       {"", "logout", "//elsewhere.example", "https://elsewhere.example"}) {
    ask.sign_out = wrong;
    const auto page = site.ask(ask);
    CHECK(page.status == 200);
    CHECK(page.body.find("Sign out") == std::string::npos);
    CHECK(page.body.find("elsewhere.example") == std::string::npos);
  }
}
