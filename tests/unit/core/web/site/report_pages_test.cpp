// SPDX-License-Identifier: MIT
// The report card, the preview of settings and the versions of them, as people of each role meet
// them.
#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

bool has(const web::Response& page, std::string_view words) {
  return page.body.find(words) != std::string::npos;
}

// A therapist's course with one dip at its last session.
struct WithDip : SiteInPractice {
  WithDip() {
    for (int number = 1; number <= 10; ++number) client_rates(session("co-2", number), 80);
    client_rates(session("co-2", 11), 40);
  }
};

constexpr const char* calmer =
    "show=1&rules=AB&sudden_dip=1&sustained=1&sudden_z=2.6&least_drop=20";
constexpr const char* nothing = "show=1&rules=AB";

}  // namespace

TEST_CASE("a therapist's report card says what it is for, and its figures with intervals") {
  const WithDip site;
  const auto page = site.get("own", "/report-card");
  REQUIRE(page.status == 200);
  CHECK(has(page, "It does not judge people"));
  CHECK(has(page, "11 ratings of 1 client"));
  CHECK(has(page, "95 % interval"));
  CHECK(has(page, "Wilson 1927"));
  CHECK(has(page, "Rules A|B, version 1"));
  CHECK(has(page, "in your last 8 ratings (8 weeks)"));
  CHECK_FALSE(has(page, "Wilma"));
  CHECK_FALSE(has(page, "predict"));
  CHECK(has(site.get("own", "/today"), "/report-card\">"));
}

TEST_CASE("the report card counts what each fixed line of the textbooks would have said") {
  SiteInPractice site;
  for (int number = 1; number <= 3; ++number)
    site.client_rates(SiteInPractice::session("co-1", number), 80);
  site.client_rates("co-1-s4", 74);
  const auto card = site.get("own", "/report-card");
  CHECK(has(card, "Cut-off: below 90 of 100 (36 of 40)"));
  CHECK(has(card, "Drop of 2.5 points (1 of 40) since the last rating"));
  CHECK(has(card, "One area below 75 of 100 (7.5 of 10)"));
  const auto told = json::parse(site.get("own", "/api/v1/report-card").body);
  REQUIRE(told);
  const auto& other = *told->find("other_rules");
  const auto counted = [&](const char* rule) {
    return std::pair{other.find(rule)->find("count")->number(),
                     other.find(rule)->find("of")->number()};
  };
  CHECK(counted("cut-off") == std::pair{4.0, 4.0});
  CHECK(counted("one-point drop") == std::pair{1.0, 4.0});
  CHECK(counted("low area") == std::pair{1.0, 4.0});
}

TEST_CASE("below twenty clients others are told the number of clients and nothing else") {
  const WithDip site;
  for (const char* actor : {"supervisor", "external", "admin"}) {
    INFO(actor);
    for (const std::string path : {"/report-card", "/report-card/preview"}) {
      const auto page = site.get(actor, path, path == "/report-card" ? "" : calmer);
      REQUIRE(page.status == 200);
      CHECK(has(page, "from 20 clients on"));
      CHECK_FALSE(has(page, "per 100 ratings"));
      CHECK_FALSE(has(page, "/courses/"));
    }
    for (const std::string path : {"/api/v1/report-card", "/api/v1/report-card/preview"}) {
      const auto answer = site.get(actor, path);
      CHECK(has(answer, "\"clients\":1"));
      for (const char* figure : {"marked", "answered", "after_a_dip", "other_rules", "budget",
                                 "\"now\"", "\"gone\"", "\"ratings\""})
        CHECK_FALSE(has(answer, figure));
    }
  }
}

TEST_CASE("a page of somebody else's scope is refused") {
  const WithDip site;
  CHECK(site.get("own", "/report-card", "scope=practice").status == 403);
  CHECK(site.get("own", "/report-card/preview", "scope=team").status == 403);
  CHECK(site.get("admin", "/api/v1/report-card", "scope=own").status == 403);
  CHECK(site.get("own", "/report-card", "years=3").status == 422);
}

