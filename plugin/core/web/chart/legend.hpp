// SPDX-License-Identifier: MIT
// Which signs mean what, only for the signs that the graph has.
#pragma once
#include <string>
#include <vector>

#include "web/chart/drawing.hpp"

namespace holdfast::web::chart {

// One sign centred on a point; `half` is half its size.
enum class Sign {
  client,
  therapist,
  band,
  dip,
  strong_dip,
  low_start,
  told_us,
  comment,
  no_show,
  cancelled,
  drop,
  low_area,
  episode,
  cut_off
};
void put_sign(std::string& out, Sign sign, double x, double y, double half);

struct LegendEntry {
  Sign sign;
  std::string words;
  double x;  // of its start, before mirroring
  int row;
};
std::vector<LegendEntry> legend_of(const CourseGraph& graph, const Frame& frame,
                                   const text::Language& language);
double legend_height(const std::vector<LegendEntry>& entries);
void put_legend(std::string& out, const std::vector<LegendEntry>& entries, const Frame& frame);

}  // namespace holdfast::web::chart
