// SPDX-License-Identifier: MIT
// What a replay comes to, in rates with intervals. A share followed by repair never stands alone:
// beside it is the share that the same ratings give when each client's are put in random order.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "detection/step.hpp"
#include "detection/textbook.hpp"
#include "repair/episode.hpp"
#include "repair/survival.hpp"

namespace holdfast::replay {

struct Share {
  std::uint64_t count = 0;
  std::uint64_t of = 0;
  double value() const {
    return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
  }
};
struct Interval {
  double low = 0, high = 1;
};
Interval wilson95(const Share& share);  // Wilson 1927

// Below so many episodes a share of them says nothing.
inline constexpr std::uint64_t enough_episodes = 5;

struct Outcomes {
  std::uint64_t episodes = 0;
  std::array<std::uint64_t, 6> by_state{};  // repair::State at the end
  Share share(repair::State state) const {
    return {by_state[static_cast<std::size_t>(state)], episodes};
  }
};

struct Summary {
  std::uint64_t rows = 0, clients = 0, ratings = 0;
  std::array<std::uint64_t, 6> findings{};  // by detection::Rule
  std::uint64_t strong = 0;
  std::uint64_t talked_through = 0;  // episodes that the therapist marked so
  Outcomes found;
  // The rest where it was asked for. The chance share comes from the first clients of a large file.
  Outcomes by_chance;
  std::uint64_t chance_ratings = 0;
  std::vector<repair::TimeToRepair> times;  // rated sessions; at most the first million episodes
  std::array<std::uint64_t, detection::textbook_count> textbook{};

  Share rate(detection::Rule rule) const {
    return {findings[static_cast<std::size_t>(rule)], ratings};
  }
  Share dips() const { return {findings[0] + findings[1] + findings[2], ratings}; }  // A, B and E
};

// For a terminal, in English, about 30 lines.
std::string to_text(const Summary& summary);

}  // namespace holdfast::replay
