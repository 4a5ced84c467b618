// SPDX-License-Identifier: MIT
#include <algorithm>

#include "web/chart/drawing.hpp"

namespace holdfast::web::chart {
namespace {

constexpr double outcome_height = 130;
constexpr double marks_height = 18;   // the row of signs under the plot
constexpr double labels_height = 34;  // numbers and days

// What stands beside the last points: "81 Therapist", in a language whose word may be longer.
double room_for_last_values(const text::Language& language) {
  constexpr double letter_width = 7.1, apart = 24;
  const auto word = std::max(letters(language("Client")), letters(language("Therapist")));
  return apart + letter_width * static_cast<double>(word + 3);
}

}  // namespace

Frame frame_of(const CourseGraph& graph, Size size, const text::Language& language) {
  Frame frame;
  frame.slots = static_cast<int>(graph.slots.size());
  frame.is_mirrored = language.is_right_to_left();
  double plot = 0;
  switch (size) {
    case Size::card:
      frame.width = 300;
      frame.left = 8;
      frame.right = 40;
      frame.top = 10;
      frame.dot = 3.5;
      frame.has_labels = false;
      plot = 84;
      break;
    case Size::phone:
      frame.width = 380;
      frame.left = 34;
      frame.right = 30;
      frame.top = 16;
      frame.dot = frame.slots > 30 ? 2.5 : 3.5;
      plot = 220;
      break;
    case Size::page:
      frame.width = 960;
      frame.left = 38;
      frame.right = std::max(110.0, room_for_last_values(language));
      frame.top = 20;
      frame.dot = 4.5;
      plot = 270;
      break;
    case Size::sheet:
      frame.width = 1040;
      frame.left = 40;
      frame.right = std::max(120.0, room_for_last_values(language));
      frame.top = 22;
      frame.dot = 4.5;
      frame.font = 13;
      plot = 320;
      break;
  }
  frame.bottom = frame.top + plot;
  frame.height = frame.bottom + (frame.has_labels ? marks_height + labels_height + 6 : 10);
  if (graph.outcome && frame.has_labels) frame.height += outcome_height;
  return frame;
}

void put_text(std::string& out, const Label& label, std::string_view text) {
  put(out, R"(<text x=")", label.x, R"(" y=")", label.y, R"(" class=")", label.css,
      R"(" text-anchor=")", label.anchor, R"(">)");
  append_escaped(out, text);
  out += "</text>";
}

void put_line(std::string& out, std::string_view css, double x1, double y1, double x2, double y2) {
  put(out, R"(<path class=")", css, R"(" d="M)", x1, ' ', y1, 'L', x2, ' ', y2, R"("/>)");
}

std::size_t letters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  return count;
}

}  // namespace holdfast::web::chart
