// SPDX-License-Identifier: MIT
#include "store/form_lines.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "store/failure.hpp"
#include "store/ratings.hpp"

using namespace holdfast;
using namespace holdfast::store;

TEST_CASE("answers are lines of item, value and whether they were touched") {
  const std::vector<StoredAnswer> answers{
      {"goals", "71", true}, {"tension", "1", false}, {"sorted", std::nullopt, true}};
  const auto lines = lines_of(answers);
  CHECK(lines == "goals\t71\t1\ntension\t1\t0\nsorted\t\t1\n");
  const auto back = answers_in(lines);
  REQUIRE(back.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back[i].item == answers[i].item);
    CHECK(back[i].value == answers[i].value);
    CHECK(back[i].touched == answers[i].touched);
  }
  CHECK(lines_of(std::vector<StoredAnswer>{}).empty());
  CHECK(answers_in("").empty());
}

TEST_CASE("a subscale's number comes back bit for bit") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> points(0, 100);
  for (int i = 0; i < 1000; ++i) {
    const std::vector<StoredSubscale> given{{"goals", "7.5", Pomp{points(random)}},
                                            {"bond", "-3", Pomp{100.0 / (i + 1)}}};
    const auto back = subscales_in(lines_of(given));
    REQUIRE(back.size() == 2);
    REQUIRE(back[0].score.value == given[0].score.value);
    REQUIRE(back[1].score.value == given[1].score.value);
    REQUIRE(back[1].raw == "-3");
    REQUIRE(back[1].name == "bond");
  }
}

TEST_CASE("what would read back as something else is not written") {
  using Answers = std::vector<StoredAnswer>;
  for (const std::string bad : {"two words", "tab\tbed", "line\nfeed", "carriage\r"}) {
    INFO(bad);
    CHECK_THROWS_AS(lines_of(Answers{{bad, "1", true}}), std::logic_error);
    CHECK_THROWS_AS(lines_of(Answers{{"goals", bad, true}}), std::logic_error);
  }
}

TEST_CASE("text that is no form is damage, and says so") {
  for (const std::string text : {"goals", "goals\t71\t1", "goals\t71\n", "goals\t71\t2\n", "\n"}) {
    INFO(text);
    CHECK_THROWS_AS(answers_in(text), Failure);
  }
  for (const std::string text : {"goals\t71\tmuch\n", "goals\t71\t\n", "goals\t71\t7 1\n"}) {
    INFO(text);
    CHECK_THROWS_AS(subscales_in(text), Failure);
  }
}
