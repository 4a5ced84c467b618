// SPDX-License-Identifier: MIT
// Simulated courses with dips whose truth is known. None of the numbers is fitted to real data:
// what follows from them ranks rules; it does not foretell how a practice will fare. Every report
// says so.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "alliance/words.hpp"

namespace holdfast::simulation {

enum class Scenario : std::uint8_t {
  wai_like,  // twelve items of five steps, mean 76
  srs_like,  // four lines of 0-10, mean 89, a third of ratings at the top
  ceiling,   // as srs_like with mean 94: most ratings at the top
};
// How many clients answer a direct question about tension openly, and how much the areas tell
// apart.
enum class Assumptions : std::uint8_t { pessimistic, middle, optimistic };

struct Model {
  Scenario scenario = Scenario::wai_like;
  Assumptions assumptions = Assumptions::middle;
  double hazard = 0.05;      // a dip begins at a session, from the second on
  double repair = 0.45;      // a dip ends after a session
  double median_depth = 16;  // POMP points
  int sessions = 0;          // of every course; 0: lognormal, median 11, 4 to 40
};

struct Dip {
  int onset = 0;  // session
  int end = 0;    // last session in it
  double depth = 0;
  bool is_masked = false;  // no effect on any score
};

struct SimulatedSession {
  int session = 0;
  bool rated = false;
  double total = 0;               // POMP, in the steps of the form
  std::array<double, 3> areas{};  // likewise
  int tension = 0;                // 0-4
  int dip = -1;                   // place in SimulatedCourse::dips; -1: none
};

struct SimulatedCourse {
  std::vector<SimulatedSession> sessions;
  std::vector<Dip> dips;
  double own_sd = 0;  // of the client, for depth in own deviations
};

// The same for the same model, seed and client, on every machine.
SimulatedCourse simulate(const Model& model, std::uint64_t seed, std::uint64_t client);

}  // namespace holdfast::simulation

template <>
inline constexpr std::array<std::string_view, 3> holdfast::words_of<holdfast::simulation::Scenario>{
    "wai-like", "srs-like", "ceiling"};
template <>
inline constexpr std::array<std::string_view, 3>
    holdfast::words_of<holdfast::simulation::Assumptions>{"pessimistic", "middle", "optimistic"};
