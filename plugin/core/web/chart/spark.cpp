// SPDX-License-Identifier: MIT
#include "web/chart/course_graph.hpp"
#include "web/chart/drawing.hpp"

namespace holdfast::web::chart {

std::string spark(const std::vector<std::optional<double>>& values, const std::string& label,
                  const text::Language& language) {
  constexpr double width = 120, height = 32, edge = 4;
  const double step = (width - 2 * edge) / std::max(1.0, static_cast<double>(values.size()) - 1);
  std::string path;
  double last_x = 0, last_y = 0;
  bool pen_is_down = false, has_any = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      pen_is_down = false;
      continue;
    }
    const double along = edge + step * static_cast<double>(i);
    last_x = language.is_right_to_left() ? width - along : along;
    last_y = height - edge - (height - 2 * edge) * *values[i] / 100;
    put(path, pen_is_down ? 'L' : 'M', last_x, ' ', last_y);
    pen_is_down = true;
    has_any = true;
  }
  if (!has_any) return {};
  std::string out = R"(<svg class="graph spark-line" viewBox="0 0 120 32" role="img" aria-label=")";
  append_escaped(out, label);
  put(out, R"("><path class="line client" d=")", path, R"("/>)");
  put(out, R"(<circle class="dot client" cx=")", last_x, R"(" cy=")", last_y, R"(" r="3"/></svg>)");
  return out;
}

}  // namespace holdfast::web::chart
