// SPDX-License-Identifier: MIT
// Emergency access, ratings that do not belong, and the records officer's desk, as people use them.
#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

namespace {

std::string last_rating(const SiteInPractice& site, const std::string& course) {
  return site.house().store().read([&](store::Reader& reader) {
    return reader.ratings.of_course(CourseId{course}).back().id.value;
  });
}

std::size_t standing(const SiteInPractice& site, const std::string& course) {
  return site.house().store().read(
      [&](store::Reader& reader) { return reader.ratings.of_course(CourseId{course}).size(); });
}

web::Response look(const SiteInPractice& site, const char* who) {
  return site.post_form(who, "/courses/co-2/break-glass", "reason=a+call+at+night");
}

}  // namespace

TEST_CASE("the glass is broken for an hour, read only, and others are told why") {
  SiteInPractice site;
  for (int i = 1; i <= 10; ++i) site.client_rates(SiteInPractice::session("co-2", i), 80);
  site.client_rates("co-2-s11", 40);
  CHECK(site.get("other", "/courses/co-2").status == 403);
  const auto found = site.get("other", "/break-glass", "q=Wilm");
  CHECK(found.body.find("Wilma Xaver") != std::string::npos);
  REQUIRE(look(site, "other").status == 303);
  CHECK(site.get("other", "/courses/co-2").status == 200);
  CHECK(site.get("other", "/check-ins/" + site.open_check_in("co-2")).status == 200);
  // To read, not to act.
  CHECK(site.post_form("other", "/check-ins/" + site.open_check_in("co-2"), "do=acknowledge")
            .status == 403);
  CHECK(site.post_form("other", "/courses/co-2/check-ins", "reason=x").status == 403);
  CHECK(site.get("other", "/courses/co-1").status == 403);  // nobody else's file
  // Told: the therapist on the day's page, the records officer at the desk.
  CHECK(site.get("own", "/today").body.find("a call at night") != std::string::npos);
  CHECK(site.get("records", "/records").body.find("a call at night") != std::string::npos);
  CHECK(site.get("cover", "/today").body.find("a call at night") == std::string::npos);
  site.host.clock += 61min;
  CHECK(site.get("other", "/courses/co-2").status == 403);
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE why = 'break-glass'") >= 3);
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE why LIKE '%night%'") == 0);
}

TEST_CASE("a therapist who was away for weeks is told of an emergency on coming back") {
  SiteInPractice site;
  REQUIRE(site.get("own", "/today").status == 200);
  REQUIRE(look(site, "other").status == 303);
  site.host.clock += 24h * 20;
  CHECK(site.get("own", "/today").body.find("a call at night") != std::string::npos);
  site.host.clock += 24h;  // and once it was seen, it is a thing of the past
  CHECK(site.get("own", "/today").body.find("a call at night") == std::string::npos);
}

TEST_CASE("what a client wrote to the therapist is not shown in an emergency") {
  service::Config config;
  config.duty_contact = "person-own";
  SiteInPractice site(config);
  auto body = marks(70, site.new_key());
  body += "&a.comment=only+for+Ada";
  REQUIRE(site.post_form("", "/f/" + site.link("co-2-s11"), body).status == 303);
  CHECK(site.get("own", "/courses/co-2").body.find("only for Ada") != std::string::npos);
  REQUIRE(look(site, "other").status == 303);
  CHECK(site.get("other", "/courses/co-2").body.find("only for Ada") == std::string::npos);
}

TEST_CASE("a look in an emergency needs a reason and a clinician") {
  const SiteInPractice site;
  CHECK(site.post_form("other", "/courses/co-2/break-glass", "reason=").status == 422);
  CHECK(site.post_form("other", "/courses/none/break-glass", "reason=x").status == 404);
  CHECK(look(site, "desk").status == 403);
  CHECK(look(site, "records").status == 403);
  CHECK(site.get("other", "/break-glass", "q=W").status == 422);
}

