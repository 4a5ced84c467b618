// SPDX-License-Identifier: MIT
#include "fhir/mapping/questionnaire.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace holdfast::adapters::fhir::mapping;

namespace {

const Names names;

const Json& item(const Json& questionnaire, const std::string& link) {
  for (const auto& one : questionnaire["item"])
    if (one["linkId"] == link) return one;
  FAIL("there is no item " + link);
  return questionnaire;
}

}  // namespace

TEST_CASE("the session check as a Questionnaire is the golden one") {
  const auto now = questionnaire(form("holdfast-session"), names);
  CHECK(printed(now) == golden("questionnaire-session", now));
}

TEST_CASE("a reversed item carries the reversed weight, in both places") {
  const auto one = questionnaire(form("holdfast-alliance-12"), names);
  const auto& option = item(one, "bond_3")["answerOption"][0];
  CHECK(option["valueCoding"]["code"] == "1");
  CHECK(option["extension"][0]["valueDecimal"] == 7);
  CHECK(option["valueCoding"]["extension"] == option["extension"]);
  CHECK(item(one, "bond_1")["answerOption"][0]["extension"][0]["valueDecimal"] == 1);
}

TEST_CASE("a line is a slider, or a number field where sliders are not wanted") {
  const auto lines = form("holdfast-session");
  const auto slider = questionnaire(lines, names);
  const auto plain = questionnaire(lines, names, {"en", false});
  CHECK(item(slider, "goals")["type"] == "integer");
  CHECK(item(slider, "goals").dump().find("\"slider\"") != std::string::npos);
  CHECK(item(slider, "goals")["item"].size() == 2);
  CHECK(item(plain, "goals")["type"] == "integer");
  CHECK(item(plain, "goals").dump().find("slider") == std::string::npos);
  CHECK(item(plain, "goals").dump().find("maxValue") != std::string::npos);
}

TEST_CASE("an item that depends on another is shown by every answer that is high enough") {
  const auto one = questionnaire(form("holdfast-session"), names);
  const auto& resolution = item(one, "resolution");
  REQUIRE(resolution["enableWhen"].size() == 4);
  CHECK(resolution["enableWhen"][0]["answerCoding"]["code"] == "1");
  CHECK(resolution["enableBehavior"] == "any");
}

TEST_CASE("wording that belongs to somebody else is not in the form") {
  const auto one = questionnaire(form("wai-sr"), names);
  CHECK(one["status"] == "draft");
  CHECK(item(one, "1")["text"] == "Item 1");
  CHECK(one.contains("copyright"));
}

TEST_CASE("an installed wording pack makes the form active, in its language") {
  auto pack = Json::parse(R"({"schema":"holdfast.wording/1","instrument":"srs-3","version":"1",
    "language":"de","owner":"Invented","licence":"none","text":{"title":"Titel","items":{
    "1":{"text":"Erste Zeile","low":"wenig","high":"viel"}}}})");
  const auto one =
      questionnaire(read_form(definition("srs-3"), Json::array({pack})), names, {"de-AT", true});
  CHECK(one["status"] == "active");
  CHECK(one["language"] == "de");
  CHECK(item(one, "1")["text"] == "Erste Zeile");
  CHECK(item(one, "2")["text"] == "Item 2");

  pack["version"] = "2";
  const auto other = questionnaire(read_form(definition("srs-3"), Json::array({pack})), names);
  CHECK(other["status"] == "draft");
}

TEST_CASE("a second language stands beside the first") {
  auto two = definition("holdfast-session");
  const auto english = two["text"]["en"];
  two["text"] = {{"en", english}};
  two["text"]["de"] = Json::parse(R"({"title":"Sitzung","items":{"goals":{"text":"Ziele?"}}})");
  const auto one = questionnaire(read_form(two), names);
  CHECK(one["title"] == "Session check");
  CHECK(one["_title"]["extension"][0]["extension"][1]["valueString"] == "Sitzung");
  CHECK(item(one, "goals")["_text"]["extension"][0]["extension"][0]["valueCode"] == "de");
}

TEST_CASE("an instrument of totals asks for the total") {
  const auto one = questionnaire(form("oq-45"), names);
  CHECK(item(one, "total")["type"] == "decimal");
  CHECK(one["item"].size() == 1);
}

TEST_CASE("addresses follow the site's own domain and the version") {
  const Names own{"https://clinic.example/fhir"};
  const auto one = questionnaire(form("holdfast-child"), own);
  CHECK(one["url"] == "https://clinic.example/fhir/Questionnaire/holdfast-child");
  CHECK(one["version"] == "1");
  CHECK(one.dump().find("holdfast.example") == std::string::npos);
}

TEST_CASE("a definition that is none is refused, and says why") {
  CHECK_THROWS_WITH(read_form(Json::parse(R"({"schema":"holdfast.instrument/9"})")),
                    Catch::Contains("schema"));
  auto endless = definition("holdfast-child");
  endless["items"][0]["max"] = 1e9;
  CHECK_THROWS_WITH(read_form(endless), Catch::Contains("range and step"));
}

TEST_CASE("what the adapter itself says stands in every language of the form") {
  const auto said = [](const Json& element) {
    std::map<std::string, std::string> all;
    for (const auto& one : element["extension"])
      all[one["extension"][0]["valueCode"]] = one["extension"][1]["valueString"];
    return all;
  };
  using All = std::map<std::string, std::string>;
  const auto english = questionnaire(form("holdfast-group"), names);
  const auto& scores = item(english, scores_link);
  CHECK(scores["text"] == "Scores");
  CHECK(said(scores["_text"]) ==
        All{{"ar", "الدرجات"}, {"de", "Werte"}, {"es", "Puntuaciones"}, {"fr", "Scores"}});
  const auto title = [&](const char* link) { return said(item(scores, link)["_text"])["de"]; };
  CHECK(title("score-goals") == "Ziele");
  CHECK(title("score-tasks") == "Aufgaben");
  CHECK(title("score-belonging") == "Zugehörigkeit");
  CHECK(title("score-total") == "Gesamtwert");
  CHECK(english["description"] ==
        "Answered by the client. Own wording of Holdfast, not a validated measure.");
  CHECK(said(english["_description"])["de"] ==
        "Ausgefüllt von Klient:in. Eigener Wortlaut von Holdfast, kein validiertes Maß.");
  CHECK(said(english["_description"]).size() == 4);

  const auto german = questionnaire(form("holdfast-session-therapist"), names, {"de-AT", true});
  CHECK(german["description"].get<std::string>().starts_with("Ausgefüllt von der therap"));
  const auto& bond = item(item(german, scores_link), "score-bond");
  CHECK(bond["text"] == "Verbindung");
  CHECK(said(bond["_text"])["en"] == "Bond");
  CHECK_FALSE(said(bond["_text"]).contains("de"));
}

TEST_CASE("a pack in a language that the adapter does not speak has no false translations") {
  const auto pack = Json::parse(R"({"schema":"holdfast.wording/1","instrument":"core-om",
    "version":"1","language":"pl","owner":"Invented","licence":"none","text":{"title":"Tytuł",
    "items":{}}})");
  auto both = Json::array({pack, pack});
  both[1]["language"] = "en";
  const auto one = questionnaire(read_form(definition("core-om"), both), names);
  CHECK(one["language"] == "en");
  CHECK_FALSE(one.contains("_description"));
}
