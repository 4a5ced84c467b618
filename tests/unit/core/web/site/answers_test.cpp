// SPDX-License-Identifier: MIT
// What every answer has in common: guarding headers, and HEAD as GET without its body.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

std::vector<Ask> some_of_everything(const SiteInPractice& site) {
  const auto token = site.link("co-1-s11", "4711");
  std::vector<Ask> asks;
  for (const auto& path : std::vector<std::string>{"/",
                                                   "/today",
                                                   "/caseload",
                                                   "/courses/co-1",
                                                   "/courses/co-1/chart.svg",
                                                   "/sessions/co-1-s11/rate",
                                                   "/sessions/co-1-s11/hand-over",
                                                   "/f/" + token,
                                                   "/f/" + token + "/leave",
                                                   "/f/" + token + "/thanks",
                                                   "/f/none",
                                                   "/about",
                                                   "/nothing",
                                                   "/courses/none",
                                                   "/assets/form.js",
                                                   "/assets/none",
                                                   "/api/v1/openapi.json",
                                                   "/api/v1/me",
                                                   "/api/v1/today",
                                                   "/api/v1/courses",
                                                   "/api/v1/nothing"})
    asks.push_back({.actor = "own", .path = path});
  asks.push_back({.path = "/today"});
  asks.push_back({.actor = "own", .method = "PUT", .path = "/today"});
  asks.push_back({.actor = "own", .method = "POST", .path = "/sessions/co-1-s11/rate"});
  asks.push_back({.actor = "own", .path = "/today", .query = "a=%"});
  asks.push_back(
      {.actor = "own", .method = "POST", .path = "/today", .body = std::string(300'000, 'x')});
  return asks;
}

}  // namespace

TEST_CASE("every answer carries the headers that guard it") {
  const SiteInPractice site;
  for (const auto& ask : some_of_everything(site)) {
    const auto answer = site.ask(ask);
    INFO(ask.method << " " << ask.path << " " << answer.status);
    CHECK_THAT(header_of(answer, "content-security-policy"), Contains("default-src 'none'"));
    CHECK(header_of(answer, "content-security-policy").find("script-src 'unsafe-inline'") ==
          std::string::npos);
    CHECK(header_of(answer, "x-content-type-options") == "nosniff");
    CHECK(header_of(answer, "referrer-policy") == "no-referrer");
    CHECK_THAT(header_of(answer, "permissions-policy"), Contains("camera=()"));
    const bool is_public = answer.status == 200 &&
                           (ask.path == "/assets/form.js" || ask.path == "/api/v1/openapi.json");
    if (is_public)
      CHECK_THAT(header_of(answer, "cache-control"), Contains("public"));
    else
      CHECK(header_of(answer, "cache-control") == "no-store");
    if (!answer.body.empty()) CHECK_FALSE(header_of(answer, "content-type").empty());
  }
}

TEST_CASE("HEAD answers as GET does, without a body") {
  const SiteInPractice site;
  for (auto ask : some_of_everything(site)) {
    if (ask.method != "GET") continue;
    const auto whole = site.ask(ask);
    ask.method = "HEAD";
    const auto head = site.ask(ask);
    INFO(ask.path);
    CHECK(head.status == whole.status);
    CHECK(head.headers == whole.headers);
    CHECK(head.body.empty());
  }
}

TEST_CASE("every GET address answers HEAD, and every address says its methods to a wrong one") {
  const SiteInPractice site;
  for (const auto& route : web::routes()) {
    std::string path;
    for (const char c : route.pattern)
      if (c != '{' && c != '}') path += c;
    const auto wrong = site.ask({.actor = "own", .method = "PATCH", .path = path});
    INFO(path);
    CHECK(wrong.status == 405);
    CHECK_THAT(header_of(wrong, "allow"), Contains(std::string(route.method)));
    if (route.method == "GET")
      CHECK(site.ask({.actor = "own", .method = "HEAD", .path = path}).status != 405);
  }
}

TEST_CASE("an asset is known by its stamp and not sent again") {
  const SiteInPractice site;
  const auto form = site.get("", "/f/" + site.link("co-1-s11"));
  const auto script = attribute_in(form.body, "<script", "src");
  const auto asset = site.get("", script);
  REQUIRE(asset.status == 200);
  const auto tag = header_of(asset, "etag");
  REQUIRE_FALSE(tag.empty());
  web::Request request;
  request.method = "GET";
  request.path = script;
  request.headers = {{"if-none-match", tag}};
  const auto unchanged = web::Site(site.house()).answer(request);
  CHECK(unchanged.status == 304);
  CHECK(unchanged.body.empty());
  for (const char* path : {"/assets/..", "/assets/form.00000000.js", "/assets/openapi.json"})
    CHECK(site.get("", path).status == 404);
}
