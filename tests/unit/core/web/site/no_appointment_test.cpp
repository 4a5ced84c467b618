// SPDX-License-Identifier: MIT
// A form without an appointment: given from the client's picture, rated, and matched later with the
// session that it is about, when the therapist says which.
#include <catch2/catch.hpp>

#include "couple.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

// A day after the last session: nothing is in the calendar.
struct DayAfter : Couple {
  explicit DayAfter(service::Config config = {}) : Couple(std::move(config)) {
    host.clock += std::chrono::days{1};
  }

  std::string link_without(const std::string& course, const std::string& more = {}) const {
    const auto given = post_form("desk", "/courses/" + course + "/hand-over", "pin=4711" + more);
    REQUIRE(given.status == 303);
    return header_of(given, "location");
  }
  std::string rated_without(const std::string& course, int mark) {
    REQUIRE(post_form("", link_without(course), marks(mark, new_key())).status == 303);
    return house().store().read([&](store::Reader& reader) {
      return reader.ratings.of_course(CourseId{course}).back().id.value;
    });
  }
  store::StoredRating last_of(const std::string& course) const {
    return house().store().read(
        [&](store::Reader& reader) { return reader.ratings.of_course(CourseId{course}).back(); });
  }
};

}  // namespace

TEST_CASE("a form that is about no session of the calendar is given for the course alone") {
  DayAfter site;
  CHECK_THAT(site.get("own", "/sessions/co-2-s11/hand-over").body,
             Contains("href=\"/courses/co-2/hand-over\""));
  const auto page = site.get("own", "/courses/co-2/hand-over").body;
  CHECK_THAT(page, Contains("Without an appointment.") && !Contains("/paper"));
  site.rated_without("co-2", 61);
  const auto fresh = site.last_of("co-2");
  CHECK(fresh.session.empty());
  CHECK(to_text(fresh.day) == "2026-11-24");
  CHECK_THAT(site.get("own", "/courses/co-2/ratings").body, Contains("without an appointment"));
}

TEST_CASE("only the newest way to a form without an appointment opens it") {
  const DayAfter site;
  const auto first = site.link_without("co-2");
  const auto of_session = site.link("co-2-s11");
  const auto second = site.link_without("co-2");
  CHECK(site.get("", first).status == 410);
  CHECK(site.get("", second).status == 200);
  CHECK(site.get("", "/f/" + of_session).status == 200);
}

TEST_CASE("a rating is matched with its session when the therapist says which, and once") {
  DayAfter site;
  site.client_rates("co-2-s10", 80);
  const auto rating = site.rated_without("co-2", 61);
  const auto page = site.get("own", "/ratings/" + rating).body;
  CHECK_THAT(page,
             Contains("<option value=\"co-2-s11\">") && Contains("Which session is it about?"));
  // Rated already, too long ago, of another course, unknown.
  for (const char* wrong : {"co-2-s10", "co-2-s2", "co-1-s11", "none", ""}) {
    INFO(wrong);
    CHECK(site.post_form("own", "/ratings/" + rating, std::string("do=match&session=") + wrong)
              .status == 422);
  }
  for (const char* actor : {"other", "desk", "admin", "records"})
    CHECK(site.post_form(actor, "/ratings/" + rating, "do=match&session=co-2-s11").status == 403);
  CHECK(site.last_of("co-2").session.empty());
  REQUIRE(site.post_form("own", "/ratings/" + rating, "do=match&session=co-2-s11").status == 303);
  const auto matched = site.last_of("co-2");
  CHECK(matched.session.value == "co-2-s11");
  CHECK(to_text(matched.day) == "2026-11-23");
  CHECK(matched.session_number == 11);
  CHECK(matched.takes_place_of.value == rating);
  CHECK(site.count("SELECT COUNT(*) FROM rating WHERE raw = '244'") == 2);
  CHECK(site.count("SELECT COUNT(*) FROM rating_end") == 1);
  CHECK(site.count("SELECT COUNT(*) FROM audit_line WHERE action = 'rating.match'") == 1);
  CHECK(site.post_form("own", "/ratings/" + rating, "do=match&session=co-2-s11").status == 409);
  CHECK(site.post_form("own", "/ratings/" + matched.id.value, "do=match&session=co-2-s11").status ==
        409);
  // The session has its form now.
  CHECK(site.post_form("desk", "/sessions/co-2-s11/hand-over", "pin=4711").status == 409);
}

TEST_CASE("the same over the API, and a partner's form stays the partner's") {
  DayAfter site;
  const auto invited = site.post_json("desk", "/api/v1/courses/co-1/invitations", "{}");
  CHECK(invited.status == 201);
  CHECK(site.post_json("other", "/api/v1/courses/co-1/invitations", "{}").status == 403);
  REQUIRE(
      site.post_form("", site.link_without("co-1", "&who=c-3"), marks(40, site.new_key())).status ==
      303);
  const auto rating = site.last_of("co-1");
  CHECK(rating.subject.value == site.key_of("c-3"));
  const auto end = "/api/v1/ratings/" + rating.id.value + "/end";
  CHECK(site.post_json("own", end, R"({"do":"match"})").status == 422);
  CHECK(site.post_json("own", end, R"({"do":"match","session":"co-2-s11"})").status == 422);
  REQUIRE(site.post_json("own", end, R"({"do":"match","session":"co-1-s11"})").status == 200);
  CHECK(site.last_of("co-1").subject == rating.subject);
  CHECK(site.last_of("co-1").session.value == "co-1-s11");
}

TEST_CASE(
    "a low rating without an appointment makes its check-in, which goes on when it is matched") {
  DayAfter site;
  for (int number = 1; number <= 10; ++number)
    site.client_rates(SiteInPractice::session("co-2", number), 80);
  const auto rating = site.rated_without("co-2", 30);
  const auto open = site.open_check_in("co-2");
  REQUIRE_FALSE(open.empty());
  REQUIRE(site.post_form("own", "/ratings/" + rating, "do=match&session=co-2-s11").status == 303);
  CHECK_FALSE(site.open_check_in("co-2").empty());
  CHECK(site.get("own", "/courses/co-2").status == 200);
}

TEST_CASE("a sealed rating stays sealed without an appointment, and when it is matched") {
  service::Config config;
  config.seal = true;
  DayAfter site(config);
  const auto shows = [&] {
    return site.get("own", "/api/v1/courses/co-2").body.find("\"pomp\":61") != std::string::npos;
  };
  const auto rating = site.rated_without("co-2", 61);
  CHECK_FALSE(shows());
  CHECK_THAT(site.get("own", "/ratings/" + rating).body, !Contains("Total"));
  REQUIRE(site.post_form("own", "/ratings/" + rating, "do=match&session=co-2-s11").status == 303);
  CHECK_FALSE(shows());
  site.host.clock += 25h;
  CHECK(shows());
}
