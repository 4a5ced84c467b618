// SPDX-License-Identifier: MIT
#include "couple.hpp"

#include <catch2/catch.hpp>

namespace holdfast::tests {

Couple::Couple(service::Config config) : SiteInPractice(std::move(config)) {
  house().store().commit([&](store::Unit& unit) {
    for (auto& [id, session] : host.sessions) {
      if (session.course.value != "co-1") continue;
      session.participants = {ClientId{"c-3"}};
      session.setting = "couple";
      unit.mirror.put(session);
    }
    return true;
  });
}

std::string Couple::link_for(const std::string& session, const std::string& who) const {
  const auto given =
      post_form("desk", "/sessions/" + session + "/hand-over", "pin=4711&who=" + who);
  REQUIRE(given.status == 303);
  return header_of(given, "location");
}

void Couple::partner_rates(const std::string& session, int mark) {
  const auto before = host.clock;
  host.clock = host.sessions.at(session).start + std::chrono::minutes{50};
  REQUIRE(post_form("", link_for(session, "c-3"), marks(mark, new_key())).status == 303);
  host.clock = before;
}

std::string Couple::about_partner() const { return "about=" + key_of("c-3"); }

bool has(const web::Response& page, std::string_view words) {
  return page.body.find(words) != std::string::npos;
}

}  // namespace holdfast::tests
