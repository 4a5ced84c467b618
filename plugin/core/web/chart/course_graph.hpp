// SPDX-License-Identifier: MIT
// The graph of a course: sessions on x in time order, 0–100 on y, both raters, the client's own
// usual range as a band. Drawn once here as SVG for screen, print, host cards and exports.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "alliance/words.hpp"
#include "text/language.hpp"

namespace holdfast::web::chart {

// A place on the x axis: a session of the course, held or not.
struct Slot {
  Day day;
  int number = 0;  // of the held session; 0: not held
  Attendance attendance = Attendance::held;
};

struct Point {
  int slot = 0;                     // index into slots
  double value = 0;                 // POMP
  std::optional<double> low, high;  // usual range before this rating, clipped to 0–100 when drawn
};

// One series. A new baseline is a new line; the old one stays.
struct Line {
  Rater rater = Rater::client;
  std::vector<Point> points;
  bool is_current = true;  // an older baseline is drawn thin
};

enum class MarkKind { dip, strong_dip, sustained, told_us, low_start, absence, comment, repaired };
struct Mark {
  MarkKind kind = MarkKind::dip;
  int slot = 0;
  std::string text;  // for the tooltip and readers; may be empty
};

// From the alerting rating to the end of the repair, or to the last session while it is open.
struct Episode {
  int from = 0, to = 0;  // slots
  bool is_open = false;
  bool is_repaired = false;
};

struct CutOff {
  double value = 0;   // POMP
  std::string label;  // "cut-off 36, source …"
};

// Lines of the textbooks that are not a cut-off for the total; drawn for whoever asks for them.
struct FixedLines {
  struct Level {
    int slot = 0;
    double value = 0;  // POMP
  };
  std::vector<Level> drops;  // a rating of this slot that lies here or lower has dropped
  std::optional<CutOff> low_area;
  std::vector<Level> low_areas;  // the lowest area of a rating, where it is below `low_area`
};

// Drawn below on the same x.
struct Outcome {
  std::string name;
  double min = 0, max = 100;
  bool high_is_good = true;
  std::vector<std::pair<int, double>> values;  // slot, raw
  std::optional<double> cut_off;
};

struct CourseGraph {
  std::string title;  // for readers; names no client where the picture leaves the practice
  std::vector<Slot> slots;
  std::vector<Line> lines;
  std::vector<Mark> marks;
  std::vector<Episode> episodes;
  std::optional<CutOff> cut_off;
  FixedLines fixed;
  std::optional<Outcome> outcome;
};

enum class Size {
  card,   // 300 px wide, in a host's page: no labels but the last value
  phone,  // 380 px wide, labels of the same size as on a page
  page,   // fills its column
  sheet,  // A4 across
};
enum class Use {
  in_page,     // styled by the page
  stand_alone  // carries its own style, light and dark
};

struct Drawing {
  Size size = Size::page;
  Use use = Use::in_page;
  std::string id = "graph";  // prefix of element ids, unique in a page
};

std::string svg(const CourseGraph& graph, const Drawing& drawing, const text::Language& language);

// The latest values as a small line for a list: no axis, no text; `label` is read aloud.
std::string spark(const std::vector<std::optional<double>>& values, const std::string& label,
                  const text::Language& language);

}  // namespace holdfast::web::chart
