// SPDX-License-Identifier: MIT
// What the JSON API refuses: each with its own answer (status, field, rule, what to do), and
// nothing of it is stored.
#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

// Status, then type, field, rule of the first error, then a sentence that says what to do.
void check_problem(const web::Response& answer, int status, const std::string& field,
                   const std::string& rule) {
  INFO(answer.body);
  REQUIRE(answer.status == status);
  REQUIRE(header_of(answer, "content-type") == "application/problem+json");
  const auto json = json::parse(answer.body);
  REQUIRE(json);
  CHECK(json->find("status")->number() == status);
  CHECK(json->string_or("type") == "urn:holdfast:problem:" + rule);
  CHECK(json->string_or("title").size() > 10);
  if (field == "-") return;
  const auto* errors = json->find("errors");
  REQUIRE(errors);
  const auto& first = errors->items().front();
  CHECK(first.string_or("field") == field);
  CHECK(first.string_or("rule") == rule);
  CHECK(first.string_or("message").size() > 10);
}

struct Bad {
  std::string what, body, field, rule;
};

std::string with(const std::string& member) {
  return R"({"instrument":"holdfast-session","version":"1",)" + member + "}";
}

std::string answers(const std::string& text) { return with(R"("answers":{)" + text + "}"); }

const std::string good = R"("goals":70,"tasks":70,"bond":70,"overall":70)";

