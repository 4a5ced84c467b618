// SPDX-License-Identifier: MIT
// Every address against everybody who may ask, with the answer written down for each.
#include <catch2/catch.hpp>
#include <sstream>

#include "right_body.hpp"
#include "sealing.hpp"
#include "service/forms.hpp"
#include "site_in_practice.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

// Who asks, in the order of the columns below. "calm": about a course without anything open;
// everybody else asks about the course with an open check-in. "link": nobody, with a one-time link.
constexpr std::array<std::string_view, 13> askers{
    "nobody",   "desk",    "own",   "other",  "cover", "supervisor", "supervisor calm",
    "external", "records", "admin", "client", "carer", "link"};

struct Expected {
  std::string_view route;
  std::string_view statuses;
};

// clinic.md, "People and roles": the front desk sees the schedule and gives forms; a therapist sees
// own and covered courses; supervisors see flagged courses of their supervisees; records officer
// and administrator see nothing clinical; clients and carers come by their form.
constexpr Expected matrix[] = {
    // clang-format off
    //                                         nob desk own oth cov sup calm ext rec adm cli car link
    {"GET /",                                  "401 303 303 303 303 303 303 303 303 303 303 303 401"},
    {"GET /today",                             "401 200 200 200 200 303 303 303 303 303 303 303 401"},
    {"POST /today",                            "401 303 303 303 303 403 403 403 403 403 403 403 401"},
    {"POST /caseload",                         "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /supervision",                       "401 403 200 200 200 200 200 200 403 403 403 403 401"},
    {"GET /audit",                             "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /courses/{course}/consent",          "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /courses/{course}/consent",         "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /admin",                             "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"GET /admin/instruments",                 "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"GET /admin/languages",                   "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /admin/languages",                  "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /admin/languages/{language}",        "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"GET /admin/people",                      "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /admin/people",                     "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /admin/schedule",                    "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /admin/schedule",                   "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /admin/visibility",                  "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /admin/visibility",                 "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /admin/write-back",                  "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /admin/write-back",                 "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /caseload",                          "401 403 200 200 200 200 200 200 403 403 403 403 401"},
    {"GET /courses/{course}",                  "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"GET /courses/{course}/together",         "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"GET /courses/{course}/chart.svg",        "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"POST /courses/{course}/check-ins",       "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /sessions/{session}/rate",           "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /sessions/{session}/rate",          "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /courses/{course}/hand-over",        "401 200 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /courses/{course}/hand-over",       "401 303 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /sessions/{session}/hand-over",      "401 200 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /sessions/{session}/hand-over",     "401 303 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /sessions/{session}/paper",          "401 200 200 403 200 403 403 403 403 403 403 403 401"},
    {"GET /sessions/{session}/paper-entry",    "401 200 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /sessions/{session}/paper-entry",   "401 303 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /check-ins/{check_in}",              "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"POST /check-ins/{check_in}",             "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /read-today/{item}",                 "401 404 303 404 404 404 404 404 404 404 404 404 401"},
    {"GET /report-card",                       "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"GET /report-card/preview",               "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"GET /report-card/settings",              "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"POST /report-card/settings",             "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /courses/{course}/ratings",          "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"GET /ratings/{rating}",                  "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /ratings/{rating}",                 "401 403 303 403 303 403 403 403 403 403 403 403 401"},
    {"GET /break-glass",                       "401 403 200 200 200 200 200 403 403 403 403 403 401"},
    {"POST /courses/{course}/break-glass",     "401 403 303 303 303 303 303 403 403 403 403 403 401"},
    {"GET /records",                           "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /records/{client}",                  "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"POST /records/{client}",                 "401 403 403 403 403 403 403 403 303 403 403 403 401"},
    {"GET /records/{client}/document",         "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /erasures",                          "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /erasures/{erasure}",                "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /retention",                         "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /export",                            "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"POST /export",                           "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /api/v1/erasures/{erasure}",         "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"POST /api/v1/ratings/{rating}/end",      "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"POST /api/v1/courses/{course}/break-glass",
                                               "401 403 201 201 201 201 201 403 403 403 403 403 401"},
    {"GET /api/v1/records/{client}",           "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"POST /api/v1/records/{client}/acts",     "401 403 403 403 403 403 403 403 200 403 403 403 401"},
    {"GET /deliveries",                        "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /deliveries",                       "401 403 403 403 403 403 403 403 403 303 403 403 401"},
    {"GET /api/v1/deliveries",                 "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /api/v1/deliveries",                "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"GET /api/v1/schedule",                   "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"POST /api/v1/schedule",                  "401 403 403 403 403 403 403 403 403 200 403 403 401"},
    {"GET /my-form",                           "401 404 404 404 404 404 404 404 404 404 303 404 401"},
    {"GET /carer",                             "401 403 403 403 403 403 403 403 403 403 403 200 401"},
    {"GET /code",                              "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"POST /code",                             "422 303 303 303 303 303 303 303 303 303 303 303 303"},
    {"GET /f/worker.js",                       "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"POST /f/sealed",                         "422 201 201 201 201 201 201 201 201 201 201 201 201"},
    {"GET /f/{token}",                         "410 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"POST /f/{token}",                        "410 303 303 303 303 303 303 303 303 303 303 303 303"},
    {"GET /f/{token}/leave",                   "410 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"POST /f/{token}/leave",                  "410 303 303 303 303 303 303 303 303 303 303 303 303"},
    {"GET /f/{token}/thanks",                  "410 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"GET /about",                             "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"GET /accessibility",                     "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"GET /design",                            "404 404 404 404 404 404 404 404 404 404 404 404 404"},
    {"GET /tour",                              "404 404 404 404 404 404 404 404 404 404 404 404 404"},
    {"GET /assets/{file}",                     "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"GET /api/v1/openapi.json",               "200 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"GET /api/v1/instruments",                "401 200 200 200 200 200 200 200 200 200 403 403 401"},
    {"GET /api/v1/instruments/{instrument}",   "401 200 200 200 200 200 200 200 200 200 403 403 401"},
    {"GET /api/v1/me",                         "401 200 200 200 200 200 200 200 200 200 200 200 401"},
    {"GET /api/v1/today",                      "401 200 200 200 200 403 403 403 403 403 403 403 401"},
    {"GET /api/v1/courses",                    "401 403 200 200 200 200 200 200 403 403 403 403 401"},
    {"GET /api/v1/courses/{course}",           "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"POST /api/v1/courses/{course}/check-ins","401 403 201 403 201 403 403 403 403 403 403 403 401"},
    {"POST /api/v1/sessions/{session}/ratings","401 403 201 403 201 403 403 403 403 403 403 403 401"},
    {"POST /api/v1/sessions/{session}/invitations",
                                               "401 201 201 403 201 403 403 403 403 403 403 403 401"},
    {"POST /api/v1/courses/{course}/invitations",
                                               "401 201 201 403 201 403 403 403 403 403 403 403 401"},
    {"GET /api/v1/invitations/{token}",        "410 200 200 200 200 200 200 200 200 200 200 200 200"},
    {"POST /api/v1/invitations/{token}/ratings",
                                               "410 201 201 201 201 201 201 201 201 201 201 201 201"},
    {"GET /api/v1/check-ins/{check_in}",       "401 403 200 403 200 200 403 200 403 403 403 403 401"},
    {"POST /api/v1/check-ins/{check_in}/events",
                                               "401 403 200 403 200 403 403 403 403 403 403 403 401"},
    {"GET /api/v1/report-card",                "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"GET /api/v1/report-card/preview",        "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"GET /api/v1/detection-settings",         "401 403 200 200 200 200 200 200 403 200 403 403 401"},
    {"POST /api/v1/detection-settings",        "401 403 403 403 403 403 403 403 403 201 403 403 401"},
    // clang-format on
};

std::vector<int> expected_of(const web::Route& route) {
  const auto name = std::string(route.method) + " " + std::string(route.pattern);
  for (const auto& [known, statuses] : matrix) {
    if (known != name) continue;
    std::vector<int> all;
    std::istringstream in{std::string(statuses)};
    for (int status = 0; in >> status;) all.push_back(status);
    return all;
  }
  return {};
}

// A practice in which every address leads somewhere: co-2 has an open check-in, co-1 a closed one.
struct Everything {
  SiteInPractice site;
  std::string open, closed, risk, erasure;

  Everything() {
    for (int number = 1; number <= 10; ++number)
      site.client_rates("co-2-s" + std::to_string(number), 80);
    site.client_rates("co-2-s11", 40);
    open = site.open_check_in("co-2");
    REQUIRE_FALSE(open.empty());
    const auto own = site.post_form("own", "/courses/co-1/check-ins", "reason=a+quiet+hour");
    REQUIRE(own.status == 303);
    closed = header_of(own, "location").substr(std::string("/check-ins/").size());
    REQUIRE(site.post_form("own", "/check-ins/" + closed, "do=not_a_dip&reason=all+well").status ==
            303);
    erasure = site.certificate_of_an_erasure();
    risk = "risk-1";
    site.house().store().commit([&](store::Unit& unit) {
      unit.risks.insert({risk, "risk_item", unit.ratings.of_course(CourseId{"co-2"}).front().id,
                         "goals", CourseId{"co-2"}, unit.people.key_of(ClientId{"c-2"}),
                         PersonId{"person-own"}, site.host.clock, std::nullopt});
    });
  }

  int answer(const web::Route& route, std::string_view asker) const {
    const bool is_calm = asker.ends_with(" calm");
    const bool is_nobody = asker == "nobody" || asker == "link";
    const std::string course = is_calm ? "co-1" : "co-2";
    Ask ask;
    ask.actor = is_nobody ? "" : std::string(asker.substr(0, asker.find(' ')));
    ask.method = route.method;
    ask.path = route.pattern;
    ask.path = filled(ask.path, "course", course);
    // A session takes a form once: each of those who may give or fill one has a session of its own.
    const auto session = site.session_without_form("co-2");
    ask.path = filled(ask.path, "session", is_calm ? site.session_without_form(course) : session);
    ask.path = filled(ask.path, "check_in", is_calm ? closed : open);
    ask.path = filled(ask.path, "item", risk);
    ask.path = filled(ask.path, "language", "de");
    ask.path = filled(ask.path, "file", "form.js");
    ask.path = filled(ask.path, "instrument", "holdfast-session");
    if (ask.path.find("{token}") != std::string::npos)
      ask.path =
          filled(ask.path, "token", asker == "nobody" ? "nosuchlink" : site.link(session, "4711"));
    ask.path = filled(ask.path, "client", site.key_of("c-2"));
    ask.path = filled(ask.path, "erasure", erasure);
    if (ask.path.find("{rating}") != std::string::npos)
      ask.path = filled(ask.path, "rating", site.spare_rating(course));
    REQUIRE(ask.path.find('{') == std::string::npos);
    if (route.method == "POST") fill_body(site, route, open, ask);
    if (route.pattern == "/f/sealed")
      ask.body = asker == "nobody" ? "{}" : sealed(site, site.link(session), marks(70, ask.key));
    if (route.pattern == "/code" && route.method == "POST")
      ask.body = "code=" + (asker == "nobody" ? "123456789" : site.code(session));
    return site.ask(ask).status;
  }
};

}  // namespace

TEST_CASE("every address answers everybody as the roles say") {
  const Everything everything;
  for (const auto& route : web::routes()) {
    const auto expected = expected_of(route);
    INFO(route.method << " " << route.pattern << ": written down in the matrix?");
    REQUIRE(expected.size() == askers.size());
    for (std::size_t i = 0; i < askers.size(); ++i) {
      INFO("asked by " << askers[i]);
      CHECK(everything.answer(route, askers[i]) == expected[i]);
    }
  }
  CHECK(std::size(matrix) == web::routes().size());
}

TEST_CASE("a refusal to somebody without access names nobody and tells nothing") {
  const Everything everything;
  for (const char* actor : {"desk", "other", "records", "admin", "client", "carer"})
    for (const auto& path :
         std::vector<std::string>{"/courses/co-2", "/check-ins/" + everything.open,
                                  "/api/v1/courses/co-2", "/api/v1/check-ins/" + everything.open}) {
      const auto refused = everything.site.get(actor, path);
      INFO(actor << " " << path);
      CHECK(refused.status == 403);
      CHECK(refused.body.find("Wilma") == std::string::npos);
    }
}

TEST_CASE("an external supervisor sees initials, and no name, wherever they may look") {
  const Everything everything;
  for (const auto& path :
       std::vector<std::string>{"/caseload", "/courses/co-2", "/check-ins/" + everything.open,
                                "/api/v1/courses", "/api/v1/courses/co-2"}) {
    const auto page = everything.site.get("external", path);
    INFO(path);
    REQUIRE(page.status == 200);
    CHECK(page.body.find("W.X.") != std::string::npos);
    CHECK(page.body.find("Wilma") == std::string::npos);
    CHECK(page.body.find("Xaver") == std::string::npos);
  }
}

TEST_CASE("the front desk's day holds no score, no alert and no way to a picture") {
  const Everything everything;
  const auto page = everything.site.get("desk", "/today");
  REQUIRE(page.status == 200);
  CHECK(page.body.find("Wilma Xaver") != std::string::npos);
  CHECK(page.body.find("/check-ins/") == std::string::npos);
  CHECK(page.body.find("/courses/") == std::string::npos);
  const auto json = everything.site.get("desk", "/api/v1/today");
  CHECK(json.body.find("\"check_ins\":[]") != std::string::npos);
  CHECK(json.body.find(everything.open) == std::string::npos);
}

TEST_CASE("cover and external supervision end on their day") {
  Everything everything;
  everything.site.host.clock += std::chrono::days{2};
  CHECK(everything.site.get("cover", "/courses/co-2").status == 403);
  CHECK(everything.site.get("external", "/courses/co-2").status == 403);
  CHECK(everything.site.get("own", "/courses/co-2").status == 200);
}

TEST_CASE("who the form says will read it is who the pages let read it") {
  const Everything everything;
  using service::Reader;
  const auto readers = service::readers_of_client_form();
  const auto is_named = [&](Reader reader) {
    return std::find(readers.begin(), readers.end(), reader) != readers.end();
  };
  const auto reads = [&](const char* actor, const char* course) {
    return everything.site.get(actor, std::string("/courses/") + course).status == 200;
  };
  CHECK(is_named(Reader::therapist) == reads("own", "co-1"));
  CHECK(is_named(Reader::cover) == reads("cover", "co-1"));
  CHECK(is_named(Reader::supervisor_when_flagged) == reads("supervisor", "co-2"));
  CHECK_FALSE(reads("supervisor", "co-1"));
  CHECK(is_named(Reader::external_supervisor_initials) == reads("external", "co-2"));
  for (const char* actor : {"desk", "other", "records", "admin", "client", "carer"})
    CHECK_FALSE(reads(actor, "co-2"));
  // The file behind the records officer's desk holds the answers.
  const auto file = "/records/" + everything.site.key_of("c-2") + "/document";
  for (const char* actor : {"own", "other", "supervisor", "desk", "admin", "client", "carer"})
    CHECK(everything.site.get(actor, file).status == 403);
  CHECK(is_named(Reader::records_officer) == (everything.site.get("records", file).status == 200));
  // A colleague reads after a reason that stays on record; nobody else gets that far.
  for (const char* actor : {"desk", "admin", "records", "client", "carer"})
    CHECK(everything.site.post_form(actor, "/courses/co-2/break-glass", "reason=she+is+on+the+roof")
              .status == 403);
  everything.site.post_form("other", "/courses/co-2/break-glass", "reason=she+is+on+the+roof");
  CHECK(is_named(Reader::clinician_in_emergency) == reads("other", "co-2"));
  const auto form = everything.site.get("", "/f/" + everything.site.link("co-1-s11"));
  for (const char* words :
       {"your therapist", "a colleague who stands in", "supervisor, when a rating",
        "who sees initials only", "records officer", "in an emergency another clinician"}) {
    INFO(words);
    CHECK(form.body.find(words) != std::string::npos);
  }
}

TEST_CASE("a form says that the chart will hold it, unless the client refused") {
  const auto tells = [](const SiteInPractice& site) {
    return site.get("", "/f/" + site.link("co-1-s11")).body.find("your chart in the practice") !=
           std::string::npos;
  };
  const auto with = [](const char* kind) {
    service::Config config;
    config.write_back = {kind};
    return config;
  };
  CHECK_FALSE(tells(SiteInPractice{}));
  // These say that there is something to read, and not what.
  for (const char* kind : {"alert", "notice", "therapist_rating"})
    CHECK_FALSE(tells(SiteInPractice{with(kind)}));
  for (const char* kind : {"client_total", "subscales", "client_form", "comment", "repair"})
    CHECK(tells(SiteInPractice{with(kind)}));
  const SiteInPractice site{with("client_total")};
  REQUIRE(site.post_form("own", "/courses/co-1/consent",
                         "who=c-1&purpose=write_back&answer=refused&given_by=client")
              .status == 303);
  CHECK_FALSE(tells(site));
}

TEST_CASE("a form that asks about risk says that the duty contact reads the answer") {
  instrument::Definition form;
  CHECK_FALSE(service::asks_about_risk(form));
  form.items.emplace_back().risk.emplace();
  CHECK(service::asks_about_risk(form));
  const auto readers = service::readers_of_client_form({.asks_about_risk = true});
  CHECK(std::count(readers.begin(), readers.end(), service::Reader::duty_contact) == 1);
}
