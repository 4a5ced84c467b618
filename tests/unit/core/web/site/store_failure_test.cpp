// SPDX-License-Identifier: MIT
// A disk that refuses: people are told that nothing was saved, the operator's log says why, and
// nothing is half stored.
#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "service/tick.hpp"
#include "site_in_practice.hpp"
#include "unit/core/store/failing_disk.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

TEST_CASE("a full disk answers 507 or 503, and the form can be sent again after", "[file]") {
  for (const int code : {SQLITE_FULL, SQLITE_IOERR}) {
    store::testing::FailingDisk disk;
    SiteInPractice site;
    const auto token = site.link("co-1-s11");
    const auto body = marks(70, site.new_key());
    REQUIRE(site.get("", "/f/" + token).status == 200);
    const auto before = site.rows();
    site.host.logged.clear();
    disk.fail_from(1, code);
    const auto page = site.post_form("", "/f/" + token, body);
    const auto api = site.post_json("", "/api/v1/invitations/" + token + "/ratings", marks_json(70),
                                    site.new_key());
    REQUIRE(disk.failed());
    disk.heal();
    for (const auto* answer : {&page, &api}) {
      INFO(answer->status << " " << answer->body);
      CHECK((answer->status == 507 || answer->status == 503));
      if (code == SQLITE_IOERR) CHECK(answer->status == 503);
      CHECK(header_of(*answer, "cache-control") == "no-store");
    }
    CHECK_THAT(page.body, Contains("Not stored"));
    CHECK_THAT(page.body, Contains("value=\"70\""));  // what was answered is still there
    CHECK_THAT(page.body, Contains("If you are in danger or need help now"));
    const auto problem = json::parse(api.body);
    REQUIRE(problem);
    CHECK(problem->string_or("type") == "urn:holdfast:problem:store");
    CHECK_THAT(std::string(problem->string_or("title")), Contains("Nothing was saved"));
    REQUIRE_FALSE(site.host.logged.empty());
    CHECK_THAT(site.host.logged.front(), Contains("store: "));
    CHECK(site.host.logged.front().find("Zabel") == std::string::npos);
    CHECK(site.rows() == before);
    CHECK(site.post_form("", "/f/" + token, body).status == 303);
    CHECK(site.count("SELECT count(*) FROM rating") == 1);
  }
}

TEST_CASE("a read whose audit line cannot be written is refused", "[file]") {
  store::testing::FailingDisk disk;
  const SiteInPractice site;
  REQUIRE(site.get("own", "/courses/co-1").status == 200);
  disk.fail_from(1, SQLITE_IOERR);
  const auto refused = site.get("own", "/courses/co-1");
  disk.heal();
  CHECK(refused.status == 503);
  CHECK(refused.body.find("Zabel") == std::string::npos);
  CHECK_THAT(refused.body, Contains("every look is put on record first"));
}

TEST_CASE("the work between requests fails while the store cannot be written, and goes on after",
          "[file]") {
  store::testing::FailingDisk disk;
  const SiteInPractice site;
  using namespace std::chrono_literals;
  CHECK_NOTHROW(service::tick(site.house(), 1s));
  disk.fail_from(1, SQLITE_FULL);
  REQUIRE(site.get("own", "/courses/co-1").status == 507);
  CHECK_THROWS_AS(service::tick(site.house(), 1s), store::Failure);
  CHECK_THROWS_AS(service::tick(site.house(), 1s), store::Failure);
  disk.heal();
  CHECK_NOTHROW(service::tick(site.house(), 1s));
}
