// SPDX-License-Identifier: MIT
// A session that a colleague held: what its form finds belongs to the course's therapist.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

// cl-2 held the last sessions of co-2, a course of cl-1's, and the client's last rating was low.
struct HeldByAColleague {
  SiteInPractice site;
  std::string check_in;

  explicit HeldByAColleague(std::vector<practice::Cover> covers = {}) {
    site.host.people["other"].covers = std::move(covers);
    for (int number = 7; number <= 11; ++number) {
      auto& session = site.host.sessions.at(SiteInPractice::session("co-2", number));
      session.clinician = ClinicianId{"cl-2"};
      site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(session); });
    }
    for (int number = 1; number <= 10; ++number)
      site.client_rates(SiteInPractice::session("co-2", number), 80);
    site.client_rates("co-2-s11", 40);
    check_in = site.open_check_in("co-2");
    REQUIRE_FALSE(check_in.empty());
  }
  bool is_on_today_of(const std::string& actor) const {
    const bool is_told = site.get(actor, "/api/v1/today").body.find(check_in) != std::string::npos;
    CHECK((site.get(actor, "/today").body.find(check_in) != std::string::npos) == is_told);
    return is_told;
  }
};

Day today() { return std::chrono::floor<std::chrono::days>(SiteInPractice::noon()); }

}  // namespace

TEST_CASE("a colleague who held the session is shown nothing of what its form found") {
  const HeldByAColleague held;
  REQUIRE(held.site.get("other", "/courses/co-2").status == 403);
  CHECK_FALSE(held.is_on_today_of("other"));
  CHECK(held.is_on_today_of("own"));
  CHECK(held.is_on_today_of("cover"));
}

TEST_CASE("who stands in sees it until the cover ends") {
  const ClinicianId lead{"cl-1"};
  CHECK(HeldByAColleague({{lead, today()}}).is_on_today_of("other"));
  CHECK_FALSE(HeldByAColleague({{lead, today() - std::chrono::days{1}}}).is_on_today_of("other"));
}

TEST_CASE("a check-in that a cover opened stays with the course") {
  SiteInPractice site;
  const auto opened = site.post_form("cover", "/courses/co-1/check-ins",
                                     "key=" + site.new_key() + "&reason=asked+for+it");
  REQUIRE(opened.status == 303);
  const auto id = header_of(opened, "location").substr(std::string("/check-ins/").size());
  site.host.people["cover"].covers.clear();
  site.host.clock += std::chrono::minutes{10};  // what is known of people is asked for again
  CHECK(site.get("cover", "/today").body.find(id) == std::string::npos);
  CHECK(site.get("own", "/today").body.find(id) != std::string::npos);
}
