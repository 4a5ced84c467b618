// SPDX-License-Identifier: MIT
// The device in a client's hands: it ends the clinician's session, shows one form, and takes a PIN
// to be left.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

TEST_CASE("handing over ends the clinician's session before the form is shown") {
  const SiteInPractice site;
  const auto handed = site.post_form("own", "/sessions/co-1-s11/hand-over", "pin=4711");
  REQUIRE(handed.status == 303);
  CHECK(header_of(handed, "holdfast-end-session") == "1");
  CHECK_THAT(header_of(handed, "clear-site-data"), Contains("cache"));
  CHECK_THAT(header_of(handed, "location"), Catch::Matchers::StartsWith("/f/"));
  CHECK(header_of(handed, "cache-control") == "no-store");
}

TEST_CASE("a hand-over without a usable PIN gives nothing") {
  const SiteInPractice site;
  const auto before = site.rows();
  for (const char* body :
       {"", "pin=", "pin=123", "pin=1234567890123", "pin=12a4", "pin=%D9%A1%D9%A2%D9%A3%D9%A4"}) {
    INFO(body);
    const auto answer = site.post_form("own", "/sessions/co-1-s11/hand-over", body);
    CHECK(answer.status == 422);
    CHECK_THAT(answer.body, Contains("The PIN needs four to twelve digits."));
    CHECK(header_of(answer, "holdfast-end-session").empty());
  }
  CHECK(site.rows() == before);
}

TEST_CASE("a link for another device keeps the session and needs no PIN") {
  const SiteInPractice site;
  const auto page = site.post_form("own", "/sessions/co-1-s11/hand-over", "way=link");
  CHECK(page.status == 200);
  CHECK(header_of(page, "holdfast-end-session").empty());
  CHECK_THAT(page.body, Contains("http://practice.example/f/"));
}

TEST_CASE("the right PIN leaves the form and leads to the login") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11", "4711");
  CHECK_THAT(site.get("", "/f/" + token).body, Contains("/f/" + token + "/leave"));
  const auto left = site.post_form("", "/f/" + token + "/leave", "pin=4711");
  CHECK(left.status == 303);
  CHECK(header_of(left, "location") == "/today");
  CHECK(header_of(left, "holdfast-end-session") == "1");
}

TEST_CASE("five wrong PINs, and the right one opens nothing any more") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11", "4711");
  const auto path = "/f/" + token + "/leave";
  for (int tried = 1; tried <= 5; ++tried) {
    INFO("try " << tried);
    CHECK_THAT(site.get("", path).body,
               Contains(std::to_string(6 - tried) + (tried == 5 ? " try left" : " tries left")));
    const auto wrong = site.post_form("", path, "pin=0000");
    CHECK(wrong.status == 403);
    CHECK(header_of(wrong, "holdfast-end-session").empty());
  }
  CHECK_THAT(site.get("", path).body, Contains("No tries are left."));
  const auto right = site.post_form("", path, "pin=4711");
  CHECK(right.status == 403);
  CHECK(header_of(right, "location").empty());
  // The form itself can still be sent.
  CHECK(site.post_form("", "/f/" + token, marks(70, site.new_key())).status == 303);
}

TEST_CASE("a PIN of one hand-over does not leave another") {
  const SiteInPractice site;
  const auto one = site.link("co-1-s11", "4711");
  const auto other = site.link("co-2-s11", "2580");
  CHECK(site.post_form("", "/f/" + one + "/leave", "pin=2580").status == 403);
  CHECK(site.post_form("", "/f/" + other + "/leave", "pin=2580").status == 303);
}

TEST_CASE("a link for another device has nothing to leave") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  CHECK(site.get("", "/f/" + token).body.find("/leave") == std::string::npos);
  CHECK(site.get("", "/f/" + token + "/leave").status == 410);
  CHECK(site.post_form("", "/f/" + token + "/leave", "pin=").status == 410);
}

TEST_CASE("neither the link nor the PIN stands in the store") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11", "4711");
  CHECK(site.count("SELECT count(*) FROM invitation WHERE token_hash = '" + token + "'") == 0);
  CHECK(site.count("SELECT count(*) FROM invitation WHERE pin_hash LIKE '%4711%'") == 0);
  CHECK(site.count("SELECT count(*) FROM invitation WHERE length(token_hash) = 64") == 1);
}
