// SPDX-License-Identifier: MIT
// With the practice's seal on, nothing of a client's rating leaves before the therapist's own
// rating, 24 hours, or the next session.
#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

constexpr std::string_view secret = "37";  // the sealed rating; no other number here holds it

service::Config sealing() {
  service::Config config;
  config.seal = true;
  return config;
}

// Steady client ratings, each seen by the therapist; then a low one that is still sealed.
struct Sealed {
  SiteInPractice site{sealing()};
  std::string course = "co-2";

  Sealed() {
    for (int number = 1; number <= 10; ++number) {
      site.client_rates(SiteInPractice::session(course, number), 80);
      site.therapist_rates(SiteInPractice::session(course, number), 80);
    }
    site.host.clock = site.host.sessions.at("co-2-s11").start + std::chrono::minutes{50};
    site.client_rates("co-2-s11", 37);
  }

  std::string check_in() const { return site.open_check_in(course); }
  bool is_shown() const {
    const auto json = json::parse(site.get("own", "/api/v1/courses/" + course).body);
    REQUIRE(json);
    for (const auto& rating : json->find("ratings")->items())
      if (const auto* pomp = rating.find("pomp"); pomp && pomp->number() == 37) return true;
    return false;
  }
};

// Text without what may hold any digits: ids, the style, coordinates of a drawing.
std::string readable(std::string page) {
  for (const auto& [from, to] : {std::pair{"<style", "</style>"}, {"<svg", "</svg>"}})
    for (auto at = page.find(from); at != std::string::npos; at = page.find(from)) {
      const auto end = page.find(to, at);
      REQUIRE(end != std::string::npos);
      page.erase(at, end - at);
    }
  std::string text;
  bool in_tag = false;
  for (const char c : page) {
    if (c == '<') in_tag = true;
    if (!in_tag) text += c;
    if (c == '>') in_tag = false;
  }
  return text;
}

}  // namespace

TEST_CASE("a sealed rating, and what follows from it, leaves on no page and no API answer") {
  const Sealed sealed;
  const auto id = sealed.check_in();
  REQUIRE_FALSE(id.empty());  // found and kept, but not shown
  const auto& site = sealed.site;
  for (const char* path : {"/today", "/caseload", "/courses/co-2"}) {
    const auto page = site.get("own", path);
    INFO(path);
    REQUIRE(page.status == 200);
    CHECK(page.body.find(id) == std::string::npos);
    CHECK(readable(page.body).find(secret) == std::string::npos);
  }
  for (const char* path : {"/api/v1/today", "/api/v1/courses", "/api/v1/courses/co-2"}) {
    const auto answer = site.get("own", path);
    INFO(path << " " << answer.body);
    REQUIRE(answer.status == 200);
    CHECK(answer.body.find(id) == std::string::npos);
    CHECK(answer.body.find("\"pomp\":37") == std::string::npos);
    CHECK(answer.body.find("\"score\":37") == std::string::npos);
    CHECK(answer.body.find("\"repairs\":[{") == std::string::npos);
  }
  CHECK(site.get("own", "/api/v1/check-ins/" + id).status == 409);
  const auto page = site.get("own", "/check-ins/" + id);
  REQUIRE(page.status == 200);
  CHECK(readable(page.body).find(secret) == std::string::npos);
  CHECK(page.body.find("How this was worked out") == std::string::npos);
  CHECK(page.body.find("The way back") == std::string::npos);
}

TEST_CASE("the drawing of a sealed course is the drawing without that rating") {
  const Sealed sealed;
  const auto drawing = sealed.site.get("own", "/courses/co-2/chart.svg").body;
  REQUIRE_FALSE(drawing.empty());
  SiteInPractice without(sealing());
  for (int number = 1; number <= 10; ++number) {
    without.client_rates(SiteInPractice::session("co-2", number), 80);
    without.therapist_rates(SiteInPractice::session("co-2", number), 80);
  }
  without.host.clock = sealed.site.host.clock;
  CHECK(drawing == without.get("own", "/courses/co-2/chart.svg").body);
}

TEST_CASE("a supervisor is not let in by a rating that is still sealed") {
  Sealed sealed;
  CHECK(sealed.site.get("supervisor", "/courses/co-2").status == 403);
  CHECK(sealed.site.get("supervisor", "/check-ins/" + sealed.check_in()).status == 403);
  CHECK(sealed.site.get("supervisor", "/caseload").body.find("Wilma") == std::string::npos);
  sealed.site.host.clock += std::chrono::hours{25};
  CHECK(sealed.site.get("supervisor", "/courses/co-2").status == 200);
  CHECK(sealed.site.get("supervisor", "/caseload").body.find("Wilma") != std::string::npos);
}

TEST_CASE("the therapist's own rating ends the seal") {
  Sealed sealed;
  CHECK_FALSE(sealed.is_shown());
  sealed.site.therapist_rates("co-2-s11", 70);
  CHECK(sealed.is_shown());
  CHECK(sealed.site.get("own", "/today").body.find(sealed.check_in()) != std::string::npos);
  CHECK(sealed.site.get("own", "/api/v1/check-ins/" + sealed.check_in()).status == 200);
}

TEST_CASE("\"I won't rate this one\" ends the seal") {
  Sealed sealed;
  const auto declined = sealed.site.post_form("own", "/sessions/co-2-s11/rate",
                                              "key=" + sealed.site.new_key() + "&leave=decline");
  REQUIRE(declined.status == 303);
  CHECK(sealed.is_shown());
}

TEST_CASE("a rating of another session does not end the seal") {
  Sealed sealed;
  const auto other =
      sealed.site.post_form("own", "/sessions/co-1-s11/rate", marks(50, sealed.site.new_key()));
  REQUIRE(other.status == 303);
  CHECK_FALSE(sealed.is_shown());
}

