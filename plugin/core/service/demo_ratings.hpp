// SPDX-License-Identifier: MIT
// Made-up ratings for the sessions of the demo practice: steady clients, ceiling raters, dips with
// and without repair, missing forms. Synthetic, and the same for the same seed.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"

namespace holdfast::service {

// How the ratings of a course go; by the place of the course in the practice, so that each kind of
// story is there to be looked at.
enum class Story {
  steady,      // small ups and downs
  ceiling,     // all at the top
  repaired,    // dips that come back within three sessions
  unrepaired,  // a dip that stays
  low_start,   // low first ratings that rise
  recent_dip,  // a dip at the latest session: the demo's open check-in
  told_us,     // tension noted without a low score
};

struct DemoSession {
  Day day;
  bool is_latest = false;  // the last held session of the course
};

struct DemoAnswers {
  std::array<int, 4> lines{};   // goals, tasks, bond, overall; millimetres 0-100
  int tension = 0;              // 0-4
  std::optional<int> resolved;  // 0-4, when there was tension
  std::string comment;          // empty: none
};

struct DemoRating {
  std::optional<DemoAnswers> client;  // none: the form is missing
  bool declined = false;
  std::optional<std::array<int, 4>> therapist;
};

// One rating for each session, in order.
std::vector<DemoRating> demo_ratings(Story story, std::uint64_t seed,
                                     const std::vector<DemoSession>& sessions);

}  // namespace holdfast::service
