// SPDX-License-Identifier: MIT
#include "alliance/language_tag.hpp"

#include <catch2/catch.hpp>

using holdfast::language_tag;

TEST_CASE("a language's name comes back in its usual case") {
  CHECK(language_tag("de") == "de");
  CHECK(language_tag("DE-at") == "de-AT");
  CHECK(language_tag("PT-br") == "pt-BR");
  CHECK(language_tag("ZH-hANT-tw") == "zh-Hant-TW");
  CHECK(language_tag("es-419") == "es-419");
  CHECK(language_tag("sl-Rozaj-biske") == "sl-rozaj-biske");
  CHECK(language_tag("de-x-Easy") == "de-x-easy");
  CHECK(language_tag("gsw") == "gsw");
}

TEST_CASE("what names no language is refused") {
  for (const char* text :
       {"", "d", "xx", "xx-QQQ", "de-QQQ", "qqq", "german", "de_DE", "de-", "-de", "de--AT", "de-x",
        "de-DE-DE", "d3", "de-\xc3\xa4", "de DE", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    INFO(text);
    CHECK_FALSE(language_tag(text));
  }
}
