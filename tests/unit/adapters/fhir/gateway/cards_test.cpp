// SPDX-License-Identifier: MIT
#include "fhir/gateway/cards.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>

#include "fhir/gateway/gateway_texts.hpp"
#include "fhir/mapping/adapter_texts.hpp"

using namespace holdfast::adapters::fhir;
using namespace holdfast::adapters::fhir::gateway;

namespace {

constexpr const char* id = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";

Settings settings() {
  return read_settings(R"({"base":"https://ehr.example/fhir","gateway":{
    "address":"https://holdfast.example/h/","smart":[{"iss":"https://ehr.example/fhir","client_id":"c"}]}})");
}

// As GET /api/v1/courses answers, with numbers that are nobody's outside.
Json course_with(const std::string& status) {
  return {{"id", "EpisodeOfCare/7"},
          {"client", "Ada Sample"},
          {"check_in",
           {{"id", id},
            {"day", "2026-11-23"},
            {"status", status},
            {"sentence", "Ada's rating fell to 31."},
            {"score", 31.5}}}};
}

const holdfast::text::Texts texts = mapping::adapter_texts();

Json cards(const std::vector<Json>& courses, bool is_smart = false, const char* tag = "en") {
  return cards_of({{"courses", courses}}, {"c-1", is_smart, texts.of(tag)}, settings())["cards"];
}

// Every string below that a person reads.
void collect_words(const Json& json, std::vector<std::string>& words) {
  for (const auto* name : {"summary", "detail", "label", "display", "description", "title", "text",
                           "usageRequirements"})
    if (json.is_object() && json.contains(name) && json[name].is_string())
      words.push_back(json[name].get<std::string>());
  if (!json.is_structured()) return;
  for (const auto& [name, below] : json.items())
    if (name != "coding" && name != "requester") collect_words(below, words);
}

}  // namespace

TEST_CASE("an open check-in is one card without a number, a name or its sentence") {
  const auto all = cards({course_with("open")});
  REQUIRE(all.size() == 1);
  const auto& card = all[0];
  CHECK(card["uuid"] == id);
  CHECK(card["summary"] == "Check-in suggested");
  CHECK(card["summary"].get<std::string>().size() < 140);
  CHECK(card["indicator"] == "info");
  CHECK(card["source"]["label"] == "Holdfast");
  CHECK(card["selectionBehavior"] == "at-most-one");
  for (const auto& reason : card["overrideReasons"]) CHECK(!reason["display"].empty());
  for (const auto& action : card["suggestions"][0]["actions"])
    CHECK(!action["description"].empty());
  const auto text = card.dump();
  for (const auto* secret : {"31", "fell", "Ada"}) CHECK(text.find(secret) == std::string::npos);
  const auto words = card["summary"].get<std::string>() + card["detail"].get<std::string>();
  CHECK(std::none_of(words.begin(), words.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; }));
}

TEST_CASE("a card leads to the check-in: by a launch where there is one, else by its address") {
  const auto smart = cards({course_with("open")}, true)[0]["links"][0];
  CHECK(smart["type"] == "smart");
  CHECK(smart["url"] == "https://holdfast.example/h/smart/launch");
  CHECK(smart["appContext"] == std::string("check-ins/") + id);
  const auto plain = cards({course_with("open")})[0]["links"][0];
  CHECK(plain["type"] == "absolute");
  CHECK(plain["url"] == std::string("https://holdfast.example/h/check-ins/") + id);
  CHECK_FALSE(plain.contains("appContext"));
}

TEST_CASE("what is snoozed, closed or withdrawn makes no card, and what was seen still does") {
  CHECK(cards({course_with("acknowledged")}).size() == 1);
  for (const auto* status : {"snoozed", "closed", "withdrawn", ""})
    CHECK(cards({course_with(status)}).empty());
  CHECK(cards({}).empty());
  CHECK(cards({Json{{"id", "co-1"}}, Json("x"), Json{{"check_in", 1}}}).empty());
}

TEST_CASE("what is proposed to the EHR is a task of its own, not a copy of ours") {
  const auto task = cards({course_with("open")})[0]["suggestions"][0]["actions"][0]["resource"];
  CHECK(task["resourceType"] == "Task");
  CHECK(task["intent"] == "proposal");
  CHECK(task["for"]["reference"] == "Patient/c-1");
  for (const auto* ours : {"identifier", "businessStatus", "requester"})
    CHECK_FALSE(task.contains(ours));
}

TEST_CASE("each service has what discovery requires") {
  const auto offered = services(texts.of("en"));
  REQUIRE(offered["services"].size() == 2);
  for (const auto& one : offered["services"])
    for (const auto* field : {"hook", "id", "description"})
      CHECK(!one[field].get<std::string>().empty());
}

TEST_CASE("a card and discovery are in the language that was asked for, every word of them") {
  std::vector<std::string> plain;
  collect_words(cards({course_with("open")}), plain);
  collect_words(services(texts.of("en")), plain);
  REQUIRE(plain.size() > 12);
  for (const auto* tag : {"de", "es", "fr", "ar"}) {
    std::vector<std::string> words;
    collect_words(cards({course_with("open")}, false, tag), words);
    collect_words(services(texts.of(tag)), words);
    REQUIRE(words.size() == plain.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      INFO(tag << ": " << words[i]);
      CHECK((words[i] != plain[i] || plain[i] == "Holdfast"));
    }
  }
  const auto card = cards({course_with("open")}, false, "de")[0];
  CHECK(card["summary"] == "Nachfrage angeregt");
  CHECK(card["overrideReasons"][3]["code"] == "not-mine");  // codes are in no language
}

TEST_CASE("the languages a request accepts decide, by their weights") {
  const auto tag = [](const char* accepted) {
    Exchange exchange;
    exchange.headers = {{"accept-language", accepted}};
    return language_of(exchange, texts).tag();
  };
  CHECK(tag("de-AT, en;q=0.5") == "de");
  CHECK(tag("pl, fr;q=0.4, ar;q=0.7") == "ar");
  CHECK(tag("pl") == "en");
  CHECK(language_of({}, texts).tag() == "en");
}
