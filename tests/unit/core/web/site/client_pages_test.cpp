// SPDX-License-Identifier: MIT
// What a client sees names nobody and leads nowhere else.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

// Every page behind a one-time link, in every state it can be in.
std::map<std::string, std::string> client_pages(SiteInPractice& site) {
  std::map<std::string, std::string> pages;
  const auto token = site.link("co-1-s11", "4711");
  const auto other = site.link("co-2-s11");
  const std::string at = "/f/" + token;
  pages["form"] = site.get("", at).body;
  pages["form while staff is signed in"] = site.get("own", at).body;
  pages["form with problems"] = site.post_form("", at, "key=key-of-this-form&a.goals=999").body;
  pages["leave"] = site.get("", at + "/leave").body;
  pages["wrong PIN"] = site.post_form("", at + "/leave", "pin=0000").body;
  site.post_form("", at, marks(30, site.new_key()));
  pages["thanks"] = site.get("", at + "/thanks").body;
  pages["thanks for declining"] = site.get("", at + "/thanks", "declined=1").body;
  pages["used"] = site.get("", at).body;
  pages["wrong type"] = site.post_json("", at, "{}").body;
  pages["too large"] = site.post_form("", at, std::string(300'000, 'x')).body;
  pages["unknown link"] = site.get("", "/f/none").body;
  pages["API form"] = site.get("", "/api/v1/invitations/" + other).body;
  pages["API stored"] = site.post_json("", "/api/v1/invitations/" + other + "/ratings",
                                       marks_json(30), site.new_key())
                            .body;
  pages["API used"] = site.get("", "/api/v1/invitations/" + other).body;
  site.host.clock += std::chrono::days{9};
  pages["expired"] = site.get("", "/f/" + site.link("co-1-s10")).body;
  return pages;
}

}  // namespace

TEST_CASE("no page behind a link names the client, the clinician or anybody else") {
  service::Config config;
  config.crisis_text = "In an emergency call 112.";
  SiteInPractice site(config);
  for (const auto& [name, page] : client_pages(site)) {
    INFO(name);
    REQUIRE_FALSE(page.empty());
    for (const auto& [id, client] : site.host.clients) {
      const auto space = client.name.find(' ');
      CHECK(page.find(client.name.substr(0, space)) == std::string::npos);
      CHECK(page.find(client.name.substr(space + 1)) == std::string::npos);
      CHECK(page.find(client.initials) == std::string::npos);
    }
    for (const auto& [id, clinician] : site.host.clinicians)
      CHECK(page.find(clinician.name) == std::string::npos);
    for (const char* way :
         {"/courses/", "/check-ins/", "/caseload", "/sessions/", "/logout", "co-1", "c-1"}) {
      INFO(way);
      CHECK(page.find(way) == std::string::npos);
    }
  }
}

TEST_CASE("the crisis text stands before and after the form, and on what follows") {
  service::Config config;
  config.crisis_text = "In an emergency call 112.";
  SiteInPractice site(config);
  const auto token = site.link("co-1-s11");
  const auto form = site.get("", "/f/" + token).body;
  const auto first = form.find(config.crisis_text), second = form.rfind(config.crisis_text);
  REQUIRE(first != std::string::npos);
  CHECK(first < form.find("id=\"i-goals\""));
  CHECK(second > form.find("id=\"i-overall\""));
  CHECK(site.get("", "/f/" + token + "/thanks").body.find(config.crisis_text) != std::string::npos);
}

TEST_CASE("a form asks for no free text when nobody at the practice would read it that day") {
  SiteInPractice nobody;
  CHECK(nobody.get("", "/f/" + nobody.link("co-1-s11")).body.find("a.comment") ==
        std::string::npos);
  service::Config config;
  config.duty_contact = "person-own";
  SiteInPractice somebody(config);
  CHECK(somebody.get("", "/f/" + somebody.link("co-1-s11")).body.find("a.comment") !=
        std::string::npos);
}

TEST_CASE("free text that nobody would read that day is offered nowhere, and refused if it comes") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto at = "/api/v1/invitations/" + token;
  CHECK(site.get("", at).body.find("comment") == std::string::npos);
  const auto before = site.rows();
  const auto posted =
      site.post_form("", "/f/" + token, marks(70, site.new_key()) + "&a.comment=hm");
  CHECK(posted.status == 422);
  const auto sent = site.post_json(
      "", at + "/ratings",
      R"({"schema":"holdfast.rating-input/1","instrument":"holdfast-session","version":"1","answers":)"
      R"({"goals":70,"tasks":70,"bond":70,"overall":70,"comment":"hm"}})",
      site.new_key());
  CHECK(sent.status == 422);
  CHECK(sent.body.find("/answers/comment") != std::string::npos);
  CHECK(site.rows() == before);
  CHECK(site.post_form("", "/f/" + token, marks(70, site.new_key()) + "&a.comment=").status == 303);
}

