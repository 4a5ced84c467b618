// SPDX-License-Identifier: MIT
// The front desk of a practice with more sessions in a day than one page is good for.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

// A hundred sessions, a quarter of an hour apart from six in the morning; noon is now.
SiteInPractice& fill(SiteInPractice& site) {
  site.house().store().commit([&](store::Unit& unit) {
    for (int i = 0; i < 100; ++i) {
      practice::Session session;
      session.id = SessionId{"long-" + std::to_string(100 + i)};
      session.course = CourseId{i == 97 ? "co-2" : "co-1"};
      session.clinician = ClinicianId{"cl-1"};
      session.start = SiteInPractice::noon() - std::chrono::hours{6} + std::chrono::minutes{5 * i};
      session.day = std::chrono::floor<std::chrono::days>(SiteInPractice::noon());
      session.minutes = 50;
      session.attendance = Attendance::booked;
      unit.mirror.put(session);
    }
  });
  return site;
}

long count_of(const std::string& text, const std::string& part) {
  long found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a long day opens an hour before now, with the way to what came before and comes after") {
  SiteInPractice site;
  const auto page = fill(site).get("desk", "/today").body;
  CHECK(count_of(page, "<li class=\"session") == 40);
  CHECK_THAT(page, Contains("61 to 100 of 1"));  // 60 sessions began over an hour ago
  CHECK_THAT(page, Contains("from=20"));
  const auto earlier = site.get("desk", "/today", "day=2026-11-23&from=0").body;
  CHECK(count_of(earlier, "<li class=\"session") == 40);
  CHECK_THAT(earlier, Contains("from=40"));
  CHECK_THAT(earlier, !Contains("rel=\"prev\""));
  const auto last = site.get("desk", "/today", "day=2026-11-23&from=99999").body;
  CHECK(count_of(last, "<li class=\"session") == 1);
  CHECK_THAT(last, !Contains("rel=\"next\""));
}

TEST_CASE("somebody at the desk is found by name wherever in the day they are") {
  SiteInPractice site;
  const auto page = fill(site).get("desk", "/today", "q=wilma").body;
  CHECK(count_of(page, "Wilma Xaver</span></h3>") >= 1);
  CHECK_THAT(page, !Contains("Quentin"));
  CHECK_THAT(page, Contains("Ada Kern"));  // with whom
  CHECK_THAT(site.get("desk", "/today", "q=zzz").body, Contains("Nobody fits this search."));
}

TEST_CASE("a session's facility is said where the day's sessions are at several") {
  SiteInPractice site;
  const auto at = [&](const char* id, int hour, const char* facility) {
    site.house().store().commit([&](store::Unit& unit) {
      practice::Session session;
      session.id = SessionId{id};
      session.course = CourseId{"co-1"};
      session.clinician = ClinicianId{"cl-1"};
      session.start = SiteInPractice::noon() + std::chrono::hours{24 * 3 + hour};
      session.day = std::chrono::floor<std::chrono::days>(session.start);
      session.facility = facility;
      unit.mirror.put(session);
    });
  };
  const auto shown = [&](const char* facility) {
    return count_of(site.get("desk", "/today", "day=2026-11-26").body, facility);
  };
  at("north-1", 0, "North <Street>");
  at("north-2", 1, "North <Street>");
  CHECK(shown("North &lt;Street&gt;") == 0);
  at("harbour", 2, "Harbour");
  CHECK(shown("North &lt;Street&gt;") == 2);
  CHECK(shown("Harbour") == 1);
  CHECK_THAT(site.get("desk", "/api/v1/today", "day=2026-11-26").body,
             Contains(R"("facility":"Harbour")"));
}

TEST_CASE("a day that fits one page has no parts and nothing to search") {
  const SiteInPractice site;
  const auto page = site.get("desk", "/today").body;
  CHECK_THAT(page, !Contains("role=\"search\""));
  CHECK_THAT(page, !Contains("rel=\"next\""));
  CHECK_THAT(page, Contains("Ada Kern"));
}
