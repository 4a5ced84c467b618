// SPDX-License-Identifier: MIT
// The ways to give a form other than handing the device over: links, codes, messages, schedules.
#include <catch2/catch.hpp>
#include <set>

#include "json/parse.hpp"
#include "service/forms.hpp"
#include "service/tick.hpp"
#include "site_in_practice.hpp"
#include "store/words.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

std::string status_of_form(const SiteInPractice& site, const std::string& session) {
  return site.house().store().read([&](store::Reader& reader) {
    const auto forms = reader.forms.of_session(SessionId{session});
    return forms.empty() ? std::string{} : std::string(to_word(forms.back().status));
  });
}

// A link with one letter changed: still of the right shape.
std::string forged(std::string token, std::size_t at) {
  token[at] = token[at] == 'A' ? 'B' : 'A';
  return token;
}

void agrees_to_messages(const SiteInPractice& site, const std::string& client) {
  site.house().store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(ClientId{client});
    consent.purpose = store::Purpose::reminders;
    consent.answer = store::ConsentAnswer::agreed;
    consent.given_by = "client";
    consent.recorded_by = "person-own";
    consent.text_version = "1";
    consent.day = std::chrono::floor<std::chrono::days>(SiteInPractice::noon());
    consent.at = SiteInPractice::noon();
    unit.consents.insert(consent);
  });
}

service::Config sending() {
  service::Config config;
  config.write_back = {"reminder"};
  config.reminder_hours = 4;
  config.reminders = 2;
  return config;
}

}  // namespace

TEST_CASE("a link is signed: no letter of it can be another") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(token.size() == 44);
  for (std::size_t at = 0; at < token.size(); at += 5) {
    INFO("letter " << at);
    CHECK(site.get("", "/f/" + forged(token, at)).status == 410);
  }
  CHECK(site.get("", "/f/" + token + "A").status == 410);
  CHECK(site.get("", "/f/" + token).status == 200);
}

TEST_CASE("the store of another practice does not take a link") {
  const SiteInPractice site, other;
  const auto token = site.link("co-1-s11");
  CHECK(other.get("", "/f/" + token).status == 410);
}

TEST_CASE("a link comes with a QR code, its end, and the address that clients reach") {
  service::Config config;
  config.public_address = "https://forms.example.org/h";
  const SiteInPractice site(config);
  const auto page = site.post_form("own", "/sessions/co-1-s11/hand-over", "way=link");
  REQUIRE(page.status == 200);
  CHECK_THAT(page.body, Contains("https://forms.example.org/h/f/"));
  CHECK_THAT(page.body, Contains("class=\"qr\""));
  CHECK_THAT(page.body, Contains("Open until 24 Nov, 11:00."));
  const auto json = site.post_json("own", "/api/v1/sessions/co-1-s11/invitations", "{}");
  CHECK_THAT(json.body, Contains("\"address\":\"https://forms.example.org/h/f/"));
}

TEST_CASE("a code that was said opens the form, however it is typed, and only while it is open") {
  SiteInPractice site;
  const auto code = site.code("co-1-s11");
  REQUIRE(code.size() == 9);
  const auto spaced = code.substr(0, 3) + "+" + code.substr(3, 3) + "-" + code.substr(6);
  for (const auto& typed : {code, spaced, "+" + code}) {
    INFO(typed);
    const auto opened = site.post_form("", "/code", "code=" + typed);
    REQUIRE(opened.status == 303);
    CHECK(site.get("", header_of(opened, "location")).status == 200);
  }
  const auto form = header_of(site.post_form("", "/code", "code=" + code), "location");
  REQUIRE(site.post_form("", form, marks(70, site.new_key())).status == 303);
  CHECK(site.post_form("", "/code", "code=" + code).status == 422);

  const auto late = site.code("co-2-s11");
  site.host.clock += std::chrono::minutes{61};
  CHECK(site.post_form("", "/code", "code=" + late).status == 422);
}

TEST_CASE("Arabic digits are digits, and no code stands in the store") {
  const SiteInPractice site;
  const auto code = site.code("co-1-s11");
  std::string arabic;
  for (const char digit : code) {
    char percent[8];
    std::snprintf(percent, sizeof percent, "%%D9%%A%c", digit);
    arabic += percent;
  }
  CHECK(site.post_form("", "/code", "code=" + arabic).status == 303);
  CHECK(site.count("SELECT count(*) FROM invitation WHERE code_hash LIKE '%" + code + "%'") == 0);
}

