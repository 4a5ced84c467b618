// SPDX-License-Identifier: MIT
// The list of clients with its filters and acts, the supervisor's page, consent, and whom a picture
// is about where several take part.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

// co-2 has an open check-in after ten steady ratings; co-1 has none.
struct WithCheckIn {
  SiteInPractice site;
  std::string check_in;

  WithCheckIn() {
    for (int number = 1; number <= 10; ++number)
      site.client_rates(SiteInPractice::session("co-2", number), 80);
    site.client_rates("co-2-s11", 40);
    check_in = site.open_check_in("co-2");
    REQUIRE_FALSE(check_in.empty());
  }
  std::string list(const std::string& query) const {
    const auto page = site.get("own", "/caseload", query);
    REQUIRE(page.status == 200);
    return page.body;
  }
};

bool names(const std::string& page, const std::string& client) {
  return page.find(">" + client + "<") != std::string::npos;
}

}  // namespace

TEST_CASE("the list of clients shows what was asked for, and says why nobody is there") {
  const WithCheckIn with;
  CHECK(names(with.list(""), "Wilma Xaver"));
  CHECK(names(with.list(""), "Quentin Zabel"));
  const auto open = with.list("show=open");
  CHECK(names(open, "Wilma Xaver"));
  CHECK_FALSE(names(open, "Quentin Zabel"));
  const auto silent = with.list("show=silent");
  CHECK(names(silent, "Quentin Zabel"));
  CHECK_FALSE(names(silent, "Wilma Xaver"));
  CHECK(names(with.list("show=repair"), "Wilma Xaver"));
  CHECK_THAT(with.list("show=top"), Contains("four ratings in a row"));
  CHECK_THAT(with.list("show=ended"), Contains("No course has ended yet."));
  CHECK_THAT(with.list("q=wILMA"), Contains("Wilma"));
  CHECK_THAT(with.list("q=zzz"), Contains("Nobody fits this search."));
}

TEST_CASE("four ratings at the very top are found, three are not") {
  SiteInPractice site;
  for (int number = 1; number <= 3; ++number)
    site.client_rates(SiteInPractice::session("co-1", number), 100);
  CHECK_FALSE(names(site.get("own", "/caseload", "show=top").body, "Quentin Zabel"));
  site.client_rates("co-1-s4", 100);
  CHECK(names(site.get("own", "/caseload", "show=top").body, "Quentin Zabel"));
}

TEST_CASE("the list is in the order that was asked for") {
  const WithCheckIn with;
  const auto first_of = [&](const std::string& query) {
    const auto page = with.list(query);
    return page.find(">Wilma Xaver<") < page.find(">Quentin Zabel<") ? "Wilma" : "Quentin";
  };
  CHECK(first_of("order=attention") == std::string("Wilma"));
  CHECK(first_of("order=name") == std::string("Quentin"));
}

TEST_CASE("ticked check-ins are noted together; a colleague's stay untouched") {
  const WithCheckIn with;
  const auto field = "check_in-" + with.check_in + "=1";
  const auto denied = with.site.post_form("other", "/caseload", "do=acknowledge&" + field);
  CHECK(denied.status == 403);
  const auto none = with.site.post_form("own", "/caseload", "do=acknowledge");
  CHECK(none.status == 422);
  CHECK_THAT(none.body, Contains("Tick at least one check-in first."));
  const auto done = with.site.post_form("own", "/caseload", "do=acknowledge&" + field);
  CHECK(done.status == 303);
  CHECK_THAT(header_of(done, "location"), Contains("done=1"));
  CHECK(with.site.count("SELECT count(*) FROM alert_event WHERE kind = 'acknowledged'") == 1);
}

TEST_CASE("snoozing several keeps what was typed when it is not complete") {
  const WithCheckIn with;
  const auto field = "&check_in-" + with.check_in + "=1";
  const auto wrong =
      with.site.post_form("own", "/caseload", "do=snooze&until=2026-11-01&reason=holiday" + field);
  CHECK(wrong.status == 422);
  CHECK_THAT(wrong.body,
             Contains("value=\"holiday\"") &&
                 Contains("name=\"check_in-" + with.check_in + "\" value=\"1\" checked"));
  const auto right =
      with.site.post_form("own", "/caseload", "do=snooze&until=2026-12-01&reason=holiday" + field);
  CHECK(right.status == 303);
}

