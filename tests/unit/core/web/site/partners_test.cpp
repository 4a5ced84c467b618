// SPDX-License-Identifier: MIT
// Partners never see each other's answers, and what is one's own says so.
#include <catch2/catch.hpp>

#include "couple.hpp"
#include "service/submit_rating.hpp"

using namespace holdfast;
using namespace holdfast::tests;

TEST_CASE("every way on from a partner's picture stays with the partner") {
  Couple site;
  site.client_rates("co-1-s10", 81);
  site.partner_rates("co-1-s10", 23);
  const auto about = site.about_partner();
  const auto page = site.get("own", "/courses/co-1", about);
  REQUIRE(page.status == 200);
  for (const char* on : {"/courses/co-1/together", "/courses/co-1/check-ins",
                         "/courses/co-1/chart.svg", "/sessions/co-1-s11/hand-over"})
    CHECK(has(page, std::string(on) + "?" + about + "\""));
  const auto together = site.get("own", "/courses/co-1/together", about);
  CHECK(has(together, "/courses/co-1?" + about + "\""));
  // The partner is the first choice there.
  const auto hand_over = site.get("own", "/sessions/co-1-s11/hand-over", about).body;
  CHECK(hand_over.find("Yorick Jansen") < hand_over.find("Quentin Zabel</option>"));
  // A check-in that the therapist opens there is about the partner too.
  REQUIRE(site.ask({.actor = "own",
                    .method = "POST",
                    .path = "/courses/co-1/check-ins",
                    .query = about,
                    .body = "reason=went+quiet&key=" + site.new_key(),
                    .type = "application/x-www-form-urlencoded"})
              .status == 303);
  CHECK(site.count("SELECT COUNT(*) FROM alert WHERE kind = 'own' AND subject_key = '" +
                   site.key_of("c-3") + "'") == 1);
}

TEST_CASE("a picture about somebody unknown shows nobody's ratings") {
  Couple site;
  site.client_rates("co-1-s11", 81);
  for (const char* path : {"/courses/co-1", "/courses/co-1/together", "/courses/co-1/chart.svg"}) {
    const auto page = site.get("own", path, "about=nobody");
    CHECK(page.status == 404);
    CHECK_FALSE(has(page, "<td>81</td>"));
    CHECK_FALSE(has(page, "Client 81"));
  }
  CHECK(site.ask({.actor = "own",
                  .method = "POST",
                  .path = "/courses/co-1/check-ins",
                  .query = "about=nobody",
                  .body = "reason=went+quiet&key=" + site.new_key(),
                  .type = "application/x-www-form-urlencoded"})
            .status == 422);
}

TEST_CASE("a picture's outcome measure is of the one whom it is about") {
  Couple site;
  site.partner_rates("co-1-s10", 77);
  const auto answers_phq = [&](const std::string& who, double each) {
    service::Submission form;
    form.definition = site.house().instruments().find("phq-9");
    form.course = CourseId{"co-1"};
    form.client = ClientId{who};
    form.clinician = ClinicianId{"cl-1"};
    form.session = SessionId{"co-1-s10"};
    for (const auto& item : form.definition->items) form.answers.emplace(item.id, each);
    form.key = site.new_key();
    form.digest = "digest of " + form.key;
    form.submitted_by = "client";
    REQUIRE(service::submit_rating(site.house(), form));
  };
  answers_phq("c-1", 2);
  const auto partner = site.get("own", "/courses/co-1", site.about_partner());
  CHECK(has(partner, "<td>77</td>"));
  CHECK_FALSE(has(partner, "PHQ-9"));
  CHECK_FALSE(
      has(site.get("own", "/courses/co-1/chart.svg", site.about_partner()), "line outcome"));
  CHECK(has(site.get("own", "/courses/co-1"), "<td>18</td>"));
  answers_phq("c-3", 1);
  const auto both = site.get("own", "/courses/co-1", site.about_partner());
  CHECK(has(both, "<td>9</td>"));
  CHECK_FALSE(has(both, "<td>18</td>"));
}