TEST_CASE(
    "a rating that was taken out is worked out again without, and only the officer reads it") {
  SiteInPractice site;
  for (int i = 1; i <= 10; ++i) site.client_rates(SiteInPractice::session("co-2", i), 80);
  site.client_rates("co-2-s11", 40);
  const auto check_in = site.open_check_in("co-2");
  REQUIRE_FALSE(check_in.empty());
  const auto rating = last_rating(site, "co-2");
  CHECK(site.get("own", "/courses/co-2/ratings").body.find("/ratings/" + rating) !=
        std::string::npos);
  REQUIRE(site.post_form("own", "/ratings/" + rating, "do=void&cause=wrong_person&reason=brother")
              .status == 303);
  CHECK(standing(site, "co-2") == 10);
  CHECK(site.open_check_in("co-2").empty());
  CHECK(site.count("SELECT count(*) FROM alert_now WHERE status = 'withdrawn'") == 1);
  CHECK(site.post_form("own", "/ratings/" + rating, "do=void&cause=test&reason=again").status ==
        409);
  const auto file = site.get("records", "/records/" + site.key_of("c-2"));
  REQUIRE(file.status == 200);
  CHECK(file.body.find("brother") != std::string::npos);
  CHECK(site.get("own", "/courses/co-2").body.find("brother") == std::string::npos);
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE action = 'rating.void'") == 1);
  CHECK(site.post_form("own", "/ratings/" + rating, "do=void&cause=whim&reason=x").status >= 400);
}

