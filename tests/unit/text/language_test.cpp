// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "sample_texts.hpp"

using namespace holdfast::text;

TEST_CASE("a sentence comes out in its language, and in English where it has no translation") {
  const Texts texts = sample_texts();
  CHECK(texts.of("de")("Sign in") == "Anmelden");
  CHECK(texts.of("de")("Not in the catalogue") == "Not in the catalogue");
  CHECK(texts.of("en")("Sign in") == "Sign in");
}

TEST_CASE("the same English has its own translation in each context") {
  const Texts texts = sample_texts();
  CHECK(texts.of("de").in_context("month", "May") == "Mai");
  CHECK(texts.of("de").in_context("short month", "May") == "Mai.");
  CHECK(texts.of("de").in_context("verb", "May") == "May");
}

TEST_CASE("a plural follows the rule of its language") {
  const Texts texts = sample_texts();
  CHECK(texts.of("de").plural("{n} form", "{n} forms", 1) == "{n} Formular");
  CHECK(texts.of("de").plural("{n} form", "{n} forms", 2) == "{n} Formulare");
  CHECK(texts.of("en").plural("{n} form", "{n} forms", 1) == "{n} form");
  CHECK(texts.of("en").plural("{n} form", "{n} forms", 0) == "{n} forms");
  std::string forms;
  for (const long n : {0, 1, 2, 3, 11, 100, 103, 111})
    forms += texts.of("ar").plural("{n} form", "{n} forms", n);
  CHECK(forms == "01234534");
}

TEST_CASE("filling puts values where their names stand, and leaves unknown names") {
  CHECK(fill("{a} and {b}", {{"a", "1"}, {"b", "2"}}) == "1 and 2");
  CHECK(fill("{b} then {a}", {{"a", "1"}, {"b", "2"}}) == "2 then 1");
  CHECK(fill("{unknown}", {{"a", "1"}}) == "{unknown}");
  CHECK(fill("{open", {{"open", "1"}}) == "{open");
  CHECK(fill("{a}", {{"a", "{a}"}}) == "{a}");
  CHECK(fill("", {}).empty());
}

TEST_CASE("a language knows its direction") {
  const Texts texts = sample_texts();
  CHECK(texts.of("ar").is_right_to_left());
  CHECK(texts.of("ar-XB").is_right_to_left());
  CHECK_FALSE(texts.of("de").is_right_to_left());
}
