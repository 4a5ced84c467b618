// SPDX-License-Identifier: MIT
#include "fhir/gateway/smart_launch.hpp"

#include <catch2/catch.hpp>

#include "fhir/gateway/smart_app.hpp"
#include "fhir/gateway/smart_window.hpp"

using namespace holdfast::adapters::fhir::gateway;

namespace {

constexpr const char* check_in = "check-ins/0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";

// A plugin that knows one client with an ended and a running course, and today's session of it.
Answered plugin(const Exchange& asked) {
  if (asked.actor != "Practitioner/7") return {403, {}, "{}"};
  if (asked.path == "/api/v1/courses" && asked.query == "client=c-1")
    return {200,
            {},
            R"({"courses":[{"id":"old","ended":true},{"id":"EpisodeOfCare/7","ended":false}]})"};
  if (asked.path == "/api/v1/today")
    return {200, {}, R"({"sessions":[
      {"id":"s-0","course":"other","therapist_form_done":false,"client_form_done":false},
      {"id":"s-1","course":"EpisodeOfCare/7","therapist_form_done":true,"client_form_done":false},
      {"id":"s-2","course":"EpisodeOfCare/7","therapist_form_done":false,"client_form_done":false}]})"};
  return {200, {}, R"({"courses":[]})"};
}

std::string opens(const SignedIn& signed_in) { return first_page(signed_in, {}, plugin); }

}  // namespace

TEST_CASE("the open chart's running course is what opens, unless something else was asked for") {
  CHECK(opens({"Practitioner/7", "c-1", "", ""}) == "/courses/EpisodeOfCare%2F7");
  CHECK(opens({"Practitioner/7", "c-1", "today", ""}) == "/today");
  CHECK(opens({"Practitioner/7", "c-1", "rate", ""}) == "/sessions/s-2/rate");
  CHECK(opens({"Practitioner/7", "c-1", "form", ""}) == "/sessions/s-1/hand-over");
  CHECK(opens({"Practitioner/7", "c-1", "", check_in}) == std::string("/") + check_in);
  CHECK(opens({"Practitioner/7", "c-1", "", "check-ins/../admin"}) == "/courses/EpisodeOfCare%2F7");
}

TEST_CASE("without a client, or one who is not theirs, a clinician begins with today") {
  CHECK(opens({"Practitioner/7", "", "", ""}) == "/today");
  CHECK(opens({"Practitioner/7", "c-2", "rate", ""}) == "/today");
  CHECK(opens({"Practitioner/8", "c-1", "", ""}) == "/today");
}

TEST_CASE("a client and a carer begin with their own page") {
  CHECK(opens({"Patient/c-1", "c-1", "", ""}) == "/my-form");
  CHECK(opens({"RelatedPerson/r-1", "c-1", "", ""}) == "/carer");
}

TEST_CASE("the challenge is the standard's") {  // RFC 7636, appendix B
  CHECK(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("only what a page of ours sent may change something") {
  const auto own = [](Headers headers) {
    Exchange exchange;
    exchange.headers = std::move(headers);
    return is_from_own_page(exchange, "https://holdfast.example/h");
  };
  CHECK(own({{"sec-fetch-site", "same-origin"}}));
  CHECK(own({{"origin", "https://holdfast.example"}}));
  CHECK_FALSE(own({}));
  CHECK_FALSE(own({{"origin", "https://holdfast.example.org"}}));
  CHECK_FALSE(own({{"sec-fetch-site", "same-site"}, {"origin", "https://holdfast.example"}}));
  CHECK_FALSE(own({{"sec-fetch-site", "cross-site"}}));
}

TEST_CASE("who may show a page in a frame is named, or nobody") {
  CHECK(frame_ancestors({}) == "'none'");
  CHECK(frame_ancestors({"https://a.example", "https://b.example:8443"}) ==
        "https://a.example https://b.example:8443");
}

TEST_CASE("a cookie is kept under the window it was set in, and from scripts") {
  CHECK(set_cookie({session_cookie, "v", "/h/smart", 0}) ==
        "holdfast-smart=v; Path=/h/smart; HttpOnly; Secure; SameSite=None; Partitioned");
  CHECK(set_cookie({session_cookie, "", "/smart", 0}).ends_with("; Max-Age=0"));
}
