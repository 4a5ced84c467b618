// SPDX-License-Identifier: MIT
#include "service/outgoing.hpp"

#include <catch2/catch.hpp>

#include "delivery/deliver.hpp"
#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/end_rating.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

Config giving(std::vector<std::string> kinds) {
  Config config;
  config.write_back = std::move(kinds);
  config.duty_contact = "person-9";
  return config;
}

std::vector<store::Delivery> waiting(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) { return reader.outbox.open(1000); });
}

void answer(PracticeOfOne& practice, store::ConsentAnswer answer) {
  practice.house->store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(client);
    consent.purpose = store::Purpose::write_back;
    consent.answer = answer;
    consent.given_by = "client";
    consent.recorded_by = "person-1";
    consent.text_version = "1";
    consent.day = day_of(1);
    consent.at = practice.host.clock;
    unit.consents.insert(consent);
  });
}

Submission risky(PracticeOfOne& practice) {
  auto submission = practice.submission(40, 0, "core-10");
  submission.answers.clear();
  for (const auto& item : submission.definition->items) {
    const bool is_risk = item.risk.has_value();
    submission.answers.emplace(item.id, is_risk ? item.max : item.min);
  }
  return submission;
}

void deliver_all(PracticeOfOne& practice) {
  delivery::deliver(practice.house->store(), practice.host, {{}, std::chrono::seconds{5}});
}

}  // namespace

TEST_CASE("nothing waits for the host until a kind is switched on") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  CHECK(waiting(practice).empty());
}

TEST_CASE("only the kinds that are switched on are given, each once") {
  PracticeOfOne practice(giving({"client_total"}));
  const auto sent = practice.rate(1, 70);
  submit_rating(*practice.house, practice.submission(1, 70)).operator bool();
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(all[0].about == "client_total");
  const auto body = json::parse(all[0].body);
  REQUIRE(body);
  CHECK(body->string_or("rating") == sent.rating.value);
  CHECK(body->string_or("client") == client.value);
  deliver_all(practice);
  deliver_all(practice);
  CHECK(practice.host.given.size() == 1);
  CHECK(waiting(practice).empty());
}

TEST_CASE("what the host cannot take now is given later, and once") {
  PracticeOfOne practice(giving({"client_total", "subscales"}));
  practice.rate(1, 70);
  practice.host.refusals_left = 1;
  deliver_all(practice);
  CHECK(waiting(practice).size() == 2);  // a client's items keep their order
  practice.host.clock += std::chrono::hours{2};
  deliver_all(practice);
  CHECK(waiting(practice).empty());
  REQUIRE(practice.host.given.size() == 2);
  CHECK(practice.host.given[0].first != practice.host.given[1].first);
}

TEST_CASE("a client who refused is not written back, and one who agreed is") {
  PracticeOfOne practice(giving({"client_total", "subscales", "alert"}));
  answer(practice, store::ConsentAnswer::refused);
  practice.rate(1, 70);
  CHECK(waiting(practice).empty());
  answer(practice, store::ConsentAnswer::agreed);
  practice.rate(2, 70);
  CHECK(waiting(practice).size() == 2);
  answer(practice, store::ConsentAnswer::withdrawn);
  practice.rate(3, 70);
  CHECK(waiting(practice).size() == 2);
}

TEST_CASE("a sealed rating waits for the end of its seal") {
  auto config = giving({"client_total"});
  config.seal = true;
  PracticeOfOne practice(config);
  practice.rate(40, 70);
  deliver_all(practice);
  CHECK(practice.host.given.empty());
  practice.host.clock += std::chrono::hours{25};
  deliver_all(practice);
  CHECK(practice.host.given.size() == 1);
}

TEST_CASE("a check-in is announced by category and link, without a number") {
  PracticeOfOne practice(giving({"alert"}), 10);
  for (int i = 1; i < 10; ++i) practice.rate(i, 80);
  CHECK(waiting(practice).empty());
  const auto low = practice.rate(10, 40);
  REQUIRE(low.raised.size() == 1);
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(all[0].kind == "post");
  const auto body = json::parse(all[0].body);
  REQUIRE(body);
  CHECK(body->string_or("to") == "person-1");
  CHECK(body->string_or("category") == "check_in");
  CHECK(body->members().size() == 4);
}

TEST_CASE("a risk answer is read today by therapist and duty contact, sealed or not") {
  auto config = giving({"notice"});
  config.seal = true;
  PracticeOfOne practice(config);
  const auto reply = submit_rating(*practice.house, risky(practice));
  REQUIRE(reply);
  REQUIRE(reply->scored.risks.size() == 1);
  practice.read([&](store::Reader& reader) {
    const auto rows = reader.risks.of_rating(reply->rating);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].reader != rows[1].reader);
    CHECK(reader.risks.unread_of(PersonId{"person-9"}).size() == 1);
    CHECK(reader.risks.unread_of(PersonId{"person-1"}).size() == 1);
  });
  deliver_all(practice);
  CHECK(practice.host.given.size() == 2);
}

TEST_CASE("one who is therapist and duty contact reads a risk answer once") {
  auto config = giving({});
  config.duty_contact = "person-1";
  PracticeOfOne practice(config);
  const auto reply = submit_rating(*practice.house, risky(practice));
  REQUIRE(reply);
  CHECK(practice.read([&](store::Reader& reader) {
    return reader.risks.of_rating(reply->rating).size();
  }) == 1);
}

