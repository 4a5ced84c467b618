// SPDX-License-Identifier: MIT
// What a browser without JavaScript may send: nothing is taken for a value, nothing is lost,
// nothing is stored twice or half.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

// The fields of an untouched form, as a browser sends them: every line empty.
std::string untouched(const std::string& key) {
  std::string body = "key=" + key + "&ms=";
  for (const char* item : {"goals", "tasks", "bond", "overall"})
    body += std::string("&a.") + item + "=&t." + item + "=";
  return body;
}

struct Bad {
  std::string what, body, said;
  int status = 422;
};

std::vector<Bad> bad_bodies() {
  const std::string key = "key=key-of-this-form&";
  const std::string rest = "&a.tasks=70&a.bond=70&a.overall=70";
  return {
      {"a value past the scale", key + "a.goals=101" + rest, "This answer cannot be used"},
      {"a value below the scale", key + "a.goals=-5" + rest, "This answer cannot be used"},
      {"a word", key + "a.goals=good" + rest, "This answer cannot be used"},
      {"NaN", key + "a.goals=nan" + rest, "This answer cannot be used"},
      {"infinity", key + "a.goals=inf" + rest, "This answer cannot be used"},
      {"a decimal comma", key + "a.goals=7%2C5" + rest, "This answer cannot be used"},
      {"two to the 64th", key + "a.goals=18446744073709551616" + rest,
       "This answer cannot be used"},
      {"a space before", key + "a.goals=+70" + rest, "This answer cannot be used"},
      {"one line left empty", key + "a.goals=" + rest, "This line has no answer yet."},
      {"an item of another form", key + "a.goals=70&a.mood=3" + rest, "not on this form"},
      {"a scale past its row", key + "a.goals=70&a.tension=9" + rest, "This answer cannot be used"},
      {"no key", "a.goals=70" + rest, "idempotency key"},
      {"a field sent twice", key + "a.goals=70&a.goals=10" + rest,
       "Field &quot;a.goals&quot;: This field was sent twice"},
      {"a broken code", key + "a.goals=%7" + rest,
       "Field &quot;a.goals&quot;: A field is not encoded correctly"},
      {"text that is not UTF-8", key + "a.goals=70&a.comment=%FF" + rest,
       "Field &quot;a.comment&quot;: The text of this field is not UTF-8"},
      {"a NUL", key + "a.goals=70&a.comment=%00" + rest, "not encoded correctly"},
  };
}

}  // namespace

TEST_CASE("an untouched form comes back with its lines, and is no rating") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(site.get("", "/f/" + token).status == 200);
  const auto before = site.rows();
  const auto again = site.post_form("", "/f/" + token, untouched(site.new_key()));
  CHECK(again.status == 422);
  CHECK_THAT(again.body, Contains("This line has no answer yet.") && Contains("name=\"a.goals\"") &&
                             Contains("<form"));
  CHECK(site.rows() == before);
  CHECK(site.post_form("own", "/sessions/co-1-s11/rate", untouched(site.new_key())).status == 422);
  CHECK(site.rows() == before);
}

TEST_CASE("each bad form has its own answer on the page, and nothing is stored") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(site.get("", "/f/" + token).status == 200);
  const auto before = site.rows();
  for (const auto& bad : bad_bodies()) {
    INFO(bad.what);
    const auto answer = site.post_form("", "/f/" + token, bad.body);
    CHECK(answer.status == bad.status);
    CHECK_THAT(answer.body, Contains(bad.said));
    CHECK(site.rows() == before);
  }
}

TEST_CASE("what was typed comes back beside what is wrong with it") {
  const SiteInPractice site;
  const auto again =
      site.post_form("", "/f/" + site.link("co-1-s11"),
                     "key=key-of-this-form&a.goals=64&a.tasks=101&a.bond=70&a.overall=70"
                     "&a.comment=%3Cb%3Etoo+fast");
  CHECK(again.status == 422);
  CHECK_THAT(again.body, Contains("value=\"64\"") && Contains("value=\"101\"") &&
                             Contains("value=\"key-of-this-form\""));
  CHECK(again.body.find("<b>too") == std::string::npos);
}

