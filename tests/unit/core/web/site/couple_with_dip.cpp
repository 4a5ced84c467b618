// SPDX-License-Identifier: MIT
#include "couple_with_dip.hpp"

#include <catch2/catch.hpp>

namespace holdfast::tests {

CoupleWithDip::CoupleWithDip(service::Config config) : site(std::move(config)) {
  for (int number = 1; number <= SiteInPractice::sessions; ++number)
    rate(SiteInPractice::session("co-1", number), 80, number < 11 ? 80 : 40);
  site.host.clock = SiteInPractice::noon();
  check_in = site.open_check_in("co-1");
  REQUIRE_FALSE(check_in.empty());
}

void CoupleWithDip::rate_again(int first, int second) {
  auto more = site.host.sessions.at("co-1-s11");
  more.id = SessionId{"co-1-s12"};
  more.start = site.host.clock - std::chrono::minutes{50};
  site.host.sessions[more.id.value] = more;
  rate(more.id.value, first, second);
}

void CoupleWithDip::rate(const std::string& id, int first, int second) {
  auto& session = site.host.sessions.at(id);
  session.participants = {ClientId{"c-3"}};
  session.setting = "couple";
  site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(session); });
  site.host.clock = session.start + std::chrono::minutes{50};
  for (const auto& [who, mark] : {std::pair{"c-1", first}, {"c-3", second}}) {
    const auto given = site.post_form("desk", "/sessions/" + id + "/hand-over",
                                      std::string("pin=4711&who=") + who);
    REQUIRE(given.status == 303);
    const auto form = header_of(given, "location");
    REQUIRE(site.post_form("", form, marks(mark, site.new_key())).status == 303);
  }
}

}  // namespace holdfast::tests