TEST_CASE("a filled form goes with every answer, before the scores that derive from it") {
  PracticeOfOne practice(giving({"client_total", "client_form"}));
  auto submission = practice.submission(1, 70);
  submission.answers["tension"] = instrument::Declined{};
  submission.answers["comment"] = std::string("Slower was better.");
  const auto sent = submit_rating(*practice.house, submission);
  REQUIRE(sent);
  const auto all = waiting(practice);
  REQUIRE(all.size() == 2);
  CHECK(all[0].about == "client_form");
  CHECK(all[1].about == "client_total");
  CHECK(all[0].key == sent->rating.value + ":form");
  const auto body = json::parse(all[0].body);
  REQUIRE(body);
  CHECK(body->string_or("kind") == "form");
  CHECK(body->string_or("rater") == "client");
  const auto& answers = body->find("answers")->items();
  REQUIRE(answers.size() == 5);  // the comment is not switched on
  CHECK(answers[0].string_or("item") == "goals");
  CHECK(answers[0].string_or("kind") == "line");
  CHECK(answers[0].string_or("value") == "70");
  CHECK(answers[4].string_or("item") == "tension");
  CHECK(answers[4].boolean_or("declined", false));
  CHECK_FALSE(answers[4].find("value"));
}

TEST_CASE("a form that was filled in the host does not go back to it") {
  PracticeOfOne practice(giving({"client_total", "client_form"}));
  auto submission = practice.submission(1, 70);
  submission.is_from_host = true;
  REQUIRE(submit_rating(*practice.house, submission));
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(all[0].about == "client_total");
}

TEST_CASE("free text leaves with the form only where comments are given at all") {
  PracticeOfOne practice(giving({"comment", "client_form"}));
  auto submission = practice.submission(1, 70);
  submission.answers["comment"] = std::string("Slower was better.");
  REQUIRE(submit_rating(*practice.house, submission));
  const auto all = waiting(practice);
  REQUIRE(all.size() == 2);
  CHECK(all[0].about == "client_form");
  CHECK(all[0].body.find("Slower was better.") != std::string::npos);
}

TEST_CASE("each form has a switch of its own, for it has readers of its own") {
  PracticeOfOne practice(giving({"therapist_form"}));
  practice.rate(1, 70);
  CHECK(waiting(practice).empty());
  auto own = practice.submission(1, 60, "holdfast-session-therapist");
  own.submitted_by = "staff";
  own.submitted_as = "person-1";
  REQUIRE(submit_rating(*practice.house, own));
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(json::parse(all[0].body)->string_or("rater") == "therapist");
}

TEST_CASE("a check-in is a mark in the record where that is switched on, without a sentence") {
  PracticeOfOne practice(giving({"alert_record"}), 10);
  for (int i = 1; i < 10; ++i) practice.rate(i, 80);
  CHECK(waiting(practice).empty());
  const auto low = practice.rate(10, 40);
  REQUIRE(low.raised.size() == 1);
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(all[0].kind == "put");
  CHECK(all[0].key == low.raised[0].id.value + ":record");
  const auto body = json::parse(all[0].body);
  REQUIRE(body);
  CHECK(body->string_or("kind") == "alert");
  CHECK(body->string_or("link") == "/check-ins/" + low.raised[0].id.value);
  CHECK_FALSE(body->find("text"));
  CHECK_FALSE(body->find("values"));
}

TEST_CASE("what a colleague's session found is told to the course's therapist") {
  PracticeOfOne practice(giving({"alert", "notice"}), 12);
  practice::Clinician colleague;
  colleague.id = ClinicianId{"clinician-2"};
  colleague.person = PersonId{"person-2"};
  practice.house->store().commit([&](store::Unit& unit) { unit.mirror.put(colleague); });
  for (int i = 1; i <= 7; ++i) practice.rate(i, 80);
  for (int i = 8; i <= 12; ++i) {
    practice.host.clock = start_of(i) + std::chrono::hours{1};
    auto held = practice.submission(i, i == 12 ? 20 : 80);
    held.clinician = colleague.id;
    REQUIRE(submit_rating(*practice.house, held));
  }
  const auto all = waiting(practice);
  REQUIRE(all.size() == 1);
  CHECK(json::parse(all[0].body)->string_or("to") == "person-1");
  auto risk = risky(practice);
  risk.clinician = colleague.id;
  risk.session = session_id(11);
  REQUIRE(submit_rating(*practice.house, risk));
  practice.read([&](store::Reader& reader) {
    for (const char* person : {"person-1", "person-2", "person-9"})
      CHECK(reader.risks.unread_of(PersonId{person}).size() == 1);
  });
}

TEST_CASE("what a correction of another rating takes away is taken back from the host too") {
  PracticeOfOne practice(giving({"client_total", "alert", "alert_record", "repair"}), 9);
  practice.host.clock = start_of(1);
  RatingId first_low;
  int session = 1;
  for (const double each : {80, 80, 80, 80, 80, 80, 80, 70, 70}) {
    const auto sent = practice.rate(session, each);
    if (session++ == 8) first_low = sent.rating;
  }
  deliver_all(practice);
  REQUIRE(waiting(practice).empty());
  const auto [alert, repair] = practice.read([](store::Reader& reader) {
    return std::pair{reader.alerts.of_course(course).at(0).alert.id.value,
                     reader.repairs.of_course(course).at(0).id.value};
  });
  REQUIRE(void_rating(*practice.house, practice.therapist(), first_low, "/ratings/{rating}/end",
                      VoidWish{"wrong_person", "the partner filled it"}));
  std::set<std::string> back;
  for (const auto& item : waiting(practice)) back.insert(item.kind + " " + item.key);
  CHECK(back == std::set<std::string>{"retract " + first_low.value + ":total", "withdraw " + alert,
                                      "retract " + alert + ":record",
                                      "retract repair:" + repair + ":open"});
}