TEST_CASE("that the partner's answer waits under its seal is no news of the client's") {
  service::Config config;
  config.seal = true;
  Couple site(config);
  site.partner_rates("co-1-s11", 23);
  site.host.clock = site.host.sessions.at("co-1-s11").start + std::chrono::hours{1};
  const std::string note = "The client has answered";
  CHECK_FALSE(has(site.get("own", "/courses/co-1"), note));
  CHECK(has(site.get("own", "/courses/co-1", site.about_partner()), note));
}

namespace {

// As today's page says it of the client's form of the one session of `name`.
std::string form_line(const SiteInPractice& site, const std::string& name) {
  const auto page = site.get("own", "/today").body;
  const auto line = page.substr(page.find(name));
  const std::string whose = "Client&#39;s form ";
  const auto at = line.find(whose);
  REQUIRE(at != std::string::npos);
  const auto text = line.substr(at + whose.size());
  return text.substr(0, text.find("</span>"));
}

bool api_says_done(const SiteInPractice& site, const std::string& session) {
  const auto page = site.get("own", "/api/v1/today").body;
  const auto line = page.substr(page.find("\"id\":\"" + session + "\""));
  return line.find("\"client_form_done\":true") < line.find('}');
}

const std::string hand_over = "/sessions/co-1-s11/hand-over\"";

}  // namespace

TEST_CASE("a form that the client declined is no form that is done") {
  const SiteInPractice site;
  REQUIRE(site.post_form("", "/f/" + site.link("co-1-s11"), "leave=decline&key=" + site.new_key())
              .status == 303);
  CHECK(form_line(site, "Quentin Zabel") == "declined");
  CHECK_FALSE(api_says_done(site, "co-1-s11"));
  REQUIRE(site.post_form("desk", "/sessions/co-2-s11/paper-entry",
                         "instrument=holdfast-session&leave=decline&key=" + site.new_key())
              .status == 303);
  CHECK(form_line(site, "Wilma Xaver") == "declined");
  // It may be filled after all.
  REQUIRE(site.post_form("", "/f/" + site.link("co-1-s11"), marks(70, site.new_key())).status ==
          303);
  CHECK(form_line(site, "Quentin Zabel") == "done");
  CHECK(api_says_done(site, "co-1-s11"));
}

TEST_CASE("a couple's form is done once both have answered") {
  Couple site;
  REQUIRE(site.post_form("", "/f/" + site.link("co-1-s11"), marks(70, site.new_key())).status ==
          303);
  CHECK(form_line(site, "Quentin Zabel") == "due");
  CHECK(has(site.get("desk", "/today"), hand_over));
  CHECK_FALSE(api_says_done(site, "co-1-s11"));
  const auto path = site.link_for("co-1-s11", "c-3");
  CHECK(form_line(site, "Quentin Zabel") == "given");
  REQUIRE(site.post_form("", path, "leave=decline&key=" + site.new_key()).status == 303);
  CHECK(form_line(site, "Quentin Zabel") == "declined");
  CHECK_FALSE(api_says_done(site, "co-1-s11"));
  site.partner_rates("co-1-s11", 60);
  CHECK(form_line(site, "Quentin Zabel") == "done");
  CHECK_FALSE(has(site.get("desk", "/today"), hand_over));
  CHECK(api_says_done(site, "co-1-s11"));
}

TEST_CASE("with two forms due, one that is in leaves the other due") {
  SiteInPractice site;
  REQUIRE(site.post_json("admin", "/api/v1/schedule",
                         R"({"forms":[{"instrument":"holdfast-session","when":"every_session"},)"
                         R"({"instrument":"holdfast-alliance-12","when":"every_session"}]})")
              .status == 200);
  REQUIRE(site.post_form("", "/f/" + site.link("co-1-s11"), marks(70, site.new_key())).status ==
          303);
  CHECK(form_line(site, "Quentin Zabel") == "due");
}

