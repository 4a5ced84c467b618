// SPDX-License-Identifier: MIT
// What each set of rules would have said of simulated courses, held against the truth.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detection/textbook.hpp"
#include "simulation/course.hpp"

namespace holdfast::simulation {

struct Caught {
  std::uint64_t count = 0, of = 0;
  void add(bool caught) { count += caught ? 1u : 0u, ++of; }
  double percent() const {
    return of == 0 ? 0 : 100.0 * static_cast<double>(count) / static_cast<double>(of);
  }
};

struct Measured {
  std::string_view rules;
  Caught visible;  // dips that show in a score: an alert within two rated sessions of onset
  Caught all;      // masked ones too
  std::array<Caught, 3> by_depth;  // visible: below 1, 1 to 2, 2 and more of the client's own sd
  Caught early, late;              // visible: onset in sessions 2-4, later
  Caught false_alerts;             // of ratings outside a dip and two sessions after it
  Caught alerts;                   // of all ratings
  Caught real;                     // of all alerts: raised in a dip or two sessions after it
  Caught false_courses;            // courses of ten sessions without any dip: with an alert
};

struct Table {
  Model model;
  std::uint64_t seed = 0, clients = 0, ratings = 0;
  double at_top = 0;  // percent of ratings at 100
  std::vector<Measured> rows;
};

Table measure(const Model& model, std::uint64_t seed, std::uint64_t clients);

std::string to_text(const Table& table);

// client,session,date,score,tension as `replay` reads it; scores are raw totals of 12-60 or 0-40.
std::string ratings_csv(const Model& model, std::uint64_t seed, std::uint64_t clients);

}  // namespace holdfast::simulation