TEST_CASE("forms that nobody waits for any more are taken back from Today") {
  SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto form = site.house().store().read([](store::Reader& reader) {
    return reader.forms.of_session(SessionId{"co-1-s11"}).front().id;
  });
  CHECK(site.post_form("own", "/today", "do=take_back&form-" + form + "=1").status == 303);
  CHECK(site.get("", "/f/" + token).status == 410);
}

TEST_CASE("before the first rating Today teaches how it begins") {
  SiteInPractice site;
  CHECK_THAT(site.get("own", "/today").body, Contains("How it begins"));
  site.client_rates("co-1-s11", 70);
  CHECK(site.get("own", "/today").body.find("How it begins") == std::string::npos);
}

TEST_CASE("a supervisor sees what is open, and no figure below twenty clients") {
  const WithCheckIn with;
  const auto page = with.site.get("supervisor", "/supervision").body;
  CHECK(names(page, "Wilma Xaver"));
  CHECK_FALSE(names(page, "Quentin Zabel"));
  CHECK_THAT(page, Contains("Figures begin at 20 clients"));
  CHECK(page.find("95 % interval") == std::string::npos);
}

TEST_CASE("from twenty clients on the team's figures stand with their intervals, without a name") {
  SiteInPractice site;
  for (int n = 10; n < 30; ++n) {
    const auto number = std::to_string(n);
    auto client = site.host.clients.at("c-1");
    client.id = ClientId{"c-" + number};
    client.name = "Person " + number;
    site.host.clients[client.id.value] = client;
    auto course = site.host.courses.at("co-1");
    course.id = CourseId{"co-" + number};
    course.client = client.id;
    site.host.courses[course.id.value] = course;
    auto session = site.host.sessions.at("co-1-s11");
    session.id = SessionId{course.id.value + "-s11"};
    session.course = course.id;
    site.host.sessions[session.id.value] = session;
    site.house().store().commit([&](store::Unit& unit) {
      unit.mirror.put(client);
      unit.mirror.put(course);
      unit.mirror.put(session);
    });
  }
  for (int n = 10; n < 29; ++n) site.client_rates("co-" + std::to_string(n) + "-s11", 60 + n);
  CHECK_THAT(site.get("supervisor", "/supervision").body, Contains("Figures begin at 20 clients"));
  site.client_rates("co-29-s11", 89);
  const auto page = site.get("supervisor", "/supervision").body;
  CHECK_THAT(page, Contains("95 % interval"));
  CHECK_THAT(page, Contains("Held sessions with a rating"));
  CHECK(page.find("Ada Kern") == std::string::npos);
  CHECK_THAT(site.get("supervisor", "/api/v1/report-card").body, Contains("\"clients\":20"));
  // One of the twenty refuses that supervisors look: nineteen are too few.
  REQUIRE(site.post_form("own", "/courses/co-15/consent",
                         "purpose=supervision&answer=refused&given_by=client")
              .status == 303);
  CHECK_THAT(site.get("supervisor", "/supervision").body, Contains("Figures begin at 20 clients"));
  CHECK_THAT(site.get("supervisor", "/api/v1/report-card").body, !Contains("\"clients\":20"));
}

TEST_CASE("a therapist sees who looked, and what they may see of the own work") {
  const WithCheckIn with;
  CHECK(with.site.get("own", "/supervision").body.find("Sofia Ruiz") == std::string::npos);
  REQUIRE(with.site.get("supervisor", "/courses/co-2").status == 200);
  const auto page = with.site.get("own", "/supervision").body;
  CHECK_THAT(page, Contains("Sofia Ruiz"));
  CHECK_THAT(page, Contains("looked at the ratings"));
}

