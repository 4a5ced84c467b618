// SPDX-License-Identifier: MIT
// A repair as a line of its ratings from the dip to its end.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

enum class RepairState { open, improving, repaired, new_level, unrepaired, ended, transferred };

struct RepairStep {
  Day day;
  int session_number = 0;
  std::optional<double> rating;     // POMP; absent: no rating that session
  std::optional<double> recovered;  // share of the way back, 0–1
  bool is_good = false;  // four fifths of the way back, or within 4 points of the level before
  bool repeats = false;  // another alert joined here
  bool talked_through = false;  // marked by the therapist at this session
};

struct RepairLine {
  RepairState state = RepairState::open;
  double level_before = 0;  // P, POMP
  double lowest = 0;
  std::vector<RepairStep> steps;  // the alerting rating first
  std::optional<Day> ended;
  std::string href;  // the check-in it belongs to; may be empty
};

std::string name_of(RepairState state,
                    const text::Language& language);  // "repaired by the client's ratings"
std::string render_repair(const RepairLine& line, const Page& page);  // a fragment

}  // namespace holdfast::web
