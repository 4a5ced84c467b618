// SPDX-License-Identifier: MIT
#include "text/pseudo.hpp"

#include <catch2/catch.hpp>
#include <cctype>

#include "sample_texts.hpp"

using namespace holdfast::text;

TEST_CASE("the pseudo-language leaves no plain letter outside a placeholder") {
  const std::string said = pseudo("The quick brown fox jumps over {n} LAZY dogs, pack my VXJQKZ");
  bool in_placeholder = false;
  for (const char c : said) {
    if (c == '{') in_placeholder = true;
    if (!in_placeholder) CHECK_FALSE(std::isalpha(static_cast<unsigned char>(c)));
    if (c == '}') in_placeholder = false;
  }
  CHECK(said.find("{n}") != std::string::npos);
}

TEST_CASE("the pseudo-language is longer than English and starts and ends from the right") {
  const std::string english = "Leave this form";
  const std::string said = pseudo(english);
  CHECK(said.starts_with("\u200F"));
  CHECK(said.ends_with("\u200F"));
  CHECK(said.size() > english.size() * 4 / 3);
  CHECK(pseudo("").empty());
  CHECK(pseudo(".") == ".");
  CHECK(pseudo("{low}–{high}") == "{low}–{high}");
}

TEST_CASE("plurals and contexts go through the pseudo-language too") {
  const Texts texts = sample_texts();
  const Language& language = texts.of(pseudo_language);
  CHECK(language.plural("{n} form", "{n} forms", 2) == pseudo("{n} forms"));
  CHECK(language.in_context("month", "May") == pseudo("May"));
}

TEST_CASE("in the pseudo-language a sentence that no catalogue holds stays plain") {
  const Texts texts = sample_texts();
  const Language& language = texts.of(pseudo_language);
  CHECK(language.translate("Sign in") == pseudo("Sign in"));
  CHECK(language.translate("Never collected") == "Never collected");
  CHECK(language.in_context("verb", "May") == "May");
  CHECK(language.plural("{n} stone", "{n} stones", 2) == "{n} stones");
}

TEST_CASE("without any catalogue the pseudo-language knows every sentence") {
  const Texts texts("sample", {}, [](std::string_view) { return std::nullopt; });
  CHECK(texts.of(pseudo_language).translate("Anything at all") == pseudo("Anything at all"));
}