TEST_CASE("after twenty wrong codes in a minute nobody types any, and then again") {
  SiteInPractice site;
  const auto code = site.code("co-1-s11");
  for (int i = 0; i < 20; ++i)
    CHECK(site.post_form("", "/code", "code=000 000 00" + std::to_string(i % 10)).status == 422);
  const auto refused = site.post_form("", "/code", "code=" + code);
  CHECK(refused.status == 429);
  CHECK(header_of(refused, "retry-after") == "60");
  site.host.clock += std::chrono::seconds{61};
  CHECK(site.post_form("", "/code", "code=" + code).status == 303);
}

TEST_CASE("a rating behind a code was given where its session was") {
  SiteInPractice site;
  site.host.sessions["co-1-s11"].place = Place::phone;
  site.house().store().commit(
      [&](store::Unit& unit) { unit.mirror.put(site.host.sessions["co-1-s11"]); });
  const auto form =
      header_of(site.post_form("", "/code", "code=" + site.code("co-1-s11")), "location");
  REQUIRE(site.post_form("", form, marks(70, site.new_key())).status == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE place = 'phone'") == 1);
}

TEST_CASE("a form that nobody answered in time is expired, one that was begun 72 hours later") {
  SiteInPractice site;
  const auto looked_at = site.link("co-1-s11");
  REQUIRE(site.get("", "/f/" + looked_at).status == 200);
  const auto untouched = site.link("co-2-s11");
  site.host.clock += std::chrono::hours{25};
  CHECK(service::expire_forms(site.house()) == 1);
  CHECK(status_of_form(site, "co-2-s11") == "expired");
  CHECK(status_of_form(site, "co-1-s11") == "opened");
  CHECK(site.get("", "/f/" + untouched).status == 410);
  CHECK(site.get("", "/f/" + looked_at).status == 200);
  site.host.clock += std::chrono::hours{72};
  CHECK(service::expire_forms(site.house()) == 1);
  CHECK(service::expire_forms(site.house()) == 0);
  CHECK(status_of_form(site, "co-1-s11") == "expired");
  CHECK(site.post_form("", "/f/" + looked_at, marks(70, site.new_key())).status == 410);
}

TEST_CASE("inside another program's window the device is not handed over") {
  const SiteInPractice site;
  Ask ask{.actor = "own", .path = "/sessions/co-1-s11/hand-over"};
  CHECK_THAT(site.ask(ask).body, Contains("Choose a PIN"));
  ask.fetch_dest = "iframe";
  const auto page = site.ask(ask);
  CHECK(page.body.find("Choose a PIN") == std::string::npos);
  CHECK_THAT(page.body, Contains("Link and QR code"));
  ask.method = "POST";
  ask.type = "application/x-www-form-urlencoded";
  ask.body = "way=kiosk&pin=4711";
  const auto before = site.rows();
  CHECK(site.ask(ask).status == 409);
  CHECK(site.rows() == before);
}

TEST_CASE("the schedule says which forms are due, and the page offers those") {
  SiteInPractice site;
  const std::string fourth =
      R"({"forms":[{"instrument":"holdfast-session","when":"every_session"},)"
      R"({"instrument":"holdfast-alliance-12","when":"every_nth","every":11}]})";
  REQUIRE(site.post_json("admin", "/api/v1/schedule", fourth).status == 200);
  const auto page = site.get("own", "/sessions/co-1-s11/hand-over");
  CHECK_THAT(page.body, Contains("value=\"holdfast-session\" checked"));
  CHECK_THAT(page.body, Contains("value=\"holdfast-alliance-12\""));
  CHECK(site.get("own", "/sessions/co-1-s10/hand-over").body.find("holdfast-alliance-12") ==
        std::string::npos);
  const auto given = site.post_json("own", "/api/v1/sessions/co-1-s11/invitations",
                                    R"({"instrument":"holdfast-alliance-12"})");
  REQUIRE(given.status == 201);
  const auto token = std::string(json::parse(given.body)->string_or("token"));
  CHECK_THAT(site.get("", "/f/" + token).body, Contains("goals_1"));
  // Once it is answered, the other one stands first.
  site.client_rates("co-1-s11", 70);
  CHECK_THAT(site.get("own", "/sessions/co-1-s11/hand-over").body,
             Contains("value=\"holdfast-alliance-12\" checked"));
  CHECK(site.post_json("own", "/api/v1/sessions/co-1-s10/invitations",
                       R"({"instrument":"holdfast-alliance-12"})")
            .status == 422);
}

TEST_CASE("where the schedule asks for nothing, Today says nothing is due") {
  const SiteInPractice site;
  CHECK_THAT(site.get("own", "/today").body, Contains("class=\"due\""));
  REQUIRE(site.post_json("admin", "/api/v1/schedule",
                         R"({"forms":[{"instrument":"holdfast-session","when":"at_start"}]})")
              .status == 200);
  CHECK(site.get("own", "/today").body.find("class=\"due\"") == std::string::npos);
}

TEST_CASE("a schedule that cannot be is refused by field, and nothing changes") {
  const SiteInPractice site;
  const auto before = site.rows();
  for (
      const char* body :
      {R"({})", R"({"forms":[{"instrument":"nothing","when":"every_session"}]})",
       R"({"forms":[{"instrument":"holdfast-session","when":"sometimes"}]})",
       R"({"forms":[{"instrument":"holdfast-session","when":"every_nth","every":0}]})",
       R"({"forms":[{"instrument":"holdfast-session","when":"every_nth"}]})",
       R"({"forms":[{"instrument":"holdfast-session-therapist","when":"at_start","moment":"before"}]})",
       R"({"forms":[{"instrument":"holdfast-session","when":"at_start"},)"
       R"({"instrument":"holdfast-session","when":"at_start"}]})",
       "[]", "7", "{"}) {
    INFO(body);
    CHECK(site.post_json("admin", "/api/v1/schedule", body).status == 422);
  }
  CHECK(site.rows() == before);
}

TEST_CASE("a message leaves once, and its reminders once each, whoever asks how often") {
  SiteInPractice site(sending());
  agrees_to_messages(site, "c-1");
  auto& inbox = site.host.posted;
  REQUIRE(site.post_form("own", "/sessions/co-1-s11/hand-over", "way=message").status == 200);
  const auto tick = [&] {
    for (int i = 0; i < 3; ++i) service::tick(site.house(), std::chrono::seconds{5});
  };
  tick();
  REQUIRE(inbox.size() == 1);
  CHECK_THAT(inbox[0].second, Contains("\"category\":\"form_due\""));
  CHECK_THAT(inbox[0].second, Contains("\"client\":\"c-1\""));
  CHECK_THAT(inbox[0].second, Contains("\"link\":\"/f/"));
  CHECK(inbox[0].second.find("Quentin") == std::string::npos);
  site.host.clock += std::chrono::hours{4};
  tick();
  CHECK(inbox.size() == 2);
  site.host.clock += std::chrono::hours{4};
  tick();
  CHECK(inbox.size() == 3);
  site.host.clock += std::chrono::hours{4};
  tick();
  CHECK(inbox.size() == 3);
  std::set<std::string> keys;
  for (const auto& [key, body] : inbox) CHECK(keys.insert(key).second);
  // The link of a message is the form's own, and no table holds it.
  const auto told = json::parse(inbox[2].second);
  const std::string link(told->string_or("link"));
  CHECK(site.get("", link).status == 200);
  CHECK(site.count("SELECT count(*) FROM outbox WHERE body LIKE '%" + link.substr(3) + "%'") == 0);
}

TEST_CASE("a message whose answer was lost is taken back, and one that never left stays here") {
  SiteInPractice site(sending());
  agrees_to_messages(site, "c-1");
  agrees_to_messages(site, "c-2");
  const auto send = [&](const std::string& session) {
    return site.post_form("own", "/sessions/" + session + "/hand-over", "way=message").status;
  };
  REQUIRE(send("co-1-s11") == 200);
  site.host.loses_answers = true;
  service::tick(site.house(), std::chrono::seconds{5});
  REQUIRE(site.host.posted.size() == 1);
  site.host.loses_answers = false;
  REQUIRE(send("co-2-s11") == 200);
  REQUIRE(send("co-2-s11") == 200);  // given anew: the first is taken back before it left
  const auto link = std::string(json::parse(site.host.posted[0].second)->string_or("link"));
  REQUIRE(site.post_form("", link, marks(70, site.new_key())).status == 303);
  for (int i = 0; i < 3; ++i) service::tick(site.house(), std::chrono::seconds{5});
  CHECK(site.host.withdrawn == std::vector{site.host.posted[0].first});
  CHECK(site.host.posted.size() == 2);
  CHECK(site.count("SELECT count(*) FROM outbox WHERE status <> 'done'") == 0);
}

TEST_CASE("nothing is sent to who did not agree, was discharged, or has answered") {
  SiteInPractice site(sending());
  const auto send = [&](const std::string& session) {
    return site.post_form("own", "/sessions/" + session + "/hand-over", "way=message").status;
  };
  CHECK(send("co-1-s11") == 409);
  CHECK(site.count("SELECT count(*) FROM form_given") == 0);
  agrees_to_messages(site, "c-1");
  agrees_to_messages(site, "c-2");
  REQUIRE(send("co-1-s11") == 200);
  REQUIRE(send("co-2-s11") == 200);
  service::tick(site.house(), std::chrono::seconds{5});
  REQUIRE(site.host.posted.size() == 2);
  // One answers, the other is discharged before the first reminder is due.
  const auto link = std::string(json::parse(site.host.posted[0].second)->string_or("link"));
  REQUIRE(site.post_form("", link, marks(70, site.new_key())).status == 303);
  service::tick(site.house(), std::chrono::seconds{5});
  // Answered, it waits no more, and says so no more.
  CHECK(site.host.withdrawn == std::vector{site.host.posted[0].first});
  site.host.clients["c-2"].active = false;
  site.house().store().commit(
      [&](store::Unit& unit) { unit.mirror.put(site.host.clients["c-2"]); });
  site.host.clock += std::chrono::hours{9};
  service::tick(site.house(), std::chrono::seconds{5});
  CHECK(site.host.posted.size() == 2);
  // The other's link ends by itself.
  site.host.clock += std::chrono::hours{24 * 30};
  for (int i = 0; i < 3; ++i) service::tick(site.house(), std::chrono::seconds{5});
  CHECK(site.host.withdrawn == std::vector{site.host.posted[0].first, site.host.posted[1].first});
  CHECK(site.count("SELECT count(*) FROM outbox WHERE status <> 'done'") == 0);
}

TEST_CASE("a newer way ends the one before: the page says so, and so does the old link") {
  const SiteInPractice site;
  const std::string here = "/sessions/co-1-s11/hand-over";
  CHECK_THAT(site.get("own", here).body, Contains("Only the newest way opens the form"));
  const auto link = site.post_form("own", here, "way=link");
  CHECK_THAT(link.body, !Contains("no longer opens the form"));
  const auto token = site.link("co-1-s11");
  CHECK_THAT(site.post_form("own", here, "way=code").body, Contains("no longer opens the form"));
  const auto old = site.get("", "/f/" + token);
  CHECK(old.status == 410);
  CHECK_THAT(old.body, Contains("There is a newer way to this form"));
  CHECK_THAT(old.body, !Contains("taken it back"));
}

TEST_CASE("what the client agreed to is offered at the hand-over to who may open it") {
  const SiteInPractice site;
  const std::string consent = "/courses/co-1/consent";
  for (const char* actor : {"desk", "own", "cover"}) {
    INFO(actor);
    const auto page = site.get(actor, "/sessions/co-1-s11/hand-over");
    REQUIRE(page.status == 200);
    const bool is_offered = page.body.find(consent) != std::string::npos;
    CHECK(is_offered == (site.get(actor, consent).status == 200));
  }
}

TEST_CASE("a session that has not begun has no form yet, when the last one has its own") {
  SiteInPractice site;
  auto next = site.host.sessions.at("co-1-s11");
  next.id = SessionId{"co-1-next"};
  next.start = site.host.clock + std::chrono::weeks{5};
  next.day = std::chrono::floor<std::chrono::days>(next.start);
  next.attendance = Attendance::booked;
  site.host.sessions[next.id.value] = next;
  site.house().store().commit([&](store::Unit& unit) {
    unit.mirror.put(next);
    return true;
  });
  const auto ask = [&] {
    return site.post_json("desk", "/api/v1/sessions/co-1-next/invitations", R"({"way":"link"})");
  };
  CHECK(ask().status == 201);  // rates the last one, which has none yet
  site.client_rates(SiteInPractice::session("co-1", SiteInPractice::sessions), 70);
  const auto refused = ask();
  CHECK(refused.status == 409);
  CHECK(refused.body.find("not-begun") != std::string::npos);
  CHECK(site.get("own", "/sessions/co-1-next/rate").status == 409);
  const auto that_day = site.get("own", "/today", "day=" + to_text(next.day)).body;
  CHECK(that_day.find("/hand-over") == std::string::npos);
  CHECK(that_day.find("form due") == std::string::npos);

  // A link that was sent the day before waits for its session.
  site.host.clock = next.start - std::chrono::hours{20};
  const auto given = ask();
  REQUIRE(given.status == 201);
  const auto token = std::string(json::parse(given.body)->string_or("token"));
  CHECK(site.post_form("", "/f/" + token, marks(60, site.new_key())).status == 409);
  site.host.clock = next.start + std::chrono::minutes{50};
  CHECK(site.post_form("", "/f/" + token, marks(60, site.new_key())).status == 303);
}
