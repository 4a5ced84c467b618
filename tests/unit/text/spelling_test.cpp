// SPDX-License-Identifier: MIT
#include "text/spelling.hpp"

#include <catch2/catch.hpp>

#include "sample_texts.hpp"

using namespace holdfast::text;
using std::chrono::year;

TEST_CASE("days are spelled by the language's own pattern and names") {
  const Texts texts = sample_texts();
  const Day day = year(2026) / 5 / 4;
  CHECK(long_day(day, texts.of("en")) == "Monday 4 May 2026");
  CHECK(short_day(day, texts.of("en")) == "4 May 2026");
  CHECK(short_day(day, texts.of("de")) == "4. Mai. 2026");
  CHECK(day_and_month(day, texts.of("en")) == "4 May");
}

TEST_CASE("every month and weekday has a name") {
  const Texts texts = sample_texts();
  const Language& english = texts.of("en");
  CHECK(long_day(year(2026) / 1 / 4, english) == "Sunday 4 January 2026");
  CHECK(long_day(year(2026) / 12 / 5, english) == "Saturday 5 December 2026");
  CHECK(short_day(year(2026) / 9 / 30, english) == "30 Sep 2026");
}

TEST_CASE("times have two digits each") {
  const Texts texts = sample_texts();
  CHECK(clock_time(std::chrono::minutes(9 * 60 + 5), texts.of("en")) == "09:05");
  CHECK(clock_time(std::chrono::minutes(0), texts.of("en")) == "00:00");
}

TEST_CASE("numbers round half away from zero and carry the language's point") {
  const Texts texts = sample_texts();
  const Language& english = texts.of("en");
  CHECK(number(1.25, 1, english) == "1.3");
  CHECK(number(62.5, 0, english) == "63");
  CHECK(number(-0.2, 0, english) == "0");
  CHECK(number(-3.5, 1, english) == "−3.5");
  CHECK(number(-3.5, 1, texts.of(pseudo_language)) == "\u200E−3.5");
  CHECK(number(-3L, texts.of(pseudo_language)) == "\u200E−3");
  CHECK(number(2.5, 1, texts.of("de")) == "2,5");
  CHECK(number(12L, english) == "12");
  CHECK(range(67.6, 92.2, english) == "68–92");
}
