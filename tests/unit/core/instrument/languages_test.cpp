// SPDX-License-Identifier: MIT
// Our own forms speak every language of the pages, and say each thing in it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "instrument/catalogue.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

namespace {

std::set<std::string> languages_of_the_pages() {
  std::ifstream file(std::string(HOLDFAST_SOURCE_DIR) + "/plugin/locale/LINGUAS");
  std::set<std::string> tags{"en"};
  for (std::string tag; file >> tag;) tags.insert(tag);
  return tags;
}

bool is_number(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Every text of a wording, by where it stands. A "no" is a "no" in Spanish too.
std::map<std::string, std::string> texts_of(const Wording& wording) {
  std::map<std::string, std::string> all{{"title", wording.title},
                                         {"introduction", wording.introduction}};
  for (const auto& [id, item] : wording.items) {
    all[id + "/title"] = item.title;
    all[id + "/text"] = item.text;
    if (!item.low.empty()) all[id + "/low"] = item.low;
    if (!item.high.empty()) all[id + "/high"] = item.high;
    for (const auto& [value, text] : item.options) all[id + "/" + value] = text;
  }
  return all;
}

}  // namespace

TEST_CASE("our own forms are there in every language of the pages, with every text translated") {
  const auto wanted = languages_of_the_pages();
  REQUIRE(wanted.size() > 2);
  Catalogue catalogue;
  int own = 0;
  for (const auto* definition : catalogue.all()) {
    if (!definition->id.starts_with("holdfast-")) continue;
    ++own;
    INFO(definition->id);
    std::set<std::string> languages;
    for (const auto& wording : definition->own_wording) languages.insert(wording.language);
    CHECK(languages == wanted);
    const auto english = texts_of(*catalogue.wording(*definition, "en"));
    for (const auto& tag : wanted) {
      const auto* wording = catalogue.wording(*definition, tag);
      REQUIRE(wording->language == tag);
      for (const auto& [place, text] : texts_of(*wording)) {
        INFO(tag << " " << place);
        CHECK_FALSE(text.empty());
        if (tag != "en" && !is_number(text) && text != "no") CHECK(text != english.at(place));
      }
    }
  }
  CHECK(own >= 7);
}
