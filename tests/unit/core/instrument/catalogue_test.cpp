// SPDX-License-Identifier: MIT
#include "instrument/catalogue.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "definitions.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

TEST_CASE("every definition in the tree is in the catalogue, in order of id") {
  const Catalogue catalogue;
  const auto all = catalogue.all();
  const auto files = definition_files();
  REQUIRE(all.size() == files.size());
  std::vector<std::string> found, expected;
  for (const auto* definition : all) found.push_back(definition->id);
  for (const auto& file : files) expected.push_back(file.stem().string());
  std::sort(expected.begin(), expected.end());
  CHECK(found == expected);
}

TEST_CASE("what nobody defined is not found") {
  const Catalogue catalogue;
  CHECK(catalogue.find("holdfast-session"));
  CHECK(catalogue.find("holdfast-session", "1"));
  CHECK_FALSE(catalogue.find("holdfast-session", "2"));
  CHECK_FALSE(catalogue.find("nothing"));
  CHECK_FALSE(catalogue.find(""));
  CHECK_FALSE(catalogue.find("instrument.schema"));
}

TEST_CASE("an added definition is found beside the built-in ones, the latest version first") {
  Catalogue catalogue;
  REQUIRE(catalogue.add("small.json", small_definition()).empty());
  REQUIRE(catalogue
              .add("small-10.json",
                   with(small_definition(), "\"version\": \"2\"", "\"version\": \"10\""))
              .empty());
  REQUIRE(catalogue.find("small"));
  CHECK(catalogue.find("small")->version == "10");
  CHECK(catalogue.find("small", "2")->version == "2");
}

TEST_CASE("a version that exists is not replaced, not even a built-in one") {
  Catalogue catalogue;
  REQUIRE(catalogue.add("a.json", small_definition()).empty());
  const auto again = catalogue.add("b.json", small_definition());
  REQUIRE(again.size() == 1);
  CHECK(again[0].rule == "duplicate");
  const auto session = read_whole(HOLDFAST_SOURCE_DIR "/plugin/instruments/holdfast-session.json");
  CHECK(catalogue.add("session.json", session).size() == 1);
}

TEST_CASE("a definition that cannot be read leaves the catalogue as it was") {
  Catalogue catalogue;
  CHECK_FALSE(
      catalogue.add("bad.json", with(small_definition(), "\"max\": 10", "\"max\": 11")).empty());
  CHECK_FALSE(catalogue.find("small"));
}

TEST_CASE("without a pack there is no wording; with one there is, in its language") {
  Catalogue catalogue;
  REQUIRE(catalogue.add("small.json", small_definition()).empty());
  const auto& definition = *catalogue.find("small");
  CHECK_FALSE(catalogue.wording(definition, "en"));
  const auto pack = [](const std::string& language) {
    return R"({"schema": "holdfast.wording/1", "instrument": "small", "version": "2",
      "language": ")" +
           language + R"(", "owner": "Somebody", "licence": "letter",
      "text": {"title": "Small", "items": {
        "one": {"text": "1"}, "two": {"text": "2"}, "said": {"text": "3"},
        "strain": {"text": "4", "options": {"none": "none", "moving_away": "away"}},
        "note": {"text": "5"}}}})";
  };
  REQUIRE(catalogue.add("small.de.json", pack("de")).empty());
  REQUIRE(catalogue.add_wording(pack("en")).empty());
  CHECK(catalogue.wording(definition, "de")->language == "de");
  CHECK(catalogue.wording(definition, "de-AT")->language == "de");
  CHECK(catalogue.wording(definition, "fr")->language == "en");
  CHECK_FALSE(catalogue.add_wording(with(pack("de"), "\"1\"", "\"\"")).empty());
  CHECK_FALSE(
      catalogue.add_wording(with(pack("de"), "\"version\": \"2\"", "\"version\": \"3\"")).empty());
}

TEST_CASE("our own forms have their English wording without any pack") {
  const Catalogue catalogue;
  int own = 0;
  for (const auto* definition : catalogue.all()) {
    CAPTURE(definition->id);
    const auto* wording = catalogue.wording(*definition, "en");
    if (definition->wording == WordingOf::own) {
      REQUIRE(wording);
      CHECK(wording->language == "en");
      ++own;
    } else {
      CHECK_FALSE(wording);
    }
  }
  CHECK(own >= 7);
}

TEST_CASE("many threads may ask for the first time at once") {
  const Catalogue catalogue;
  std::vector<const Definition*> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& slot : found)
      threads.emplace_back([&] {
        slot = catalogue.find("holdfast-session");
        catalogue.all();
      });
  }
  for (const auto* definition : found) CHECK(definition == catalogue.find("holdfast-session"));
}
