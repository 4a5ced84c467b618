// SPDX-License-Identifier: MIT
#include "replay/summary_builder.hpp"

#include <bit>
#include <utility>

namespace holdfast::replay {
namespace {

constexpr std::uint64_t chance_limit = 300'000;  // ratings put in random order
constexpr std::size_t times_limit = 1'000'000;   // episodes whose time is kept
constexpr int chance_rounds = 4;                 // random orders of one client

// splitmix64 (Steele, Lea and Flood 2014).
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

// The random order of a series depends on its scores alone: not on the clients around it, so that a
// file in another order, and the same ratings read from the store, come to the same figures.
std::uint64_t SummaryBuilder::seed_of(const std::vector<Seen>& ratings) {
  std::uint64_t seed = ratings.size();
  for (const Seen& rating : ratings) {
    seed ^= std::bit_cast<std::uint64_t>(rating.score);
    seed = next_random(seed);
  }
  return seed;
}

void SummaryBuilder::begin_client() {
  ++summary_.clients;
  series_ = 0;
}

void SummaryBuilder::rating(std::size_t series, const detection::Step& step) {
  ++summary_.ratings;
  if (!wanted_) return;
  if (seen_.size() <= series) seen_.resize(series + 1);
  for (; series_ <= series; ++series_) seen_[series_].clear();
  seen_[series].push_back({step.score, step.tension});
}

void SummaryBuilder::episode(const repair::Episode& episode, repair::State outcome) {
  ++summary_.found.episodes;
  ++summary_.found.by_state[static_cast<std::size_t>(outcome)];
  summary_.talked_through += episode.talked_through ? 1 : 0;
  if (wanted_ && summary_.times.size() < times_limit)
    summary_.times.push_back({episode.ratings, outcome == repair::State::repaired});
}

void SummaryBuilder::end_client(const detection::Settings& settings) {
  end_client([&](std::size_t) -> const detection::Settings& { return settings; });
}

void SummaryBuilder::end_client(const SettingsOf& settings_of) {
  if (!wanted_) return;
  for (std::size_t series = 0; series < series_; ++series) {
    auto& ratings = seen_[series];
    if (ratings.empty()) continue;
    detection::TextbookRules textbook;
    for (const Seen& rating : ratings) {
      const unsigned said = textbook.add(rating.score);
      for (std::size_t i = 0; i < detection::textbook_count; ++i)
        summary_.textbook[i] += said >> i & 1u;
    }
    const std::uint64_t seed = seed_of(ratings);
    for (int round = 0; round < chance_rounds && summary_.chance_ratings < chance_limit; ++round)
      shuffle_and_run(settings_of(series), ratings, seed + static_cast<std::uint64_t>(round));
  }
}

// The dips that are left when order means nothing, and how many of them "repair".
void SummaryBuilder::shuffle_and_run(const detection::Settings& settings,
                                     std::vector<Seen>& ratings, std::uint64_t random) {
  for (std::size_t i = ratings.size(); i > 1; --i)
    std::swap(ratings[i - 1], ratings[next_random(random) % i]);
  summary_.chance_ratings += ratings.size();

  detection::State state = detection::start(settings);
  std::optional<repair::Episode> episode;
  const auto count = [&] {
    ++summary_.by_chance.episodes;
    ++summary_.by_chance.by_state[static_cast<std::size_t>(repair::state_at_end(episode->state))];
    episode.reset();
  };
  std::int64_t session = 0;
  for (const auto& [score, tension] : ratings) {
    const auto step = detection::advance(settings, state, {.score = {score}, .tension = tension});
    const repair::When when{Day{}, ++session};
    if (episode) {
      repair::follow(*episode, score, when);
      if (episode->closed()) count();
    } else if (step.raises_dip()) {
      episode = repair::opened_by(step, when, 1);
    }
  }
  if (episode) count();
}

}  // namespace holdfast::replay
