// SPDX-License-Identifier: MIT
// Every visible word goes through the catalogue.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "samples.hpp"
#include "visible_text.hpp"

using namespace holdfast;
using namespace holdfast::web;

namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::filesystem::path> files_in(const char* folder, const char* ending) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HOLDFAST_SOURCE_DIR) / folder))
    if (entry.path().extension() == ending) files.push_back(entry.path());
  return files;
}

}  // namespace

TEST_CASE("no template holds a visible word outside a translated text") {
  const std::regex translated(R"(\{\{#t\}\}[^]*?\{\{/t\}\})"), tags(R"(\{\{\{?[^}]*\}?\}\})");
  // A mark that is the same in every language.
  const std::set<std::string> names{"Holdfast"};
  const auto files = files_in("plugin/templates", ".mustache");
  REQUIRE(files.size() > 20);
  for (const auto& file : files) {
    std::string source = std::regex_replace(read(file), translated, "");
    source = std::regex_replace(source, tags, "");
    for (const std::string& visible : visible_texts(source))
      for (const std::string& word : plain_words(visible)) {
        INFO(file.filename() << ": " << visible);
        CHECK(names.count(word) == 1);
      }
  }
}

TEST_CASE("the check itself finds a hard-coded word") {
  CHECK(visible_texts("<p>Hello</p>") == std::vector<std::string>{"Hello"});
  CHECK(visible_texts(R"(<a aria-label="Go"><path d="M1"/></a>)") ==
        std::vector<std::string>{"Go"});
  CHECK(visible_texts(R"(<b translate="no">Ann <i>Lee</i></b>)").empty());
  CHECK(plain_words("Ĥéļļö you &amp; me") == std::vector<std::string>{"you", "me"});
}

TEST_CASE("in the pseudo-language every page is without a plain word of ours") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  std::set<std::string> given;
  for (const std::string& words : samples::given_texts())
    for (const std::string& word : plain_words(words)) given.insert(word);
  const auto pages = samples::all(look, texts.of(text::pseudo_language));
  REQUIRE(pages.size() >= 17);
  for (const auto& [name, html] : pages)
    for (const std::string& visible : visible_texts(html))
      for (const std::string& word : plain_words(visible)) {
        INFO(name << ": " << visible);
        CHECK(given.count(word) == 1);
      }
}

TEST_CASE("scripts write no words of their own on a page") {
  const std::regex writes(
      R"((textContent|innerHTML|innerText|title|alert|confirm)\s*[=(]\s*([^;]*))");
  for (const auto& file : files_in("plugin/assets", ".js")) {
    const std::string source = read(file);
    for (std::sregex_iterator match(source.begin(), source.end(), writes), end; match != end;
         ++match) {
      INFO((*match)[0]);
      CHECK((*match)[1] == "textContent");
      CHECK((*match)[2].str().find(".dataset.") != std::string::npos);
    }
  }
}

TEST_CASE("no template carries a style attribute, an inline script or another place's address") {
  for (const auto& file : files_in("plugin/templates", ".mustache")) {
    const std::string source = read(file);
    INFO(file.filename());
    CHECK(source.find(" style=") == std::string::npos);
    CHECK(source.find("<script>") == std::string::npos);
    CHECK(source.find("http") == std::string::npos);
  }
}