TEST_CASE("a partner's check-in carries the partner's name, everywhere") {
  Couple site;
  for (int number = 1; number <= 9; ++number) {
    site.client_rates(site.session("co-1", number), 80);
    site.partner_rates(site.session("co-1", number), 80);
  }
  site.partner_rates("co-1-s11", 20);
  const auto id = site.open_check_in("co-1");
  REQUIRE_FALSE(id.empty());
  const auto picture = "/courses/co-1?" + site.about_partner() + "\"";
  const auto page = site.get("own", "/check-ins/" + id);
  CHECK(has(page, picture));
  CHECK_FALSE(has(page, "Quentin Zabel"));
  const auto today = site.get("own", "/today");
  CHECK(has(today, ">Yorick Jansen<"));
  CHECK(has(today, "Yorick Jansen: "));  // beside the couple's session
  CHECK(has(site.get("own", "/caseload"), "Yorick Jansen: "));
  CHECK(has(site.get("own", "/caseload"), "Tick the check-in of Yorick Jansen"));
  for (const char* sought : {"yorick", "quentin"})
    CHECK(has(site.get("own", "/caseload", std::string("q=") + sought), "/courses/co-1\""));
  CHECK_FALSE(has(site.get("own", "/caseload", "q=wilma"), "/courses/co-1\""));
  const auto supervised = site.get("supervisor", "/supervision");
  CHECK(has(supervised, picture));
  CHECK_FALSE(has(supervised, "Quentin Zabel"));
  const auto outside = site.get("external", "/supervision");
  CHECK(has(outside, "Y.J."));
  CHECK_FALSE(has(outside, "Yorick"));
  CHECK_FALSE(has(site.get("external", "/caseload"), "Yorick"));
  CHECK_FALSE(has(site.get("external", "/caseload", "q=yorick"), "/courses/co-1\""));
}

namespace {

constexpr const char* paper_entry = "/sessions/co-1-s11/paper-entry";

std::string on_paper(const SiteInPractice& site, int mark, const std::string& who) {
  return marks(mark, site.new_key()) + "&instrument=holdfast-session&who=" + who;
}

long rated_by(const SiteInPractice& site, const std::string& who) {
  return site.count("SELECT COUNT(*) FROM rating r WHERE subject_key = '" + site.key_of(who) +
                    "' AND NOT EXISTS (SELECT 1 FROM rating_end e WHERE e.rating_id = r.id)");
}

std::string id_of_last(const SiteInPractice& site) {
  return site.house().store().read([](store::Reader& reader) {
    return reader.ratings.of_session(SessionId{"co-1-s11"}).back().id.value;
  });
}

}  // namespace

TEST_CASE("paper is entered for whom it is of, and for nobody who was not named") {
  const Couple site;
  const auto before = site.rows();
  const auto page = site.get("desk", paper_entry).body;
  CHECK(page.find("value=\"c-1\" checked") == std::string::npos);
  CHECK(page.find("value=\"c-3\"") != std::string::npos);
  const auto nobody = site.post_form("desk", paper_entry, on_paper(site, 40, ""));
  CHECK(nobody.status == 422);
  CHECK(has(nobody, "Choose who filled it in."));
  CHECK(has(nobody, "value=\"40\""));  // what was typed is still there
  CHECK(site.post_form("desk", paper_entry, on_paper(site, 40, "") + "&leave=decline").status ==
        422);
  CHECK(site.post_form("desk", paper_entry, on_paper(site, 40, "c-2")).status == 422);
  CHECK(site.rows() == before);
  REQUIRE(site.post_form("desk", paper_entry, on_paper(site, 40, "c-3")).status == 303);
  CHECK(rated_by(site, "c-3") == 1);
  CHECK(rated_by(site, "c-1") == 0);
  REQUIRE(site.post_form("desk", paper_entry, on_paper(site, 80, "c-1")).status == 303);
  CHECK(site.post_form("desk", paper_entry, on_paper(site, 50, "c-3")).status == 409);
  CHECK(rated_by(site, "c-3") == 1);
  CHECK(rated_by(site, "c-1") == 1);
}

TEST_CASE("typed twice, a partner's paper stays the partner's") {
  const Couple site;
  const auto chosen = site.get("desk", paper_entry, "who=c-3").body;
  CHECK(chosen.find("value=\"c-3\" checked") != std::string::npos);
  const auto second = site.post_form("desk", paper_entry, on_paper(site, 62, "c-3") + "&twice=1");
  REQUIRE(second.status == 200);
  CHECK(has(second, "<input type=\"hidden\" name=\"who\" value=\"c-3\">"));
}