std::vector<Bad> bad_bodies() {
  return {
      {"an unknown item", answers(good + R"(,"mood":50)"), "/answers/mood", "unknown-item"},
      {"a value past the scale", answers(R"("goals":101,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "range"},
      {"a value below the scale", answers(R"("goals":-1,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "range"},
      {"half a step", answers(R"("goals":70.5,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "step"},
      {"NaN as a bare word", answers(R"("goals":NaN,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "syntax"},
      {"NaN as a text", answers(R"("goals":"NaN","tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "not-a-number"},
      {"two to the 64th",
       answers(R"("goals":18446744073709551616,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "range"},
      {"a number past every double", answers(R"("goals":1e999,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "range"},
      {"a required item left out", answers(R"("goals":70,"tasks":70,"bond":70)"),
       "/answers/overall", "required"},
      {"a required item that is null", answers(R"("goals":70,"tasks":70,"bond":70,"overall":null)"),
       "/answers/overall", "required"},
      {"no answer at all", answers(""), "/answers/goals", "required"},
      {"no answers member", with(R"("duration_ms":1)"), "/answers", "required"},
      {"answers that are a list", with(R"("answers":[70,70,70,70])"), "/answers", "type"},
      {"another version",
       R"({"instrument":"holdfast-session","version":"2","answers":{)" + good + "}}", "/version",
       "wrong-version"},
      {"another instrument", R"({"instrument":"srs-3","version":"1","answers":{)" + good + "}}",
       "/version", "wrong-version"},
      {"an unknown member", with(R"("answers":{)" + good + R"(},"anwsers":1)"), "/anwsers",
       "unknown"},
      {"a declined form with answers", with(R"("declined":true,"answers":{)" + good + "}"),
       "/answers", "declined"},
      {"declined as a text", with(R"("declined":"yes","answers":{)" + good + "}"), "/declined",
       "type"},
      {"a duration below nothing", with(R"("duration_ms":-1,"answers":{)" + good + "}"),
       "/duration_ms", "range"},
      {"a duration that is a text", with(R"("duration_ms":"9","answers":{)" + good + "}"),
       "/duration_ms", "type"},
      {"a key given twice", answers(R"("goals":70,"goals":10,"tasks":70,"bond":70,"overall":70)"),
       "/answers/goals", "duplicate"},
      {"text that is not UTF-8", answers(good + ",\"comment\":\"\xC3\x28\""), "/answers/comment",
       "utf-8"},
      {"an overlong NUL", answers(good + ",\"comment\":\"\xC0\x80\""), "/answers/comment", "utf-8"},
      {"an escaped NUL", answers(good + R"(,"comment":"a\u0000b")"), "/answers/comment", "nul"},
      {"a comment that is too long",
       answers(good + R"(,"comment":")" + std::string(1001, 'x') + "\""), "/answers/comment",
       "too-long"},
      {"forty levels", std::string(40, '[') + std::string(40, ']'), "-", "too-deep"},
      {"a body cut in half", R"({"instrument":"holdfast-se)", "/instrument", "syntax"},
      {"no body", "", "", "syntax"},
      {"a list", "[]", "", "type"},
  };
}

}  // namespace

TEST_CASE("each bad rating has its own answer at the API, and nothing is stored") {
  service::Config config;
  config.duty_contact = "person-own";
  const SiteInPractice site(config);
  const auto token = site.link("co-1-s11");
  REQUIRE(site.get("", "/api/v1/invitations/" + token).status == 200);
  const auto before = site.rows();
  for (const auto& bad : bad_bodies()) {
    INFO(bad.what);
    check_problem(
        site.post_json("", "/api/v1/invitations/" + token + "/ratings", bad.body, site.new_key()),
        422, bad.field, bad.rule);
    CHECK(site.rows() == before);
  }
  // The link is not used up by what was refused.
  CHECK(site.post_json("", "/api/v1/invitations/" + token + "/ratings", marks_json(70),
                       site.new_key())
            .status == 201);
}

TEST_CASE("a therapist's rating passes the same checks") {
  const SiteInPractice site;
  const auto before = site.rows();
  const std::string path = "/api/v1/sessions/co-1-s11/ratings";
  check_problem(site.post_json("own", path, marks_json(70), site.new_key()), 422, "/version",
                "wrong-version");
  check_problem(
      site.post_json("own", path, marks_json(101, "holdfast-session-therapist"), site.new_key()),
      422, "/answers/bond", "range");
  check_problem(site.post_json("own", path, marks_json(70, "holdfast-session-therapist")), 422,
                "/idempotency_key", "required");
  check_problem(site.post_json("own", path, marks_json(70, "holdfast-session-therapist"), "short"),
                422, "/idempotency_key", "required");
  check_problem(site.post_json("own", "/api/v1/sessions/nowhere/ratings",
                               marks_json(70, "holdfast-session-therapist"), site.new_key()),
                404, "-", "unknown-session");
  CHECK(site.rows() == before);
}

TEST_CASE("257 KiB are too much, 256 KiB are read") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto before = site.rows();
  const std::string path = "/api/v1/invitations/" + token + "/ratings";
  check_problem(site.post_json("", path, std::string(257 * 1024, ' '), site.new_key()), 413, "-",
                "too-large");
  check_problem(site.post_json("", path, std::string(256 * 1024, ' '), site.new_key()), 422, "",
                "syntax");
  CHECK(site.rows() == before);
}

TEST_CASE("a rating sent again with its key is stored once") {
  const SiteInPractice site;
  const auto key = site.new_key();
  const auto token = site.link("co-1-s11");
  const std::string path = "/api/v1/invitations/" + token + "/ratings";
  const auto first = site.post_json("", path, marks_json(70), key);
  REQUIRE(first.status == 201);
  const auto before = site.rows();
  const auto again = site.post_json("", path, marks_json(70), key);
  CHECK(again.status == 200);
  const auto one = json::parse(first.body), other = json::parse(again.body);
  CHECK(one->string_or("id") == other->string_or("id"));
  CHECK_FALSE(one->boolean_or("repeated", true));
  CHECK(other->boolean_or("repeated", false));
  check_problem(site.post_json("", path, marks_json(71), key), 409, "-", "idempotency-key");
  check_problem(site.post_json("", path, marks_json(70), site.new_key()), 410, "-", "used");
  CHECK(site.rows() == before);
}

TEST_CASE("a therapist's key belongs to one session and one body") {
  const SiteInPractice site;
  const auto key = site.new_key();
  const auto body = marks_json(70, "holdfast-session-therapist");
  REQUIRE(site.post_json("own", "/api/v1/sessions/co-1-s11/ratings", body, key).status == 201);
  const auto before = site.rows();
  CHECK(site.post_json("own", "/api/v1/sessions/co-1-s11/ratings", body, key).status == 200);
  check_problem(site.post_json("own", "/api/v1/sessions/co-2-s11/ratings", body, key), 409, "-",
                "idempotency-key");
  CHECK(site.rows() == before);
}

TEST_CASE("links that are used, expired, withdrawn, replaced or unknown say so") {
  SiteInPractice site;
  const auto withdrawn = site.link("co-2-s11");
  const auto form = site.house().store().read([](store::Reader& reader) {
    return reader.forms.of_session(SessionId{"co-2-s11"}).front().id;
  });
  REQUIRE(site.post_form("own", "/today", "do=take_back&form-" + form + "=1").status == 303);
  const auto replaced = site.link("co-1-s11");
  const auto expired = site.link("co-1-s11");  // a new link takes the earlier one back
  const auto answer = [&](const std::string& token) {
    return site.get("", "/api/v1/invitations/" + token);
  };
  check_problem(answer(withdrawn), 410, "-", "withdrawn");
  check_problem(answer(replaced), 410, "-", "replaced");
  check_problem(answer("no-such-link"), 410, "-", "unknown");
  check_problem(answer(std::string(200, 'x')), 410, "-", "unknown");
  site.host.clock += std::chrono::hours{24} + std::chrono::seconds{1};
  check_problem(answer(expired), 410, "-", "expired");
  const auto before = site.rows();
  check_problem(site.post_json("", "/api/v1/invitations/" + expired + "/ratings", marks_json(70),
                               site.new_key()),
                410, "-", "expired");
  CHECK(site.rows() == before);
}

TEST_CASE("an answer begun before its link expired is taken for 72 hours") {
  SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(site.get("", "/f/" + token).status == 200);
  site.host.clock += std::chrono::hours{24 + 71};
  CHECK(site.post_json("", "/api/v1/invitations/" + token + "/ratings", marks_json(70),
                       site.new_key())
            .status == 201);
  const auto late = site.link("co-2-s11");
  REQUIRE(site.get("", "/f/" + late).status == 200);
  site.host.clock += std::chrono::hours{24 + 73};
  check_problem(site.get("", "/api/v1/invitations/" + late), 410, "-", "expired");
}

TEST_CASE("acts on a check-in are read strictly") {
  const SiteInPractice site;
  const auto opened = site.post_form("own", "/courses/co-1/check-ins", "reason=short+answers");
  REQUIRE(opened.status == 303);
  const auto path = "/api/v1" + header_of(opened, "location") + "/events";
  const auto before = site.rows();
  const std::vector<Bad> acts{
      {"no act", "{}", "/do", "required"},
      {"an unknown act", R"({"do":"delete"})", "/do", "unknown"},
      {"an unknown member", R"({"do":"acknowledge","really":true})", "/really", "unknown"},
      {"a member of another act", R"({"do":"acknowledge","reason":"x"})", "/reason", "unknown"},
      {"no day", R"({"do":"snooze","reason":"x"})", "until", "day"},
      {"a day that is none", R"({"do":"snooze","until":"2026-02-30","reason":"x"})", "until",
       "day"},
      {"today", R"({"do":"snooze","until":"2026-11-23","reason":"x"})", "until", "range"},
      {"too far off", R"({"do":"snooze","until":"2027-11-23","reason":"x"})", "until", "range"},
      {"no reason", R"({"do":"snooze","until":"2026-12-01"})", "reason", "required"},
      {"a close without a reason", R"({"do":"not_a_dip"})", "reason", "required"},
      {"an empty log", R"({"do":"log"})", "tried", "required"},
      {"an unknown strain", R"({"do":"log","strain":"anger"})", "strain", "unknown"},
      {"an unknown suggestion", R"({"do":"log","tried":["hope"]})", "/tried", "unknown"},
      {"suggestions that are no texts", R"({"do":"log","tried":[1]})", "/tried", "type"},
      {"words without end", R"({"do":"log","words":")" + std::string(2001, 'x') + "\"}", "words",
       "too-long"},
      {"an answer nobody asked for", R"({"do":"new_level","accept":true})", "answer", "not-asked"},
      {"no answer", R"({"do":"new_level"})", "/accept", "required"},
  };
  for (const auto& bad : acts) {
    INFO(bad.what);
    check_problem(site.post_json("own", path, bad.body), 422, bad.field, bad.rule);
    CHECK(site.rows() == before);
  }
  check_problem(site.post_json("own", "/api/v1/check-ins/none/events", R"({"do":"acknowledge"})"),
                404, "-", "unknown-check-in");
  check_problem(site.post_json("own", "/api/v1/courses/co-1/check-ins", R"({"resaon":"x"})"), 422,
                "/resaon", "unknown");
  check_problem(site.post_json("own", "/api/v1/courses/nowhere/check-ins", R"({"reason":"x"})"),
                404, "-", "unknown-course");
  check_problem(site.post_json("own", "/api/v1/sessions/co-1-s11/invitations", R"({"pin":"1"})"),
                422, "/pin", "unknown");
  CHECK(site.rows() == before);
}

TEST_CASE("the wrong media type, method, address and query each have their answer") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto before = site.rows();
  const std::string path = "/api/v1/invitations/" + token + "/ratings";
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    check_problem(site.ask({.method = "POST",
                            .path = path,
                            .body = marks_json(70),
                            .type = type,
                            .key = site.new_key()}),
                  415, "content-type", "content-type");
  const auto wrong_method = site.ask({.actor = "own", .method = "DELETE", .path = "/api/v1/today"});
  check_problem(wrong_method, 405, "-", "method");
  CHECK(header_of(wrong_method, "allow") == "GET, HEAD");
  const auto get = site.get("", path);
  check_problem(get, 405, "-", "method");
  CHECK(header_of(get, "allow") == "POST");
  check_problem(site.get("own", "/api/v1/nothing"), 404, "-", "not-found");
  check_problem(site.get("own", "/api/v1/courses/nowhere"), 404, "-", "unknown-course");
  check_problem(site.get("own", "/api/v1/instruments/none"), 404, "-", "unknown-instrument");
  check_problem(site.get("own", "/api/v1/today", "day=2026-02-30"), 400, "-", "day");
  check_problem(site.get("own", "/api/v1/today", "day=tomorrow"), 400, "-", "day");
  check_problem(site.get("own", "/api/v1/today", "day=2026-11-23&day=2026-11-24"), 422, "day",
                "duplicate");
  check_problem(site.get("own", "/api/v1/today", "day=%G0"), 422, "day", "percent-code");
  check_problem(site.get("own", "/api/v1/\xFF"), 400, "-", "utf-8");
  check_problem(site.get("", "/api/v1/today"), 401, "-", "sign-in");
  CHECK(site.rows() == before);
}

TEST_CASE("a practice system that does not answer is told apart from nobody") {
  SiteInPractice site;
  site.host.is_down = true;
  check_problem(site.get("own", "/api/v1/today"), 503, "-", "host-unavailable");
  // Forms are answered from the mirror all the same.
  CHECK(site.get("", "/about").status == 200);
}
