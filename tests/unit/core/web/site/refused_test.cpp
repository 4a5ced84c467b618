// SPDX-License-Identifier: MIT
// Refused means it does not happen: what was on its way before the client said no is taken back.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "couple_with_dip.hpp"
#include "service/tick.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

void answers(const SiteInPractice& site, const std::string& purpose, const std::string& answer) {
  REQUIRE(site.post_form("own", "/courses/co-1/consent",
                         "purpose=" + purpose + "&answer=" + answer + "&given_by=client")
              .status == 303);
}

long waiting(const SiteInPractice& site) {
  return site.count("SELECT count(*) FROM form_given WHERE status IN ('given', 'opened')");
}

}  // namespace

TEST_CASE("who refuses forms is asked by no link that was given before") {
  for (const char* answer : {"refused", "withdrawn"}) {
    INFO(answer);
    const SiteInPractice site;
    const auto token = site.link("co-1-s11"), begun = site.link("co-1-s10"),
               of_another = site.link("co-2-s11");
    const auto code = site.code("co-1-s9");
    REQUIRE(site.get("", "/f/" + begun).status == 200);
    answers(site, "forms", answer);
    CHECK(waiting(site) == 1);
    for (const auto& link : {token, begun}) {
      CHECK(site.get("", "/f/" + link).status == 410);
      CHECK(site.post_form("", "/f/" + link, marks(60, site.new_key())).status == 410);
      CHECK(site.post_json("", "/api/v1/invitations/" + link + "/ratings", marks_json(60)).status ==
            410);
    }
    CHECK(site.post_form("", "/code", "code=" + code).status == 422);
    CHECK(site.count("SELECT count(*) FROM rating") == 0);
    CHECK(site.get("", "/f/" + of_another).status == 200);
    // Who changes their mind is given a new one.
    answers(site, "forms", "agreed");
    CHECK(site.get("", "/f/" + token).status == 410);
    CHECK(site.get("", "/f/" + site.link("co-1-s11")).status == 200);
  }
}

TEST_CASE("a link opens nothing once forms are refused, however the refusal was noted") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  site.house().store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(ClientId{"c-1"});
    consent.answer = store::ConsentAnswer::refused;
    consent.at = SiteInPractice::noon();
    unit.consents.insert(consent);
  });
  CHECK(site.get("", "/f/" + token).status == 410);
  CHECK(site.post_form("", "/f/" + token, marks(60, site.new_key())).status == 410);
}

TEST_CASE("who refuses forms gets no message about one") {
  service::Config config;
  config.write_back = {"reminder"};
  SiteInPractice site(config);
  answers(site, "reminders", "agreed");
  REQUIRE(site.post_form("own", "/sessions/co-1-s11/hand-over", "way=message").status == 200);
  answers(site, "forms", "refused");
  for (int i = 0; i < 3; ++i) service::tick(site.house(), std::chrono::seconds{5});
  CHECK(site.host.posted.empty());
  CHECK(site.post_form("own", "/sessions/co-1-s10/hand-over", "way=message").status == 409);
}

TEST_CASE("a supervisor is shown nothing of a partner who refused supervision") {
  const CoupleWithDip couple;
  const auto& site = couple.site;
  REQUIRE(site.get("supervisor", "/courses/co-1").status == 200);
  REQUIRE_THAT(site.get("supervisor", "/api/v1/courses/co-1").body, Contains("\"pomp\":40"));
  const auto page = site.get("own", "/courses/co-1/consent").body;
  REQUIRE_THAT(page, Contains("Yorick Jansen – By purpose"));
  REQUIRE(site.post_form("own", "/courses/co-1/consent",
                         "purpose=supervision&answer=refused&given_by=client&client=c-3")
              .status == 303);
  // What was open was about the one who refused: the course is not flagged any more.
  CHECK(site.get("supervisor", "/courses/co-1").status == 403);
  CHECK(site.get("supervisor", "/check-ins/" + couple.check_in).status == 403);
  for (const char* list : {"/supervision", "/caseload"})
    CHECK(site.get("supervisor", list).body.find("Quentin Zabel") == std::string::npos);
  CHECK(site.get("own", "/check-ins/" + couple.check_in).status == 200);
}

TEST_CASE("what a supervisor is let in for is shown without the partner who refused") {
  CoupleWithDip couple;
  auto& site = couple.site;
  couple.rate_again(40, 40);  // now both have an open check-in
  REQUIRE(site.post_form("own", "/courses/co-1/consent",
                         "purpose=supervision&answer=refused&given_by=client&client=c-3")
              .status == 303);
  const auto picture = nlohmann::json::parse(site.get("supervisor", "/api/v1/courses/co-1").body);
  CHECK(picture.at("ratings").size() == 12);
  REQUIRE(picture.at("check_ins").size() == 1);
  CHECK(picture.at("check_ins")[0].at("id") != couple.check_in);
  const auto page = site.get("supervisor", "/courses/co-1", "about=" + site.key_of("c-3"));
  CHECK_THAT(page.body, !Contains("Yorick Jansen"));
  CHECK(site.get("supervisor", "/check-ins/" + couple.check_in).status == 403);
  const auto line =
      nlohmann::json::parse(site.get("supervisor", "/api/v1/courses").body).at("courses")[0];
  CHECK(line.at("check_in").at("id") != couple.check_in);
  CHECK(nlohmann::json::parse(site.get("own", "/api/v1/courses/co-1").body).at("ratings").size() ==
        24);
}

TEST_CASE("an answer is noted only about who takes part") {
  const SiteInPractice site;
  const auto before = site.rows();
  CHECK(site.post_form("own", "/courses/co-1/consent",
                       "purpose=supervision&answer=refused&given_by=client&client=c-2")
            .status == 422);
  CHECK(site.rows() == before);
}
