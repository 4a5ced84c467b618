// SPDX-License-Identifier: MIT
// In a couple each partner's file says who looked at what that partner answered.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "couple_with_dip.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

long looks(const SiteInPractice& site, const std::string& client, const std::string& action,
           const std::string& by) {
  const auto file = site.get("records", "/api/v1/records/" + site.key_of(client));
  REQUIRE(file.status == 200);
  const auto all = nlohmann::json::parse(file.body).at("looks");
  return std::count_if(all.begin(), all.end(), [&](const auto& look) {
    return look.at("action") == action && look.at("who") == by;
  });
}

}  // namespace

TEST_CASE("a partner's file lists who looked at the picture and at the check-in about them") {
  const CoupleWithDip couple;
  const auto& site = couple.site;
  CHECK(looks(site, "c-3", "picture.read", "Sofia Ruiz") == 0);
  REQUIRE(site.get("supervisor", "/api/v1/courses/co-1").status == 200);
  REQUIRE(site.get("supervisor", "/check-ins/" + couple.check_in).status == 200);
  for (const char* action : {"picture.read", "check_in.read"})
    CHECK(looks(site, "c-3", action, "Sofia Ruiz") == 1);
  CHECK(looks(site, "c-1", "picture.read", "Sofia Ruiz") == 1);
}

TEST_CASE("a page about one of them is a look at that one") {
  const CoupleWithDip couple;
  const auto& site = couple.site;
  REQUIRE(site.get("own", "/courses/co-1").status == 200);
  CHECK(looks(site, "c-3", "picture.read", "Ada Kern") == 0);
  REQUIRE(site.get("own", "/courses/co-1", "about=" + site.key_of("c-3")).status == 200);
  CHECK(looks(site, "c-3", "picture.read", "Ada Kern") == 1);
}

TEST_CASE("lists that show a partner's check-in are looks at that partner") {
  const CoupleWithDip couple;
  const auto& site = couple.site;
  REQUIRE(site.get("own", "/today").status == 200);
  REQUIRE(site.get("own", "/caseload").status == 200);
  REQUIRE(site.get("supervisor", "/supervision").status == 200);
  CHECK(looks(site, "c-3", "today.read", "Ada Kern") == 1);
  CHECK(looks(site, "c-3", "caseload.read", "Ada Kern") == 1);
  CHECK(looks(site, "c-3", "supervision.read", "Sofia Ruiz") == 1);
}
