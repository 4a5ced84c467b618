// SPDX-License-Identifier: MIT
// What counts once is there once: one form of a kind a session, one act a press.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

constexpr const char* already = "This session has this form already.";

int answer_by_link(const SiteInPractice& site, const std::string& token, int mark) {
  return site
      .post_json("", "/api/v1/invitations/" + token + "/ratings", marks_json(mark), site.new_key())
      .status;
}

std::string open_dip(SiteInPractice& site) {
  for (int number = 1; number <= 10; ++number)
    site.client_rates(SiteInPractice::session("co-2", number), 80 + number % 3);
  site.client_rates("co-2-s11", 40);
  return site.open_check_in("co-2");
}

}  // namespace

TEST_CASE("a session takes the client's form once, whichever way it comes") {
  SiteInPractice site;
  const auto page = site.link("co-1-s11"), early = site.link("co-1-s10");
  REQUIRE(site.post_form("", "/f/" + page, marks(80, site.new_key())).status == 303);
  const auto before = site.rows();
  CHECK(site.post_json("own", "/api/v1/sessions/co-1-s11/invitations", "{}").status == 409);
  const auto again = site.post_form("own", "/sessions/co-1-s11/hand-over", "way=link");
  CHECK(again.status == 409);
  CHECK_THAT(again.body, Contains(already));
  CHECK(site.rows() == before);
  // Another session's form is another form.
  CHECK(answer_by_link(site, early, 80) == 201);
}

TEST_CASE("a form that was given twice before is taken from who sends it first") {
  SiteInPractice site;
  const auto link = site.link("co-1-s11");
  const auto paper = "key=" + site.new_key() +
                     "&instrument=holdfast-session&a.goals=60&a.tasks=60&a.bond=60&a.overall=60";
  REQUIRE(site.post_form("desk", "/sessions/co-1-s11/paper-entry", paper).status == 303);
  const auto before = site.rows();
  const auto late = answer_by_link(site, link, 90);
  CHECK((late == 409 || late == 410));
  CHECK(site.rows() == before);
}

TEST_CASE("a form that was left may be filled after all") {
  SiteInPractice site;
  const auto left = site.link("co-1-s11");
  REQUIRE(site.post_form("", "/f/" + left, "key=" + site.new_key() + "&leave=decline").status ==
          303);
  CHECK(answer_by_link(site, site.link("co-1-s11"), 70) == 201);
}

TEST_CASE("a therapist rates a session once, and a page sent twice is one form") {
  SiteInPractice site;
  const std::string rate = "/sessions/co-1-s11/rate", key = site.new_key();
  REQUIRE(site.post_form("own", rate, marks(70, key)).status == 303);
  const auto before = site.rows();
  CHECK(site.post_form("own", rate, marks(70, key)).status == 303);
  const auto second = site.post_form("own", rate, marks(20, site.new_key()));
  CHECK(second.status == 409);
  CHECK_THAT(second.body, Contains(already));
  CHECK(site.post_json("own", "/api/v1/sessions/co-1-s11/ratings",
                       marks_json(20, "holdfast-session-therapist"), site.new_key())
            .status == 409);
  CHECK(site.get("own", rate).status == 409);
  CHECK(site.rows() == before);
}

TEST_CASE("whoever brings a therapist's form in, it is of one series") {
  SiteInPractice site;
  site.therapist_rates("co-1-s10", 70);
  REQUIRE(site.post_json("own", "/api/v1/sessions/co-1-s11/ratings",
                         marks_json(72, "holdfast-session-therapist"), site.new_key())
              .status == 201);
  CHECK(site.count("SELECT count(*) FROM rating WHERE rater = 'therapist'"
                   " AND relation = 'observer'") == 2);
}

TEST_CASE("a link given before a session rates the one before; where that is rated, it waits") {
  SiteInPractice site;
  site.host.clock = SiteInPractice::noon() - std::chrono::hours{3};  // two hours before co-1-s11
  const auto first = site.link("co-1-s11");
  REQUIRE(answer_by_link(site, first, 80) == 201);
  CHECK(site.count("SELECT count(*) FROM rating WHERE session_id = 'co-1-s10'") == 1);
  const auto second = site.link("co-1-s11");
  CHECK(answer_by_link(site, second, 81) == 409);
  site.host.clock = SiteInPractice::noon();
  REQUIRE(answer_by_link(site, second, 81) == 201);
  CHECK(site.count("SELECT count(*) FROM rating WHERE session_id = 'co-1-s11'") == 1);
}

TEST_CASE("a button pressed twice is one act") {
  SiteInPractice site;
  const auto at = "/check-ins/" + open_dip(site);
  const auto page = site.get("own", at);
  const auto key = attribute_in(page.body, "name=\"key\"", "value");
  REQUIRE(key.size() > 36);  // of this page, and of this button
  const auto body = "key=" + key + "&do=log&words=too+fast";
  REQUIRE(site.post_form("own", at, body).status == 303);
  CHECK(site.post_form("own", at, body).status == 303);
  const auto logged = "SELECT count(*) FROM alert_event WHERE kind = 'logged'";
  CHECK(site.count(logged) == 1);
  CHECK(site.post_form("own", at, body + "+again").status == 409);
  CHECK(site.count(logged) == 1);

  const auto api = "/api/v1" + at + "/events";
  const std::string act = R"({"do":"log","words":"spoken"})", once = site.new_key();
  CHECK(site.post_json("own", api, act, once).status == 200);
  CHECK(site.post_json("own", api, act, once).status == 200);
  CHECK(site.count(logged) == 2);
}

TEST_CASE("a check-in opened twice by one press is one") {
  SiteInPractice site;
  const auto page = site.get("own", "/courses/co-1");
  const auto key = attribute_in(page.body, "name=\"key\"", "value");
  const auto body = "key=" + key + "&reason=quiet+today";
  const auto first = site.post_form("own", "/courses/co-1/check-ins", body);
  REQUIRE(first.status == 303);
  const auto second = site.post_form("own", "/courses/co-1/check-ins", body);
  CHECK(header_of(second, "location") == header_of(first, "location"));
  CHECK(site.count("SELECT count(*) FROM alert WHERE kind = 'own'") == 1);
}

TEST_CASE("a comment may have as many letters in Arabic as in English") {
  service::Config config;
  config.duty_contact = "person-own";
  const SiteInPractice site(config);
  const auto of = [](const std::string& letter, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += letter;
    return text;
  };
  const auto form = site.get("", "/f/" + site.link("co-1-s10"));
  CHECK_THAT(form.body, Contains("maxlength=\"1000\""));
  const auto send = [&](const std::string& session, const std::string& text) {
    return site
        .post_form("", "/f/" + site.link(session), marks(80, site.new_key()) + "&a.comment=" + text)
        .status;
  };
  CHECK(send("co-1-s9", of("%D8%A3", 1001)) == 422);
  CHECK(send("co-1-s9", of("%D8%A3", 1000)) == 303);
}
