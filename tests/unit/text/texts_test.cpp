// SPDX-License-Identifier: MIT
#include "text/texts.hpp"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "sample_texts.hpp"

using namespace holdfast::text;

TEST_CASE("a language that is not there falls back to its base, then to English") {
  const Texts texts = sample_texts();
  CHECK(texts.of("de-AT").tag() == "de");
  CHECK(texts.of("DE").tag() == "de");
  CHECK(texts.of("fr").tag() == "en");
  CHECK(texts.of("").tag() == "en");
}

TEST_CASE("the browser's wishes are followed by weight") {
  const Texts texts = sample_texts();
  CHECK(texts.preferred("fr, de;q=0.5, en;q=0.4").tag() == "de");
  CHECK(texts.preferred("en;q=0.2,ar;q=0.9").tag() == "ar");
  CHECK(texts.preferred("de-CH, en").tag() == "de");
  CHECK(texts.preferred("fr, it").tag() == "en");
  CHECK(texts.preferred("de;q=0").tag() == "en");
  CHECK(texts.preferred("").tag() == "en");
  CHECK(texts.preferred(",;,q=;=").tag() == "en");
}

TEST_CASE("a catalogue is read when its language is first asked for, once") {
  int reads = 0;
  const Texts texts("sample", {"de"}, [&](std::string_view file) {
    ++reads;
    return holdfast::sample_catalogues::find(file);
  });
  CHECK(texts.of("en")("Sign in") == "Sign in");
  CHECK(reads == 0);
  CHECK(texts.of("de")("Sign in") == "Anmelden");
  CHECK(texts.of("de")("Sign in") == "Anmelden");
  CHECK(reads == 1);
  CHECK(texts.of("ar-XB").is_right_to_left());  // looks into the first one for what is known
  CHECK(reads == 2);
}

TEST_CASE("a catalogue that is listed but missing leaves the English") {
  const Texts texts("sample", {"fr"}, [](std::string_view) { return std::nullopt; });
  CHECK(texts.of("fr").tag() == "fr");
  CHECK(texts.of("fr")("Sign in") == "Sign in");
}

TEST_CASE("threads may ask for languages at the same time") {
  const Texts texts = sample_texts();
  std::vector<std::thread> threads;
  std::vector<const Language*> seen(8);
  for (std::size_t i = 0; i < seen.size(); ++i)
    threads.emplace_back([&, i] { seen[i] = &texts.of("de"); });
  for (std::thread& thread : threads) thread.join();
  for (const Language* language : seen) CHECK(language == seen.front());
}

TEST_CASE("languages are offered with English first and under their own names") {
  const Texts texts = sample_texts();
  CHECK(texts.tags() == std::vector<std::string>{"en", "de", "ar", "ar-XB"});
  CHECK(own_name("de") == "Deutsch");
  CHECK(own_name("xx") == "xx");
  CHECK(texts.has("AR"));
  CHECK_FALSE(texts.has("es"));
}
