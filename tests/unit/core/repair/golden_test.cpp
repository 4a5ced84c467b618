// SPDX-License-Identifier: MIT
#include "golden/golden.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "repair/episode.hpp"

using namespace holdfast;
using namespace holdfast::repair;

namespace {

void check(const std::string& expected, double found) {
  CHECK(found == Approx(std::stod(expected)).margin(1e-6).epsilon(0));
}

void check_state(const golden::Row& row, const std::string& client, double score,
                 const Episode& e) {
  CHECK(row[0] == client);
  CHECK(std::stoul(row[1]) == e.number);
  CHECK(std::stoll(row[2]) == e.latest.session);
  check(row[3], score);
  check(row[4], e.lowest);
  check(row[5], e.drop());
  check(row[6], e.recovered);
  CHECK(row[7] == to_word(e.state));
}

void check_episode(const golden::Row& row, const std::string& client, const Episode& e) {
  CHECK(row[0] == client);
  CHECK(std::stoul(row[1]) == e.number);
  CHECK(std::stoll(row[2]) == e.alert.session);
  CHECK(row[3] == to_word(e.rule));
  check(row[4], e.before);
  check(row[5], e.lowest);
  check(row[6], e.drop());
  CHECK(row[7] == to_word(state_at_end(e.state)));
  CHECK(std::stoll(row[8]) == e.latest.session);
  CHECK(std::stoul(row[9]) == e.ratings);
  CHECK(std::stoi(row[10]) == e.days());
  CHECK(std::stoul(row[11]) == e.repeats);
}

}  // namespace

TEST_CASE("every episode and every state of the golden files is met to the sixth decimal") {
  const detection::Settings settings;
  for (const auto& instrument : golden::instruments) {
    const auto states = golden::rows(instrument.name + ".states.csv");
    const auto expected = golden::rows(instrument.name + ".episodes.csv");
    std::size_t state_row = 0;
    std::vector<std::pair<std::string, Episode>> episodes;
    bool is_open = false;
    std::uint32_t number = 0;
    detection::State state;
    for (const auto& rating : golden::ratings(instrument)) {
      INFO(instrument.name << " " << rating.client << " session " << rating.session);
      if (rating.first) state = start(settings), is_open = false, number = 0;
      const auto step = advance(settings, state, {.score = rating.score});
      const When when{rating.day, rating.session};
      bool moved = is_open;
      if (is_open) {
        follow(episodes.back().second, rating.score.value, when);
        if (step.raises_dip()) join(episodes.back().second);
        is_open = !episodes.back().second.closed();
      } else if (const auto opened = opened_by(step, when, number + 1)) {
        ++number;
        episodes.emplace_back(rating.client, *opened);
        is_open = moved = true;
      }
      if (!moved) continue;
      REQUIRE(state_row < states.size());
      check_state(states[state_row++], rating.client, rating.score.value, episodes.back().second);
    }
    CHECK(state_row == states.size());
    REQUIRE(episodes.size() == expected.size());
    for (std::size_t i = 0; i < episodes.size(); ++i)
      check_episode(expected[i], episodes[i].first, episodes[i].second);
  }
}
