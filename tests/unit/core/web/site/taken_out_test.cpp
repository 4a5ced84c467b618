// SPDX-License-Identifier: MIT
// What a rating said leaves with it when it is taken out: of its check-in the day and the rule
// stay.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

// Ten steady ratings, a low one that made a check-in, and the low one taken out again.
struct TakenOut {
  SiteInPractice site;
  std::string check_in;

  explicit TakenOut(service::Config config = {}, const std::string& as = "wrong_person")
      : site(std::move(config)) {
    for (int number = 1; number <= 10; ++number)
      site.client_rates(SiteInPractice::session("co-2", number), 80);
    site.host.clock = site.host.sessions.at("co-2-s11").start + std::chrono::minutes{50};
    site.client_rates("co-2-s11", 37);
    check_in = site.open_check_in("co-2");
    REQUIRE_FALSE(check_in.empty());
    const auto rating = site.house().store().read([](store::Reader& reader) {
      return reader.ratings.of_session(SessionId{"co-2-s11"}).front().id.value;
    });
    const nlohmann::json end{{"do", "void"}, {"cause", as}, {"reason", "another family"}};
    REQUIRE(site.post_json("own", "/api/v1/ratings/" + rating + "/end", end.dump()).status == 200);
  }
  nlohmann::json check_ins_in_picture() const {
    return nlohmann::json::parse(site.get("own", "/api/v1/courses/co-2").body).at("check_ins");
  }
};

service::Config sealing() {
  service::Config config;
  config.seal = true;
  return config;
}

}  // namespace

TEST_CASE("the check-in of a rating that was taken out keeps its day and its rule, and no number") {
  const TakenOut taken;
  const auto found = taken.check_ins_in_picture();
  REQUIRE(found.size() == 1);
  CHECK(found[0].at("status") == "withdrawn");
  CHECK(found[0].at("rule") == "A");
  CHECK(found[0].at("day") == "2026-11-23");
  for (const char* number : {"rating", "score", "expected", "z"}) CHECK(!found[0].contains(number));
  const auto one = taken.site.get("own", "/api/v1/check-ins/" + taken.check_in).body;
  CHECK_THAT(one, Contains("taken out") && !Contains("\"score\""));
  CHECK_THAT(without_ids(one), !Contains("37"));
  const auto page = taken.site.get("own", "/check-ins/" + taken.check_in).body;
  CHECK_THAT(page, Contains("Rule A · sudden dip. The rating it was found in was taken out."));
  CHECK_THAT(page, !Contains("rating (37)") && !Contains("How this was worked out"));
  CHECK_THAT(taken.site.get("own", "/courses/co-2").body, !Contains("rating (37)"));
}

TEST_CASE("a seal is not opened by taking the rating out") {
  TakenOut taken(sealing(), "test");
  CHECK(taken.check_ins_in_picture().empty());
  CHECK(taken.site.get("own", "/api/v1/check-ins/" + taken.check_in).status == 409);
  taken.site.host.clock += std::chrono::hours{24};
  REQUIRE(taken.check_ins_in_picture().size() == 1);
  CHECK_FALSE(taken.check_ins_in_picture()[0].contains("score"));
}

TEST_CASE("the client's file tells nothing of a rating that was another person's") {
  const TakenOut taken;
  const auto answer = taken.site.get("records", "/api/v1/records/" + taken.site.key_of("c-2"));
  REQUIRE(answer.status == 200);
  const auto found = nlohmann::json::parse(answer.body).at("check_ins");
  REQUIRE(found.size() == 1);
  CHECK(found[0] ==
        nlohmann::json{
            {"id", taken.check_in}, {"day", "2026-11-23"}, {"rule", "A"}, {"status", "withdrawn"}});
}