TEST_CASE("the list of clients shows every open check-in of a course, a dip before the others") {
  SiteInPractice site;
  for (int number = 1; number <= 10; ++number)
    site.client_rates(SiteInPractice::session("co-2", number), 80);
  REQUIRE(
      site.post_form("", "/f/" + site.link("co-2-s11"), marks(40, site.new_key()) + "&a.tension=4")
          .status == 303);
  std::string dip, told, both;
  site.house().store().read([&](store::Reader& reader) {
    for (const auto& alert : reader.alerts.of_course(CourseId{"co-2"})) {
      const auto field = "check_in-" + alert.alert.id.value;
      (alert.alert.rule == "T" ? told : dip) = field;
      both += "&" + field + "=1";
    }
  });
  REQUIRE_FALSE(dip.empty());
  REQUIRE_FALSE(told.empty());
  const auto page = site.get("own", "/caseload").body;
  REQUIRE(page.find(told) != std::string::npos);
  CHECK(page.find(dip) < page.find(told));
  const auto done = site.post_form("own", "/caseload", "do=acknowledge" + both);
  CHECK_THAT(header_of(done, "location"), Contains("&done=2"));
}

TEST_CASE("who refused supervision is seen by no supervisor") {
  const WithCheckIn with;
  REQUIRE(with.site.get("supervisor", "/courses/co-2").status == 200);
  REQUIRE(with.site
              .post_form("own", "/courses/co-2/consent",
                         "purpose=supervision&answer=refused&given_by=client")
              .status == 303);
  CHECK(with.site.get("supervisor", "/courses/co-2").status == 403);
  CHECK_FALSE(names(with.site.get("supervisor", "/supervision").body, "Wilma Xaver"));
  CHECK_FALSE(names(with.site.get("supervisor", "/caseload").body, "Wilma Xaver"));
  CHECK(with.site.get("own", "/courses/co-2").status == 200);
}

TEST_CASE("partners fill own forms, and a picture is about one of them at a time") {
  SiteInPractice site;
  site.host.sessions.at("co-1-s11").participants = {ClientId{"c-3"}};
  site.host.sessions.at("co-1-s11").setting = "couple";
  site.house().store().commit([&](store::Unit& unit) {
    unit.mirror.put(site.host.sessions.at("co-1-s11"));
    return true;
  });
  CHECK_THAT(site.get("desk", "/sessions/co-1-s11/hand-over").body, Contains("Yorick Jansen"));
  const auto refused = site.post_form("desk", "/sessions/co-1-s11/hand-over", "pin=4711&who=c-2");
  CHECK(refused.status == 422);
  for (const auto& [who, mark] : {std::pair{"c-1", 81}, {"c-3", 23}}) {
    const auto given =
        site.post_form("desk", "/sessions/co-1-s11/hand-over", std::string("pin=4711&who=") + who);
    REQUIRE(given.status == 303);
    REQUIRE(site.post_form("", header_of(given, "location"), marks(mark, site.new_key())).status ==
            303);
  }
  const auto own = site.get("own", "/courses/co-1").body;
  CHECK_THAT(own, Contains("Ratings of Yorick Jansen"));
  CHECK(own.find("<td>23</td>") == std::string::npos);
  const auto other = site.get("own", "/courses/co-1", "about=" + site.key_of("c-3")).body;
  CHECK(names(other, "Yorick Jansen"));
  CHECK(other.find("<td>81</td>") == std::string::npos);
  const auto together = site.get("own", "/courses/co-1/together").body;
  CHECK(together.find("Client 23") == std::string::npos);
}

TEST_CASE("a client's courses are asked for by the host's id, and a colleague's are not found") {
  const SiteInPractice site;
  const auto of = [&](const std::string& client) {
    const auto answer = site.get("own", "/api/v1/courses", "client=" + client);
    CHECK(answer.status == 200);
    return answer.body;
  };
  CHECK_THAT(of("c-2"), Contains(R"("id":"co-2")") && !Contains("co-1"));
  for (const char* none : {"c-3", "nobody"}) CHECK_THAT(of(none), Contains(R"("courses":[])"));
}