TEST_CASE("a preview names the therapist's own clients, and stores nothing") {
  const WithDip site;
  const auto before = site.rows();
  const auto page = site.get("own", "/report-card/preview", nothing);
  REQUIRE(page.status == 200);
  CHECK(has(page, "1 would not be marked any more."));
  CHECK(has(page, "/courses/co-2"));
  CHECK(has(page, "Wilma Xaver"));
  CHECK_FALSE(has(page, "Use these settings"));
  CHECK(site.rows() == before);
  const auto same =
      site.get("own", "/report-card/preview", "show=1&rules=AB&sudden_dip=1&sustained=1");
  CHECK(has(same, "These are the settings in force."));
  CHECK(has(same, "0 would not be marked any more."));
}

TEST_CASE("a number out of its range comes back as typed, with its range") {
  const WithDip site;
  for (const char* wrong : {"9", "abc", "", "nan", "1e999", "-2"}) {
    INFO(wrong);
    const auto page =
        site.get("own", "/report-card/preview", std::string("show=1&rules=AB&sudden_z=") + wrong);
    CHECK(page.status == 422);
    CHECK(has(page, "out of its range"));
    CHECK(has(page, std::string("value=\"") + wrong + "\""));
  }
  CHECK(site.get("own", "/report-card/preview", "show=1&rules=X").status == 422);
  CHECK(site.get("own", "/report-card/preview", "show=1&rules=AB&silence=2.5").status == 422);
  CHECK(site.get("own", "/report-card/preview", "show=1&rules=AB&sudden_z=2,1").status == 200);
  CHECK(site.get("own", "/api/v1/report-card/preview", "sudden_z=9").status == 422);
}

TEST_CASE("an administrator accepts settings after a look, and goes back") {
  const WithDip site;
  const auto look = site.get("admin", "/report-card/preview", calmer);
  REQUIRE(look.status == 200);
  CHECK(has(look, "Use these settings"));
  const std::string accept =
      "do=thresholds&version=1&reason=more+than+we+follow+up&rules=AB&sudden_dip=1&sudden_z=2.6";
  CHECK(site.post_form("own", "/report-card/settings", accept).status == 403);
  CHECK(site.post_form("admin", "/report-card/settings", accept).status == 303);
  CHECK(site.post_form("admin", "/report-card/settings", accept).status == 409);
  const auto now = site.get("own", "/report-card/settings");
  CHECK(has(now, "Version 2"));
  CHECK(has(now, "Rule B is switched off."));
  CHECK(has(now, "more than we follow up"));
  CHECK(has(now, "An administrator of the practice accepts changes."));
  CHECK(has(site.get("own", "/report-card"), "version 2 of the settings"));
  CHECK(
      site.post_form("admin", "/report-card/settings", "do=revert&version=2&to=1&reason=").status ==
      422);
  CHECK(site.post_form("admin", "/report-card/settings", "do=revert&version=2&to=1&reason=back")
            .status == 303);
  const auto back = site.get("admin", "/report-card/settings");
  CHECK(has(back, "Back to version 1"));
  CHECK_FALSE(has(back, "is switched off"));
  CHECK(
      site.post_form("admin", "/report-card/settings", "do=something&version=3&reason=x").status ==
      422);
}

TEST_CASE("the API gives the same figures as the page") {
  const WithDip site;
  const auto answer = json::parse(site.get("own", "/api/v1/report-card").body);
  REQUIRE(answer);
  CHECK(answer->find("ratings")->number() == 11);
  const auto* dips = answer->find("marked")->find("dips");
  CHECK(dips->find("count")->number() == 1);
  CHECK(dips->find("low")->number() > 0);
  CHECK(dips->find("high")->number() < 1);
  CHECK(answer->find("budget")->find("dips")->number() == 1);
  CHECK(answer->find("answered")->find("A")->find("raised")->number() == 1);
  const auto off =
      json::parse(site.get("own", "/api/v1/report-card/preview", "sudden_dip=0&sustained=0").body);
  REQUIRE(off);
  CHECK(off->find("gone")->find("count")->number() == 1);
  CHECK(off->find("gone")->find("ratings")->items().size() == 1);
}

TEST_CASE("a look at the report is a line in the audit, also when refused") {
  const WithDip site;
  const auto lines = [&](const char* outcome) {
    return site.count(std::string("SELECT count(*) FROM audit_line WHERE action ="
                                  " 'report_card.read' AND outcome = '") +
                      outcome + "'");
  };
  site.get("own", "/report-card");
  site.get("desk", "/report-card");
  CHECK(lines("done") == 1);
  CHECK(lines("denied") == 1);
  for (const auto& line : site.host.logged) CHECK(line.find("Wilma") == std::string::npos);
}