TEST_CASE("after 24 hours the seal ends by itself, and not before") {
  Sealed sealed;
  sealed.site.host.clock += std::chrono::hours{24} - std::chrono::milliseconds{1};
  CHECK_FALSE(sealed.is_shown());
  sealed.site.host.clock += std::chrono::milliseconds{1};
  CHECK(sealed.is_shown());
}

TEST_CASE("the next session's start ends the seal") {
  SiteInPractice site(sealing());
  site.host.clock = site.host.sessions.at("co-2-s11").start + std::chrono::minutes{50};
  practice::Session next = site.host.sessions.at("co-2-s11");
  next.id = SessionId{"co-2-s12"};
  next.start = site.host.clock + std::chrono::hours{3};
  next.attendance = Attendance::booked;
  site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(next); });
  site.client_rates("co-2-s11", 37);
  const auto shows = [&] {
    return site.get("own", "/api/v1/courses/co-2").body.find("\"pomp\":37") != std::string::npos;
  };
  site.host.clock = next.start - std::chrono::milliseconds{1};
  CHECK_FALSE(shows());
  site.host.clock = next.start;
  CHECK(shows());
}

TEST_CASE("what the therapist rated or declined before is not sealed when the client rates it") {
  for (const bool declined : {false, true}) {
    SiteInPractice site(sealing());
    const auto key = "key=" + site.new_key();
    REQUIRE(site.post_form("own", "/sessions/co-2-s11/rate",
                           declined ? key + "&leave=decline" : marks(70, site.new_key()))
                .status == 303);
    site.client_rates("co-2-s11", 37);
    CHECK(site.get("own", "/api/v1/courses/co-2").body.find("\"pomp\":37") != std::string::npos);
  }
}

TEST_CASE("a rating that comes in after the next session began is not sealed") {
  SiteInPractice site(sealing());
  const auto token = site.link("co-2-s9");
  REQUIRE(site.post_form("", "/f/" + token, marks(37, site.new_key())).status == 303);
  CHECK(site.get("own", "/api/v1/courses/co-2").body.find("\"pomp\":37") != std::string::npos);
}

TEST_CASE("a session that is booked after the rating ends its seal too, a cancelled one does not") {
  Sealed sealed;
  auto next = sealed.site.host.sessions.at("co-2-s11");
  next.id = SessionId{"co-2-s12"};
  next.start = sealed.site.host.clock + std::chrono::hours{5};
  next.attendance = Attendance::booked;
  const auto put = [&] {
    sealed.site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(next); });
  };
  put();
  sealed.site.host.clock = next.start - std::chrono::milliseconds{1};
  CHECK_FALSE(sealed.is_shown());
  sealed.site.host.clock = next.start;
  CHECK(sealed.is_shown());
  CHECK(sealed.site.get("own", "/api/v1/check-ins/" + sealed.check_in()).status == 200);
  CHECK(sealed.site.get("supervisor", "/courses/co-2").status == 200);
  next.attendance = Attendance::cancelled_by_client;
  put();
  CHECK_FALSE(sealed.is_shown());
}

namespace {

// A dip that both have rated, ratings after it, and a sealed low one at the end.
struct SealedAfterADip {
  SiteInPractice site{sealing()};
  std::string check_in, before;

  explicit SealedAfterADip(int number_of_the_dip) {
    for (int number = 1; number <= 10; ++number) {
      site.client_rates(SiteInPractice::session("co-2", number),
                        number == number_of_the_dip ? 55 : 80);
      site.therapist_rates(SiteInPractice::session("co-2", number), 80);
    }
    check_in = site.open_check_in("co-2");
    REQUIRE_FALSE(check_in.empty());
    site.host.clock = site.host.sessions.at("co-2-s11").start + std::chrono::minutes{50};
    before = api();
    site.client_rates("co-2-s11", 37);
  }
  std::string api() const { return site.get("own", "/api/v1/check-ins/" + check_in).body; }
  void check_nothing_is_told() const {
    CHECK(api() == before);
    for (const auto& path :
         std::vector<std::string>{"/today", "/caseload", "/courses/co-2", "/check-ins/" + check_in,
                                  "/api/v1/today", "/api/v1/courses", "/api/v1/courses/co-2"}) {
      const auto text = readable(site.get("own", path).body);
      INFO(path << " " << text);
      CHECK(text.find(" 37") == std::string::npos);
      CHECK(text.find(":37") == std::string::npos);
      CHECK(text.find("\"findings\":2") == std::string::npos);
    }
  }
};

}  // namespace

TEST_CASE("a repair that is shown says nothing of a sealed rating in it") {
  SealedAfterADip sealed(10);
  sealed.check_nothing_is_told();
  sealed.site.host.clock += std::chrono::hours{24};
  CHECK(sealed.site.get("own", "/api/v1/courses/co-2").body.find("\"lowest\":37") !=
        std::string::npos);
}

TEST_CASE("a check-in that is shown does not count a sealed finding that joined it") {
  SealedAfterADip sealed(5);
  REQUIRE(sealed.site.count("SELECT count(*) FROM alert WHERE joins = '" + sealed.check_in + "'") ==
          1);
  sealed.check_nothing_is_told();
  sealed.site.host.clock += std::chrono::hours{24};
  CHECK(sealed.api().find("\"findings\":2") != std::string::npos);
}

TEST_CASE("without the practice's seal a rating shows at once") {
  SiteInPractice site;
  site.client_rates("co-2-s11", 37);
  CHECK(site.get("own", "/api/v1/courses/co-2").body.find("\"pomp\":37") != std::string::npos);
}
