// SPDX-License-Identifier: MIT
// Which signs mean what, only for the signs that the graph has.
#pragma once
#include <string>

#include "web/chart/drawing.hpp"

namespace holdfast::web::chart {

void put_legend(std::string& out, const CourseGraph& graph, const Frame& frame,
                const text::Language& language);

// One sign centred on a point; also used in the plot itself.
enum class Sign {
  client,
  therapist,
  band,
  dip,
  strong_dip,
  told_us,
  comment,
  no_show,
  cancelled,
  low_start
};
void put_sign(std::string& out, Sign sign, double x, double y, double half);

}  // namespace holdfast::web::chart
