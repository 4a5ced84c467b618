// SPDX-License-Identifier: MIT
// Every address that shows or changes something clinical leaves its line: who, what, why, from
// where. Asked of each by somebody who may and by somebody who may not.
#include <Poco/StringTokenizer.h>

#include <catch2/catch.hpp>
#include <set>

#include "right_body.hpp"
#include "sealing.hpp"
#include "site_in_practice.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

// What holds nothing of a client.
bool is_plain(std::string_view pattern) {
  static const std::set<std::string_view> plain{
      "/", "/about", "/assets/{file}", "/api/v1/openapi.json", "/api/v1/me", "/api/v1/instruments",
      "/api/v1/instruments/{instrument}",
      // The forms' own frames: thanks and the PIN page show nothing; a form's opening is written
      // with its rating, and an unused link with the first look at it.
      "/f/{token}/thanks", "/f/{token}/leave", "/my-form", "/code", "/f/worker.js",
      // Of the demo alone; elsewhere they are not there.
      "/accessibility", "/design", "/tour"};
  // Figures about many clients at once are tested beside their pages.
  return plain.contains(pattern) || pattern.find("report-card") != std::string_view::npos ||
         pattern.find("detection-settings") != std::string_view::npos;
}

bool is_at_the_desk(std::string_view pattern) {
  for (const char* desk : {"/records", "/erasures", "/retention", "/export"})
    if (pattern.find(desk) != std::string_view::npos) return true;
  return false;
}

// Whole words: a UUID's own digits may well hold an id as short as "c-2".
std::vector<std::string> pieces_of(const std::string& line) {
  const Poco::StringTokenizer words(line, "|/: ");
  return {words.begin(), words.end()};
}

struct Asked {
  SiteInPractice site;
  std::string open, risk = "risk-1", erasure = site.certificate_of_an_erasure();

  Asked() {
    for (int number = 1; number <= 10; ++number)
      site.client_rates("co-2-s" + std::to_string(number), 80);
    site.client_rates("co-2-s11", 40);
    open = site.open_check_in("co-2");
    REQUIRE_FALSE(open.empty());
    site.house().store().commit([&](store::Unit& unit) {
      unit.risks.insert({risk, "risk_item", unit.ratings.of_course(CourseId{"co-2"}).front().id,
                         "goals", CourseId{"co-2"}, unit.people.key_of(ClientId{"c-2"}),
                         PersonId{"person-own"}, site.host.clock, std::nullopt});
    });
  }

  static std::string who(const web::Route& route) {
    if (route.needs == web::Needs::nobody) return "";
    if (route.pattern.ends_with("/deliveries") || route.pattern.ends_with("/schedule") ||
        route.pattern.starts_with("/admin"))
      return "admin";
    if (route.pattern == "/carer") return "carer";
    if (route.pattern == "/audit" || is_at_the_desk(route.pattern)) return "records";
    return "own";
  }

  web::Response ask(const web::Route& route, const std::string& actor) const {
    Ask ask{.actor = actor, .method = std::string(route.method)};
    ask.path = filled(std::string(route.pattern), "course", "co-2");
    const auto session = site.session_without_form("co-2");
    ask.path = filled(ask.path, "session", session);
    ask.path = filled(ask.path, "check_in", open);
    ask.path = filled(ask.path, "item", risk);
    ask.path = filled(ask.path, "language", "de");
    ask.path = filled(ask.path, "client", site.key_of("c-2"));
    ask.path = filled(ask.path, "erasure", erasure);
    if (ask.path.find("{rating}") != std::string::npos)
      ask.path = filled(ask.path, "rating", site.spare_rating("co-2"));
    if (ask.path.find("{token}") != std::string::npos)
      ask.path = filled(ask.path, "token", site.link(session, "4711"));
    if (route.method == "POST") fill_body(site, route, open, ask);
    if (route.pattern == "/f/sealed")
      ask.body = sealed(site, site.link(session), marks(70, ask.key));
    REQUIRE(ask.path.find('{') == std::string::npos);
    return site.ask(ask);
  }

