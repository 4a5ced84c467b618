// SPDX-License-Identifier: MIT
#include "couple_with_dip.hpp"

#include <catch2/catch.hpp>

namespace holdfast::tests {

CoupleWithDip::CoupleWithDip(service::Config config) : site(std::move(config)) {
  for (int number = 1; number <= SiteInPractice::sessions; ++number) {
    const auto id = SiteInPractice::session("co-1", number);
    auto& session = site.host.sessions.at(id);
    session.participants = {ClientId{"c-3"}};
    session.setting = "couple";
    site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(session); });
    site.host.clock = session.start + std::chrono::minutes{50};
    for (const auto& [who, mark] : {std::pair{"c-1", 80}, {"c-3", number < 11 ? 80 : 40}}) {
      const auto given = site.post_form("desk", "/sessions/" + id + "/hand-over",
                                        std::string("pin=4711&who=") + who);
      REQUIRE(given.status == 303);
      REQUIRE(
          site.post_form("", header_of(given, "location"), marks(mark, site.new_key())).status ==
          303);
    }
  }
  site.host.clock = SiteInPractice::noon();
  check_in = site.open_check_in("co-1");
  REQUIRE_FALSE(check_in.empty());
}

}  // namespace holdfast::tests