TEST_CASE("a sheet is in the language of whom it is for") {
  const Couple site;
  site.house().store().commit([](store::Unit& unit) {
    auto client = unit.mirror.client(ClientId{"c-3"}).value();
    client.language = "de";
    unit.mirror.put(client);
  });
  REQUIRE(site.post_form("admin", "/admin/languages", "do=approve&tag=de&by=Ada+Kern").status ==
          303);
  const auto sheet = [&](const std::string& who) {
    return site.get("desk", "/sessions/co-1-s11/paper", "who=" + who);
  };
  CHECK(has(sheet("c-1"), "<article class=\"paper a4\" lang=\"en\""));
  CHECK(has(sheet("c-3"), "<article class=\"paper a4\" lang=\"de\""));
  CHECK(has(sheet("c-3"), "who=c-3&amp;size=letter"));
  CHECK(sheet("c-2").status == 422);
}

TEST_CASE("the list of ratings says whose each is, and one entered for the other partner moves") {
  const Couple site;
  REQUIRE(site.post_form("desk", paper_entry, on_paper(site, 40, "c-1")).status == 303);
  CHECK(has(site.get("own", "/courses/co-1/ratings"), "by the client · Quentin Zabel"));
  const auto rating = id_of_last(site);
  const auto page = site.get("own", "/ratings/" + rating);
  CHECK(has(page, "<option value=\"4 co-1c-3\">Yorick Jansen</option>"));
  CHECK(!has(page, "<option value=\"4 co-1c-1\">"));
  const auto move = [&](const std::string& belongs) {
    return site.post_form("own", "/ratings/" + rating, "do=move&reason=mixed+up&belongs=" + belongs)
        .status;
  };
  for (const char* wrong : {"", "4+co-1c-1", "4+co-1c-2", "99+co-1c-3", "x", "4", "4+co-9c-3",
                            "-1+co-1c-3", "18446744073709551615+co-1c-3"}) {
    INFO(wrong);
    CHECK(move(wrong) >= 400);
  }
  CHECK(rated_by(site, "c-1") == 1);
  REQUIRE(move("4+co-1c-3") == 303);
  CHECK(rated_by(site, "c-1") == 0);
  CHECK(rated_by(site, "c-3") == 1);
  CHECK(site.count("SELECT COUNT(*) FROM rating WHERE session_id = 'co-1-s11'") == 2);
  CHECK(has(site.get("own", "/courses/co-1/ratings"), "by the client · Yorick Jansen"));
}

TEST_CASE("a rating does not move to where that session has its form already") {
  const Couple site;
  REQUIRE(site.post_form("desk", paper_entry, on_paper(site, 80, "c-3")).status == 303);
  REQUIRE(site.post_form("desk", paper_entry, on_paper(site, 40, "c-1")).status == 303);
  const auto ratings = site.house().store().read(
      [](store::Reader& reader) { return reader.ratings.of_session(SessionId{"co-1-s11"}); });
  for (const auto& rating : ratings) {
    const std::string other = rating.subject.value == site.key_of("c-3") ? "c-1" : "c-3";
    CHECK(site.post_json("own", "/api/v1/ratings/" + rating.id.value + "/end",
                         R"({"do":"move","course":"co-1","reason":"x","client":")" + other + "\"}")
              .status == 409);
  }
  CHECK(rated_by(site, "c-1") == 1);
  CHECK(rated_by(site, "c-3") == 1);
}

TEST_CASE("a partner's form that nobody answered is overdue by the partner's name") {
  Couple site;
  site.link_for("co-1-s10", "c-3");
  site.host.clock += std::chrono::days{1};
  const auto page = site.get("own", "/today").body;
  const auto overdue = page.substr(page.find("id=\"overdue\""));
  CHECK(overdue.find("Yorick Jansen") != std::string::npos);
  CHECK(overdue.find("Quentin Zabel") == std::string::npos);
}