  std::vector<store::AuditLine> lines() const {
    return site.house().store().read(
        [](store::Reader& reader) { return reader.audit.lines(1, 100'000); });
  }
};

}  // namespace

TEST_CASE("every address that shows or changes something clinical writes its audit line") {
  const Asked asked;
  std::set<std::string_view> patterns;
  for (const auto& route : web::routes()) patterns.insert(route.pattern);
  for (const auto& route : web::routes()) {
    if (is_plain(route.pattern)) continue;
    INFO(route.method << " " << route.pattern);
    const auto before = asked.lines().size();
    const auto answer = asked.ask(route, Asked::who(route));
    INFO(answer.status << " " << answer.body.substr(0, 300));
    REQUIRE(answer.status < 400);
    const auto after = asked.lines();
    REQUIRE(after.size() > before);
    const auto& line = after.back().entry;
    CHECK_FALSE(line.action.empty());
    CHECK(line.outcome == "done");
    CHECK_FALSE(line.why.empty());
    CHECK(patterns.contains(line.from));
    CHECK_FALSE(line.actor_kind.empty());
    if (route.needs == web::Needs::person && line.actor_kind == "staff")
      CHECK(line.actor == "person-" + Asked::who(route));
    if (route.pattern.find("{course}") != std::string_view::npos ||
        route.pattern.find("{check_in}") != std::string_view::npos)
      CHECK_FALSE(line.client.empty());
  }
}

TEST_CASE("whose scores a list showed stands in each client's file") {
  const Asked asked;
  const store::ClientKey shown{asked.site.key_of("c-2")}, other{asked.site.key_of("c-3")};
  const auto looks = [&](const store::ClientKey& client, const char* action, const char* actor) {
    return asked.site.house().store().read([&](store::Reader& reader) {
      const auto lines = reader.audit.of_client(client);
      return std::count_if(lines.begin(), lines.end(), [&](const auto& line) {
        return line.entry.action == action && line.entry.actor == actor;
      });
    });
  };
  asked.site.get("own", "/today");
  asked.site.get("own", "/caseload");
  asked.site.get("own", "/supervision");
  asked.site.get("supervisor", "/caseload");
  asked.site.get("supervisor", "/supervision");
  asked.site.get("desk", "/today");  // shows names and times
  for (const char* action : {"today.read", "caseload.read", "supervision.read"}) {
    INFO(action);
    CHECK(looks(shown, action, "person-own") == 1);
    CHECK(looks(other, action, "person-own") == 0);
  }
  CHECK(looks(shown, "caseload.read", "person-supervisor") == 1);
  CHECK(looks(shown, "supervision.read", "person-supervisor") == 1);
  CHECK(looks(shown, "today.read", "person-desk") == 0);
  // A caseload that was searched shows, and records, what was found.
  asked.site.get("own", "/caseload", "q=nobody");
  CHECK(looks(shown, "caseload.read", "person-own") == 1);
}

TEST_CASE("a look that was refused is on record with who tried") {
  const Asked asked;
  for (const auto& route : web::routes()) {
    if (is_plain(route.pattern) || route.needs == web::Needs::nobody) continue;
    if (route.pattern.find("read-today") != std::string_view::npos) continue;  // as if not there
    const bool is_today = route.pattern.ends_with("/today");
    const std::string actor = is_today ? "admin" : "client";
    INFO(route.method << " " << route.pattern);
    const auto before = asked.lines().size();
    const auto answer = asked.ask(route, actor);
    if (answer.status == 303) continue;  // shown the way to their own first page
    REQUIRE(answer.status == 403);
    const auto after = asked.lines();
    REQUIRE(after.size() > before);
    CHECK(after.back().entry.outcome == "denied");
    CHECK_FALSE(after.back().entry.from.empty());
  }
}

TEST_CASE("no audit line holds a name, a comment, a score or a host's id of a client") {
  const Asked asked;
  for (const auto& route : web::routes())
    if (!is_plain(route.pattern)) asked.ask(route, Asked::who(route));
  for (const auto& line : asked.lines()) {
    const auto& entry = line.entry;
    const auto all = entry.actor + "|" + entry.action + "|" + entry.why + "|" + entry.from + "|" +
                     entry.object + "|" + entry.client.value;
    INFO(line.number << " " << all);
    for (const char* planted : {"Wilma", "Xaver", "short answers"})
      CHECK(all.find(planted) == std::string::npos);
    for (const auto& piece : pieces_of(all)) {
      CHECK(piece != "c-2");
      CHECK(piece != "co-2");
    }
  }
}