TEST_CASE("what is written for someone else at the practice is read by that person alone") {
  service::Config config;
  config.second_contact = "person-desk";
  config.duty_contact = "person-own";
  config.write_back = {"comment", "client_form", "notice"};
  SiteInPractice site(config);
  for (const bool declines : {false, true}) {
    INFO(declines);
    const auto session = std::string(declines ? "co-2-s11" : "co-1-s11");
    const auto token = site.link(session);
    CHECK_THAT(site.get("", "/f/" + token).body,
               Contains("a.second_contact") && Contains("Your therapist does not see it."));
    CHECK_THAT(site.get("", "/api/v1/invitations/" + token).body, Contains("second_contact"));
    const auto key = site.new_key();
    auto body = declines ? "key=" + key + "&leave=decline" : marks(70, key);
    REQUIRE(site.post_form("", "/f/" + token, body + "&a.second_contact=Kellerfenster").status ==
            303);
    const auto course = session.substr(0, 4);
    CHECK(site.get("own", "/courses/" + course).body.find("Kellerfenster") == std::string::npos);
    CHECK(site.get("own", "/today").body.find("/read-today/") == std::string::npos);
    const auto today = site.get("desk", "/today").body;
    const auto at = today.find("/read-today/");
    REQUIRE(at != std::string::npos);
    const auto item = today.substr(at, std::string("/read-today/").size() + 36);
    CHECK(site.get("own", item).status == 404);
    const auto letter = site.get("desk", item);
    CHECK(letter.status == 200);
    CHECK_THAT(letter.body, Contains("Kellerfenster"));
    CHECK(site.get("desk", "/today").body.find("/read-today/") == std::string::npos);
    CHECK(site.get("desk", item).status == 200);
    CHECK(site.count("SELECT count(*) FROM outbox WHERE body LIKE '%Kellerfenster%'") == 0);
    CHECK(site.count("SELECT count(*) FROM outbox WHERE about = 'notice'") == (declines ? 2 : 1));
  }
}

TEST_CASE("the therapist is no second contact of own clients, and nobody is where none is named") {
  service::Config config;
  config.second_contact = "person-own";
  for (const auto& named : {service::Config{}, config}) {
    const SiteInPractice site(named);
    const auto token = site.link("co-1-s11");
    CHECK(site.get("", "/f/" + token).body.find("second_contact") == std::string::npos);
    CHECK(site.post_form("", "/f/" + token, marks(70, site.new_key()) + "&a.second_contact=x")
              .status == 422);
    CHECK(site.count("SELECT count(*) FROM rating") == 0);
  }
  config.second_contact = "person-desk";
  const SiteInPractice site(config);
  const auto sent =
      site.post_form("", "/f/" + site.link("co-1-s11"),
                     marks(70, site.new_key()) + "&a.second_contact=" + std::string(1001, 'x'));
  CHECK(sent.status == 422);
  CHECK_THAT(sent.body, Contains("too long"));
}

TEST_CASE("what a partner sends to the API is filed as the partner's, as from the page") {
  SiteInPractice site;
  auto& session = site.host.sessions.at("co-1-s11");
  session.participants = {ClientId{"c-3"}};
  session.setting = "couple";
  session.place = Place::video;
  site.house().store().commit([&](store::Unit& unit) {
    unit.mirror.put(session);
    return true;
  });
  for (const auto& [who, mark] : {std::pair{"c-3", "23"}, {"c-1", "81"}}) {
    const auto given =
        site.post_form("desk", "/sessions/co-1-s11/hand-over", std::string("way=link&who=") + who);
    INFO(given.body);
    const auto begin = given.body.find("/f/") + 3;
    const auto token = given.body.substr(begin, given.body.find_first_of("\"<& ", begin) - begin);
    std::string body =
        R"({"instrument":"holdfast-session","version":"1","answers":{"goals":M,"tasks":M,"bond":M,"overall":M}})";
    for (auto place = body.find('M'); place != std::string::npos; place = body.find('M'))
      body.replace(place, 1, mark);
    const auto sent =
        site.post_json("", "/api/v1/invitations/" + token + "/ratings", body, site.new_key());
    INFO(sent.body);
    CHECK(sent.status == 201);
    const auto key = site.key_of(who);
    CHECK(site.count("SELECT count(*) FROM rating WHERE place = 'video' AND subject_key = '" + key +
                     "' AND raw = '" + std::to_string(4 * std::stoi(mark)) + "'") == 1);
  }
}

TEST_CASE("looking at a form uses nothing up") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  for (int i = 0; i < 5; ++i) CHECK(site.get("", "/f/" + token).status == 200);
  CHECK(site.ask({.method = "HEAD", .path = "/f/" + token}).status == 200);
  CHECK(site.post_form("", "/f/" + token, marks(70, site.new_key())).status == 303);
}

TEST_CASE("a discharged client is given nothing") {
  SiteInPractice site;
  practice::Client gone = site.host.clients.at("c-1");
  gone.active = false;
  site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(gone); });
  CHECK(site.post_form("own", "/sessions/co-1-s11/hand-over", "pin=4711").status == 409);
  CHECK(site.post_json("own", "/api/v1/sessions/co-1-s11/invitations", "{}").status == 409);
}

TEST_CASE("a client for whom no form waits reads that, and when one comes") {
  SiteInPractice site;
  REQUIRE(site.get("client", "/my-form").status == 303);
  site.client_rates("co-1-s11", 80);
  const auto page = site.get("client", "/my-form");
  CHECK(page.status == 200);
  CHECK(page.body.find("No form waits for you now") != std::string::npos);
  CHECK(page.body.find("After each session a form waits here") != std::string::npos);
}

TEST_CASE("a signed-in client or carer can sign out where the host offers it, and nobody else") {
  SiteInPractice site;
  site.client_rates("co-1-s11", 80);
  const std::string button = "action=\"/logout\"><button class=\"plain\">Sign out";
  const auto offers = [&](const std::string& actor, const std::string& path) {
    return site.ask({.actor = actor, .path = path, .sign_out = "/logout"}).body.find(button) !=
           std::string::npos;
  };
  CHECK(offers("client", "/my-form"));
  CHECK(offers("carer", "/carer"));
  const auto form = "/f/" + site.link("co-2-s11");
  CHECK(offers("client", form));
  CHECK_FALSE(offers("", form));
  CHECK_FALSE(offers("own", form));
  CHECK(site.get("client", "/my-form").body.find("Sign out") == std::string::npos);
}