TEST_CASE("a form posted twice is thanked for twice and stored once") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto body = marks(70, site.new_key());
  const auto first = site.post_form("", "/f/" + token, body);
  REQUIRE(first.status == 303);
  const auto before = site.rows();
  const auto again = site.post_form("", "/f/" + token, body);
  CHECK(again.status == 303);
  CHECK(header_of(again, "location") == header_of(first, "location"));
  CHECK(site.post_form("", "/f/" + token, marks(10, site.new_key())).status == 410);
  CHECK(site.rows() == before);
  CHECK(site.count("SELECT count(*) FROM rating") == 1);
}

TEST_CASE("a therapist's form posted twice is stored once") {
  const SiteInPractice site;
  const auto body = marks(70, site.new_key());
  CHECK(site.post_form("own", "/sessions/co-1-s11/rate", body).status == 303);
  const auto before = site.rows();
  CHECK(site.post_form("own", "/sessions/co-1-s11/rate", body).status == 303);
  CHECK(site.rows() == before);
}

TEST_CASE("one key does not carry two different forms") {
  const SiteInPractice site;
  const auto key = site.new_key();
  REQUIRE(site.post_form("own", "/sessions/co-1-s11/rate", marks(70, key)).status == 303);
  const auto before = site.rows();
  CHECK(site.post_form("own", "/sessions/co-1-s11/rate", marks(20, key)).status == 409);
  CHECK(site.post_form("own", "/sessions/co-2-s11/rate", marks(70, key)).status == 409);
  CHECK(site.rows() == before);
}

TEST_CASE("a declined form is kept as declined, without a value") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto declined =
      site.post_form("", "/f/" + token, untouched(site.new_key()) + "&leave=decline");
  CHECK(declined.status == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE declined = 1 AND answers = ''") == 1);
  CHECK(site.get("", "/f/" + token + "/thanks", "declined=1").status == 200);
}

TEST_CASE("an answer that the page hides is not stored") {
  const SiteInPractice site;
  const auto sent = site.post_form("", "/f/" + site.link("co-1-s11"),
                                   marks(70, site.new_key()) + "&a.tension=0&a.resolution=2");
  REQUIRE(sent.status == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE answers LIKE '%tension%'") == 1);
  CHECK(site.count("SELECT count(*) FROM rating WHERE answers LIKE '%resolution%'") == 0);
}

TEST_CASE("pages refuse what is too large, of the wrong type, or no address") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto before = site.rows();
  CHECK(site.post_form("", "/f/" + token, std::string(257 * 1024, 'x')).status == 413);
  CHECK(site.post_json("", "/f/" + token, marks_json(70)).status == 415);
  CHECK(site.get("own", "/nothing").status == 404);
  CHECK(site.get("own", "/courses/nowhere").status == 404);
  CHECK(site.get("own", "/sessions/nowhere/rate").status == 404);
  CHECK(site.get("own", "/check-ins/nowhere").status == 404);
  CHECK(site.get("own", "/assets/nothing.js").status == 404);
  CHECK(site.get("own", "/today", "day=2026-02-30").status == 400);
  CHECK(site.get("own", "/today", "day=1&day=2").status == 422);
  const auto wrong = site.ask({.actor = "own", .method = "PUT", .path = "/sessions/co-1-s11/rate"});
  CHECK(wrong.status == 405);
  CHECK(header_of(wrong, "allow") == "GET, HEAD, POST");
  CHECK_THAT(wrong.body, Contains("<html"));
  CHECK(site.rows() == before);
}

TEST_CASE("an act that the page does not have is no acknowledgement") {
  const SiteInPractice site;
  const auto opened = site.post_form("own", "/courses/co-1/check-ins", "reason=short+answers");
  const auto path = header_of(opened, "location");
  const auto before = site.rows();
  for (const char* body :
       {"", "do=", "do=delete", "do=snooze&until=2026-12-01", "do=snooze&reason=x", "do=not_a_dip",
        "do=log", "do=log&strain=anger", "do=new_level&answer=accept"}) {
    INFO(body);
    CHECK(site.post_form("own", path, body).status == 422);
    CHECK(site.rows() == before);
  }
  CHECK(site.post_form("own", "/courses/co-1/check-ins", "reason=").status == 422);
  CHECK(site.rows() == before);
}
