// SPDX-License-Identifier: MIT
#include "web/chart/legend.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace holdfast::web::chart {
namespace {

constexpr double row_height = 20;
constexpr double letter_width = 7.1;  // of a wide label font
constexpr double sign_room = 22;
constexpr double between = 12;

bool has_mark(const CourseGraph& graph, MarkKind kind) {
  return std::any_of(graph.marks.begin(), graph.marks.end(),
                     [&](const Mark& mark) { return mark.kind == kind; });
}

bool has_line(const CourseGraph& graph, Rater rater) {
  return std::any_of(graph.lines.begin(), graph.lines.end(),
                     [&](const Line& line) { return line.rater == rater && !line.points.empty(); });
}

bool has_band(const CourseGraph& graph) {
  return std::any_of(graph.lines.begin(), graph.lines.end(), [](const Line& line) {
    return std::any_of(line.points.begin(), line.points.end(),
                       [](const Point& point) { return point.low && point.high; });
  });
}

bool has_episode(const CourseGraph& graph) {
  const int slots = static_cast<int>(graph.slots.size());
  return std::any_of(graph.episodes.begin(), graph.episodes.end(), [&](const Episode& episode) {
    return episode.from >= 0 && episode.from < slots && episode.to >= 0 && episode.to < slots;
  });
}

// All cancellations share one sign.
Attendance shown_as(Attendance attendance) {
  return attendance == Attendance::cancelled_late || attendance == Attendance::cancelled_by_practice
             ? Attendance::cancelled_by_client
             : attendance;
}

bool has_attendance(const CourseGraph& graph, Attendance wanted) {
  return std::any_of(graph.slots.begin(), graph.slots.end(),
                     [&](const Slot& slot) { return shown_as(slot.attendance) == wanted; });
}

}  // namespace

void put_sign(std::string& out, Sign sign, double x, double y, double half) {
  switch (sign) {
    case Sign::client:
      put(out, R"(<circle class="dot client" cx=")", x, R"(" cy=")", y, R"(" r=")", half, R"("/>)");
      break;
    case Sign::therapist:
      put(out, R"(<rect class="dot therapist" x=")", x - half, R"(" y=")", y - half, R"(" width=")",
          2 * half, R"(" height=")", 2 * half, R"("/>)");
      break;
    case Sign::band:
      put(out, R"(<rect class="band" x=")", x - 8, R"(" y=")", y - 6,
          R"(" width="16" height="12"/>)");
      break;
    case Sign::strong_dip:
      put(out, R"(<circle class="ring" cx=")", x, R"(" cy=")", y, R"(" r=")", half + 7.0, R"("/>)");
      [[fallthrough]];
    case Sign::dip:
      put(out, R"(<circle class="ring" cx=")", x, R"(" cy=")", y, R"(" r=")", half + 3.5, R"("/>)");
      break;
    case Sign::low_start:
      put(out, R"(<circle class="ring dotted" cx=")", x, R"(" cy=")", y, R"(" r=")", half + 3.5,
          R"("/>)");
      break;
    case Sign::told_us:
      put(out, R"(<path class="sign" d="M)", x - 6, ' ', y - 5, R"(h12v8h-6l-3 3v-3h-3z"/>)");
      break;
    case Sign::comment:
      put(out, R"(<path class="sign" d="M)", x - 4.5, ' ', y - 5.5, R"(h9v8l-3 3h-6zM)", x - 2.5,
          ' ', y - 2.5, "h5M", x - 2.5, ' ', y + 0.5, R"(h3"/>)");
      break;
    case Sign::no_show:
      put(out, R"(<path class="sign" d="M)", x - 3.5, ' ', y - 3.5, "l7 7M", x + 3.5, ' ', y - 3.5,
          R"(l-7 7"/>)");
      break;
    case Sign::cancelled:
      put(out, R"(<path class="sign" d="M)", x - 4, ' ', y, R"(h8"/>)");
      break;
    case Sign::drop:
      put_line(out, "drop", x - 7, y, x + 7, y);
      break;
    case Sign::low_area:
      put(out, R"(<path class="sign" d="M)", x - 4, ' ', y - 3, R"(h8l-4 7z"/>)");
      break;
    case Sign::episode:
      put(out, R"(<rect class="episode" x=")", x - 8, R"(" y=")", y - 6,
          R"(" width="16" height="12"/><path class="span" d="M)", x - 8, ' ', y - 6, R"(h16"/>)");
      break;
    case Sign::cut_off:
      put_line(out, "cut-off", x - 9, y, x + 9, y);
      break;
  }
}

std::vector<LegendEntry> legend_of(const CourseGraph& graph, const Frame& frame,
                                   const text::Language& language) {
  std::vector<LegendEntry> entries;
  double x = frame.left;
  int row = 0;
  const auto add = [&](Sign sign, std::string words) {
    const double room = sign_room + letter_width * static_cast<double>(letters(words));
    if (x > frame.left && x + room > frame.width - 8) {
      x = frame.left;
      ++row;
    }
    entries.push_back({sign, std::move(words), x, row});
    x += room + between;
  };
  if (has_line(graph, Rater::client)) add(Sign::client, language("Client"));
  if (has_line(graph, Rater::therapist)) add(Sign::therapist, language("Therapist"));
  if (has_band(graph)) add(Sign::band, language("usual range of this client"));
  if (has_mark(graph, MarkKind::dip) || has_mark(graph, MarkKind::strong_dip) ||
      has_mark(graph, MarkKind::sustained))
    add(Sign::dip, language("dip"));
  if (has_episode(graph)) add(Sign::episode, language("from a dip to its end"));
  if (has_mark(graph, MarkKind::low_start)) add(Sign::low_start, language("low start"));
  if (has_mark(graph, MarkKind::told_us)) add(Sign::told_us, language("told us of tension"));
  if (has_mark(graph, MarkKind::comment)) add(Sign::comment, language("comment"));
  if (has_attendance(graph, Attendance::no_show)) add(Sign::no_show, language("did not come"));
  if (has_attendance(graph, Attendance::cancelled_by_client))
    add(Sign::cancelled, language("cancelled"));
  if (!graph.fixed.drops.empty())
    add(Sign::drop, language("one point of 40 below the last rating"));
  if (!graph.fixed.low_areas.empty()) add(Sign::low_area, language("lowest area, below 7.5 of 10"));
  // The one of the ratings has its name on it.
  if (graph.outcome && graph.outcome->cut_off)
    add(Sign::cut_off, text::fill(language("cut-off of {name}"), {{"name", graph.outcome->name}}));
  return entries;
}

double legend_height(const std::vector<LegendEntry>& entries) {
  return entries.empty() ? 0 : row_height * (entries.back().row + 1);
}

void put_legend(std::string& out, const std::vector<LegendEntry>& entries, const Frame& frame) {
  for (const LegendEntry& entry : entries) {
    const double y = 14 + row_height * entry.row;
    const bool is_ring = entry.sign == Sign::dip || entry.sign == Sign::low_start;
    put_sign(out, entry.sign, frame.mirrored(entry.x + 9), y, is_ring ? 2.5 : 4.5);
    put_text(out, {frame.mirrored(entry.x + sign_room), y + 4, "words", "start"}, entry.words);
  }
}

}  // namespace holdfast::web::chart
