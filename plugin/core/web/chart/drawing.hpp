// SPDX-License-Identifier: MIT
// Places and strokes of a graph: where a session and a value stand, and the few SVG elements used.
// Mirrored as a whole in a right-to-left language; text keeps its anchors because "start" turns
// too.
#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "web/chart/course_graph.hpp"
#include "web/chart/escape.hpp"

namespace holdfast::web::chart {

// In the user units of the viewBox; one unit is one CSS pixel at the size's own width.
struct Frame {
  double width = 0, height = 0;  // of the whole picture
  double left = 0, right = 0;    // margins around the plot, before mirroring
  double top = 0, bottom = 0;    // y of the plot's edges
  double dot = 4;                // half a marker
  double font = 12;
  bool has_labels = true;
  bool is_mirrored = false;
  int slots = 1;

  // Makes room at the top.
  void lower_by(double room) {
    top += room;
    bottom += room;
    height += room;
  }
  double plot_width() const { return width - left - right; }
  double step() const { return plot_width() / std::max(1, slots); }
  double mirrored(double x) const { return is_mirrored ? width - x : x; }
  // Centre of a slot; whole numbers are slots, halves their borders.
  double x(double slot) const { return mirrored(left + (slot + 0.5) * step()); }
  double y(double value) const { return bottom - (bottom - top) * value / 100; }
};

Frame frame_of(const CourseGraph& graph, Size size, const text::Language& language);

// Appends with at most one decimal, without locale.
inline void append(std::string& out, double value) {
  long tenths = std::lround(value * 10);
  if (tenths < 0) {
    out += '-';
    tenths = -tenths;
  }
  char digits[24];
  char* at = digits + sizeof digits;
  const long fraction = tenths % 10;
  long whole = tenths / 10;
  do {
    *--at = static_cast<char>('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  out.append(at, static_cast<std::size_t>(digits + sizeof digits - at));
  if (fraction != 0) {
    out += '.';
    out += static_cast<char>('0' + fraction);
  }
}
inline void append(std::string& out, std::string_view text) { out += text; }
inline void append(std::string& out, char letter) { out += letter; }
template <class... Parts>
void put(std::string& out, const Parts&... parts) {
  (append(out, parts), ...);
}

struct Label {
  double x = 0, y = 0;
  std::string_view css;     // class
  std::string_view anchor;  // start, middle, end
};
void put_text(std::string& out, const Label& label, std::string_view text);
void put_line(std::string& out, std::string_view css, double x1, double y1, double x2, double y2);

// Letters, for a guess at how wide a text will be.
std::size_t letters(std::string_view text);

}  // namespace holdfast::web::chart
