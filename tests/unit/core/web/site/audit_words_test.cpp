// SPDX-License-Identifier: MIT
// The audit log in words: every action and every reason that the source writes has its own.
#include "service/audit_words.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>

#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::service;
using holdfast::web::plugin_texts;

namespace {

void each_line_in(const char* folder, const std::function<void(const std::string&)>& look) {
  const auto top = std::filesystem::path(HOLDFAST_SOURCE_DIR) / "plugin/core" / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
    const auto kind = entry.path().extension();
    if (kind != ".cpp" && kind != ".hpp") continue;
    if (entry.path().stem() == "audit_words") continue;  // the words are no use of themselves
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (line.find("#include") == std::string::npos && line.find("//") == std::string::npos)
        look(line);
  }
}

void each_match(const std::string& line, const std::regex& pattern, std::set<std::string>& into) {
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match)
    into.insert((*match)[1]);
}

// A subject and a verb, "picture.read", is an action; these are written alike and are none.
std::set<std::string> written_actions() {
  const std::regex action(R"re("([a-z_]+\.[a-z_]+)")re");
  std::set<std::string> all;
  for (const char* folder : {"service", "delivery", "web/pages", "web/api"})
    each_line_in(folder, [&](const std::string& line) { each_match(line, action, all); });
  for (const char* other : {"delivery.places", "delivery.set_back", "dictionary.csv",
                            "openapi.json", "once.total", "read.sps", "worker.js"})
    all.erase(other);
  return all;
}

std::set<std::string> written_reasons() {
  const std::regex assigned(R"re(why = (?:[a-z_.]+ \? )?"([^"]+)")re"),
      otherwise(R"re( : "([^"]+)";)re"),
      decided(R"re(\{(?:true|false), (?:true|false), "([^"]+)"\})re");
  std::set<std::string> all;
  for (const char* folder : {"service", "delivery", "web/pages"})
    each_line_in(folder, [&](const std::string& line) {
      each_match(line, assigned, all);
      if (line.find("why = ") != std::string::npos) each_match(line, otherwise, all);
    });
  each_line_in("access", [&](const std::string& line) { each_match(line, decided, all); });
  for (const char* cause : {"wrong_person", "test", "duplicate", "records"}) all.insert(cause);
  return all;
}

}  // namespace

TEST_CASE("every action that is written to the audit log has words of its own") {
  const auto texts = plugin_texts();
  const auto& english = texts.of("en");
  const auto unknown = action_text("no.such_action", english);
  const auto written = written_actions();
  REQUIRE(written.size() > 50);
  std::set<std::string> said;
  for (const auto& action : written) {
    INFO(action);
    CHECK(action_text(action, english) != unknown);
    CHECK(said.insert(action_text(action, english)).second);
  }
}

TEST_CASE("every reason in the audit log has words, in every language") {
  const auto texts = plugin_texts();
  const auto written = written_reasons();
  REQUIRE(written.size() > 15);
  for (const auto& why : written) {
    INFO(why);
    const auto words = reason_text(why, texts.of(text::pseudo_language));
    CHECK(words != why);
  }
}

TEST_CASE("a look is no deed: opening, declining and taking out a rating are told apart") {
  const auto texts = plugin_texts();
  const auto& english = texts.of("en");
  CHECK(action_text("rating.open", english) == "looked at one rating");
  CHECK(action_text("rating.decline", english) == "noted that the form was declined");
  CHECK(action_text("rating.void", english) == "took a rating out of the file");
  CHECK(action_text("consent.read", english) == "looked at what was agreed");
  CHECK(action_text("consent.note", english) == "noted what was agreed");
  CHECK(reason_text("told by the client", english) == "told by the client");
}