TEST_CASE("a rating moves to the client it belongs to, and both courses are worked out again") {
  SiteInPractice site;
  for (int i = 1; i <= 10; ++i)
    for (const char* course : {"co-1", "co-2"})
      site.client_rates(SiteInPractice::session(course, i), 80);
  site.client_rates("co-2-s11", 40);
  const auto rating = last_rating(site, "co-2");
  const auto moved = site.post_json("own", "/api/v1/ratings/" + rating + "/end",
                                    R"({"do":"move","course":"co-1","reason":"her sister's"})");
  REQUIRE(moved.status == 200);
  CHECK(standing(site, "co-2") == 10);
  CHECK(standing(site, "co-1") == 11);
  CHECK(site.open_check_in("co-2").empty());
  CHECK_FALSE(site.open_check_in("co-1").empty());
  const auto answer = json::parse(moved.body);
  REQUIRE(answer);
  site.house().store().read([&](store::Reader& reader) {
    const auto fresh = reader.ratings.find(RatingId{std::string(answer->string_or("id"))});
    REQUIRE(fresh);
    CHECK(fresh->takes_place_of.value == rating);
    CHECK(fresh->session.value == "co-1-s11");
    CHECK(fresh->subject == *reader.people.find_key(ClientId{"c-1"}));
    CHECK(reader.ratings.answers(fresh->id).size() ==
          reader.ratings.answers(RatingId{rating}).size());
  });
  // Not into a course that is somebody else's.
  CHECK(site.post_json("own", "/api/v1/ratings/" + std::string(answer->string_or("id")) + "/end",
                       R"({"do":"move","course":"co-3","reason":"x"})")
            .status == 403);
}

TEST_CASE("a request to see a file is noted, answered, and the file holds who looked") {
  SiteInPractice site;
  site.client_rates("co-1-s11", 70);
  const auto key = site.key_of("c-1");
  REQUIRE(site.get("records", "/records", "q=Quen").body.find("/records/" + key) !=
          std::string::npos);
  REQUIRE(site.post_form("records", "/records/" + key, "do=request").status == 303);
  CHECK(site.get("records", "/records").body.find("Quentin Zabel") != std::string::npos);
  const auto document = site.get("records", "/records/" + key + "/document");
  REQUIRE(document.status == 200);
  CHECK(document.body.find("entered a rating") != std::string::npos);
  CHECK(document.body.find("rating.submit") == std::string::npos);
  const auto id = site.house().store().read([&](store::Reader& reader) {
    return reader.records.requests_of(store::ClientKey{key}).front().id;
  });
  REQUIRE(site.post_form("records", "/records/" + key, "do=answer&id=" + id).status == 303);
  CHECK(site.post_form("records", "/records/" + key, "do=answer&id=" + id).status == 409);
  CHECK(site.get("records", "/records").body.find("Quentin Zabel") == std::string::npos);
  CHECK(site.get("records", "/records/nobody").status == 404);
}

TEST_CASE("a legal hold is placed with a reason and lifted once") {
  const SiteInPractice site;
  const auto key = site.key_of("c-1");
  CHECK(site.post_form("records", "/records/" + key, "do=hold&reason=").status == 422);
  REQUIRE(site.post_form("records", "/records/" + key, "do=hold&reason=a+court").status == 303);
  const auto hold = site.house().store().read([&](store::Reader& reader) {
    CHECK(reader.records.is_held(store::ClientKey{key}));
    return reader.records.holds_of(store::ClientKey{key}).front().id;
  });
  REQUIRE(site.post_form("records", "/records/" + key, "do=lift&id=" + hold).status == 303);
  CHECK(site.post_form("records", "/records/" + key, "do=lift&id=" + hold).status == 409);
}

TEST_CASE("the delivery queue shows kinds and reasons, and nothing of what is inside") {
  service::Config config;
  config.write_back = {"client_total"};
  SiteInPractice site(config);
  site.client_rates("co-2-s11", 70);
  site.house().store().commit([](store::Unit& unit) {
    unit.outbox.park(unit.outbox.open(1).front().id, "record: this practice has no such client");
  });
  const auto page = site.get("admin", "/deliveries");
  REQUIRE(page.status == 200);
  CHECK(page.body.find("no such client") != std::string::npos);
  for (const char* inside : {"Wilma", "c-2", "co-2", "280"})
    CHECK_THAT(without_ids(page.body), !Catch::Matchers::Contains(inside));
  const auto list = json::parse(site.get("admin", "/api/v1/deliveries").body);
  REQUIRE(list);
  const std::string id(list->find("items")->items().front().string_or("id"));
  CHECK(site.post_form("admin", "/deliveries", "do=give_up&id=" + id).status == 422);
  CHECK(site.get("admin", "/deliveries").body.find("Give it up") != std::string::npos);
  REQUIRE(site.post_form("admin", "/deliveries", "do=try_again&id=" + id).status == 303);
  CHECK(site.get("admin", "/deliveries").body.find("Give it up") == std::string::npos);
  CHECK(site.post_form("admin", "/deliveries", "do=try_again&id=" + id).status == 409);
  CHECK(site.post_form("admin", "/deliveries", "do=try_again&id=none").status == 404);
  site.house().store().commit([&](store::Unit& unit) { unit.outbox.park(id, "again"); });
  REQUIRE(site.post_json("admin", "/api/v1/deliveries",
                         R"({"do":"give_up","id":")" + id + R"(","reason":"typed in by hand"})")
              .status == 200);
  CHECK(site.count("SELECT count(*) FROM outbox") == 0);
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE action = 'delivery.drop'") == 1);
  // The administrator's words go with the client: they are no part of the chain.
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE why LIKE '%typed%'") == 0);
  CHECK(site.count("SELECT count(*) FROM audit_payload WHERE body = 'typed in by hand'") == 1);
}

TEST_CASE("a delivery that waits and has failed for long can be given up or tried at once") {
  service::Config config;
  config.write_back = {"client_total"};
  SiteInPractice site(config);
  site.client_rates("co-2-s11", 70);
  std::string id;
  int hour = 0;
  const auto fail = [&](int times) {
    site.house().store().commit([&](store::Unit& unit) {
      for (int i = 0; i < times; ++i) {
        const auto now = site.host.now() + std::chrono::hours{++hour};
        for (const auto& item : unit.outbox.claim("tick", now, now, 1)) {
          id = item.id;
          unit.outbox.retry(item.id, "not now", now);
        }
      }
    });
  };
  fail(9);
  CHECK(site.get("admin", "/deliveries").body.find("Give it up") == std::string::npos);
  CHECK(site.post_form("admin", "/deliveries", "do=give_up&reason=x&id=" + id).status == 409);
  fail(1);
  CHECK(site.get("admin", "/deliveries").body.find("Give it up") != std::string::npos);
  REQUIRE(site.post_form("admin", "/deliveries", "do=try_again&id=" + id).status == 303);
  CHECK(site.count("SELECT attempts FROM outbox") == 0);
  CHECK(site.post_form("admin", "/deliveries", "do=give_up&reason=x&id=" + id).status == 409);
  fail(10);
  REQUIRE(site.post_form("admin", "/deliveries", "do=give_up&reason=x&id=" + id).status == 303);
  CHECK(site.count("SELECT count(*) FROM outbox") == 0);
}
