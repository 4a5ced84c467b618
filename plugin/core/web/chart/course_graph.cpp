// SPDX-License-Identifier: MIT
#include "web/chart/course_graph.hpp"

#include <algorithm>
#include <array>

#include "text/spelling.hpp"
#include "web/chart/drawing.hpp"
#include "web/chart/legend.hpp"
#include "web/chart/style.hpp"

namespace holdfast::web::chart {
namespace {

using text::fill;
using text::number;

constexpr auto long_pause = std::chrono::days(42);  // drawn as a break between sessions
constexpr double room_for_a_dot = 12;               // units between sessions

// Draws one graph into one string, back to front.
class Pen {
 public:
  Pen(const CourseGraph& graph, const Drawing& drawing, const text::Language& language)
      : graph_(graph),
        drawing_(drawing),
        language_(language),
        frame_(frame_of(graph, drawing.size, language)) {
    if (frame_.has_labels) legend_ = legend_of(graph, frame_, language);
    frame_.lower_by(legend_height(legend_));
    out_.reserve(16384);
  }

  std::string draw() {
    open();
    put_legend(out_, legend_, frame_);
    grid();
    episodes();
    bands();
    pauses();
    if (graph_.cut_off) across(*graph_.cut_off);
    drops();
    for (const Line& line : graph_.lines) course(line);
    for (const Line& line : graph_.lines) dots(line);
    low_areas();
    marks();
    if (frame_.has_labels) {
      under_the_plot();
      last_values();
      outcome();
    } else {
      last_client_value();
    }
    out_ += "</svg>\n";
    return std::move(out_);
  }

 private:
  bool is_slot(int slot) const { return slot >= 0 && slot < frame_.slots; }

  // The value a mark stands at: the current client rating of that session.
  const Point* client_point(int slot) const {
    for (auto line = graph_.lines.rbegin(); line != graph_.lines.rend(); ++line) {
      if (line->rater != Rater::client) continue;
      for (const Point& point : line->points)
        if (point.slot == slot) return &point;
    }
    return nullptr;
  }

  void open() {
    put(out_, R"(<svg xmlns="http://www.w3.org/2000/svg" class="graph )", size_class(),
        R"(" viewBox="0 0 )", frame_.width, ' ', frame_.height, R"(" role="img" aria-labelledby=")",
        drawing_.id, "-title ", drawing_.id, R"(-desc" direction=")",
        frame_.is_mirrored ? "rtl" : "ltr", R"(" font-size=")", frame_.font, '"');
    if (drawing_.use == Use::stand_alone)
      put(out_, R"( width=")", frame_.width, R"(" height=")", frame_.height, R"(" lang=")",
          language_.tag(), '"');
    put(out_, R"(><title id=")", drawing_.id, R"(-title">)");
    append_escaped(out_, graph_.title.empty() ? language_("Ratings of this course") : graph_.title);
    put(out_, R"(</title><desc id=")", drawing_.id, R"(-desc">)");
    append_escaped(out_, description());
    out_ += "</desc>";
    if (drawing_.use == Use::stand_alone) {
      out_ += "<style>";
      out_ += stand_alone_style();
      out_ += R"(</style><rect class="ground" width="100%" height="100%"/>)";
    }
  }

  std::string_view size_class() const {
    constexpr std::array<std::string_view, 4> names{"card-size", "phone-size", "page-size",
                                                    "sheet-size"};
    return names[static_cast<std::size_t>(drawing_.size)];
  }

  std::string description() const {
    long ratings = 0;
    const Point* latest = nullptr;
    for (const Line& line : graph_.lines) {
      if (line.rater != Rater::client) continue;
      ratings += static_cast<long>(line.points.size());
      if (!line.points.empty() && (!latest || line.points.back().slot > latest->slot))
        latest = &line.points.back();
    }
    if (!latest) return language_("No client rating yet.");
    const long dips = std::count_if(graph_.marks.begin(), graph_.marks.end(), [](const Mark& mark) {
      return mark.kind == MarkKind::dip || mark.kind == MarkKind::strong_dip ||
             mark.kind == MarkKind::sustained;
    });
    return fill(language_.plural("{n} client rating, the latest {latest} of 100.",
                                 "{n} client ratings, the latest {latest} of 100.", ratings),
                {{"n", number(ratings, language_)},
                 {"latest", number(latest->value, 0, language_)}}) +
           ' ' +
           fill(language_.plural("{n} dip marked.", "{n} dips marked.", dips),
                {{"n", number(dips, language_)}}) +
           ' ' + language_("The table below holds the same numbers.");
  }

  void grid() {
    for (const int value : {0, 25, 50, 75, 100}) {
      if (!frame_.has_labels && value % 50 != 0) continue;
      put_line(out_, value % 50 == 0 ? "grid" : "grid faint", frame_.mirrored(frame_.left),
               frame_.y(value), frame_.mirrored(frame_.width - frame_.right), frame_.y(value));
      if (frame_.has_labels && value % 50 == 0)
        put_text(out_, {frame_.mirrored(frame_.left - 8), frame_.y(value) + 4, "words", "end"},
                 number(long{value}, language_));
    }
  }

  void episodes() {
    for (const Episode& episode : graph_.episodes) {
      if (!is_slot(episode.from) || !is_slot(episode.to)) continue;
      const double a = frame_.x(episode.from - 0.5);
      const double b = frame_.x(episode.to + 0.5);
      const std::string_view kind = episode.is_repaired ? "repaired"
                                    : episode.is_open   ? "open"
                                                        : "";
      put(out_, R"(<rect class="episode )", kind, R"(" x=")", std::min(a, b), R"(" y=")",
          frame_.top, R"(" width=")", std::abs(b - a), R"(" height=")", frame_.bottom - frame_.top,
          R"("><title>)");
      append_escaped(out_, episode.is_repaired ? language_("dip, repaired")
                           : episode.is_open   ? language_("dip, open")
                                               : language_("dip, closed"));
      out_ += "</title></rect>";
      put(out_, R"(<path class="span )", kind, R"(" d="M)", a, ' ', frame_.top, 'L', b, ' ',
          frame_.top, R"("/>)");
      if (episode.is_repaired && frame_.has_labels) {
        const double end = b + (frame_.is_mirrored ? 7 : -7);
        put(out_, R"(<path class="span repaired tick" d="M)", end - 5, ' ', frame_.top + 8,
            R"(l3.5 3.5l6-7"/>)");
      }
    }
  }

  void bands() {
    for (const Line& line : graph_.lines) {
      if (line.rater != Rater::client) continue;
      std::vector<const Point*> run;
      for (const Point& point : line.points)
        if (point.low && point.high && is_slot(point.slot)) run.push_back(&point);
      if (run.empty()) continue;
      const auto edge = [&](const Point& point, double shift, double value) {
        put(out_, frame_.x(point.slot + shift), ' ', frame_.y(std::clamp(value, 0.0, 100.0)), ' ');
      };
      put(out_, R"(<path class="band)", line.is_current ? "" : " former", R"(" d="M)");
      edge(*run.front(), -0.4, *run.front()->high);
      out_ += 'L';
      for (const Point* point : run) edge(*point, 0, *point->high);
      edge(*run.back(), 0.4, *run.back()->high);
      edge(*run.back(), 0.4, *run.back()->low);
      for (auto point = run.rbegin(); point != run.rend(); ++point)
        edge(**point, 0, *(*point)->low);
      edge(*run.front(), -0.4, *run.front()->low);
      out_ += R"(Z"/>)";
    }
  }

  // A long time between two sessions: two short strokes on the axis, and how long.
  void pauses() {
    for (int slot = 1; slot < frame_.slots; ++slot) {
      const auto& later = graph_.slots[static_cast<std::size_t>(slot)];
      const auto& earlier = graph_.slots[static_cast<std::size_t>(slot) - 1];
      if (later.day - earlier.day < long_pause) continue;
      const double x = frame_.x(slot - 0.5);
      put(out_, R"(<path class="pause" d="M)", x, ' ', frame_.top, 'V', frame_.bottom,
          R"("><title>)");
      const long weeks = (later.day - earlier.day).count() / 7;
      append_escaped(out_, fill(language_.plural("{n} week between sessions",
                                                 "{n} weeks between sessions", weeks),
                                {{"n", number(weeks, language_)}}));
      out_ += "</title></path>";
    }
  }

  void across(const CutOff& cut_off) {
    const double y = frame_.y(cut_off.value);
    put_line(out_, "cut-off", frame_.mirrored(frame_.left), y,
             frame_.mirrored(frame_.width - frame_.right), y);
    if (frame_.has_labels)
      put_text(out_, {frame_.mirrored(frame_.left + 4), y + 14, "words small", "start"},
               cut_off.label);
  }

  // How far the rating of a session could fall before it is a drop: a short stroke there.
  void drops() {
    for (const auto& [slot, value] : graph_.fixed.drops)
      if (is_slot(slot) && value >= 0)
        put_line(out_, "drop", frame_.x(slot - 0.35), frame_.y(value), frame_.x(slot + 0.35),
                 frame_.y(value));
  }

  void low_areas() {
    if (!graph_.fixed.low_area) return;
    across(*graph_.fixed.low_area);
    for (const auto& [slot, value] : graph_.fixed.low_areas)
      if (is_slot(slot)) put_sign(out_, Sign::low_area, frame_.x(slot), frame_.y(value), 4);
  }

  // Joined where sessions follow each other; a dotted bridge over sessions without a rating.
  void course(const Line& line) {
    const std::string_view rater = line.rater == Rater::client ? "client" : "therapist";
    const std::string_view age = line.is_current ? "" : " former";
    std::string joined, bridged;
    const Point* before = nullptr;
    for (const Point& point : line.points) {
      if (!is_slot(point.slot)) continue;
      if (before) {
        const bool follows = held_sessions_between(before->slot, point.slot) == 0;
        std::string& path = follows ? joined : bridged;
        put(path, 'M', frame_.x(before->slot), ' ', frame_.y(before->value), 'L',
            frame_.x(point.slot), ' ', frame_.y(point.value));
      }
      before = &point;
    }
    if (!joined.empty())
      put(out_, R"(<path class="line )", rater, age, R"(" d=")", joined, R"("/>)");
    if (!bridged.empty())
      put(out_, R"(<path class="line bridge )", rater, age, R"(" d=")", bridged, R"("/>)");
  }

  // Held sessions strictly between two slots: each of them could have had a rating.
  int held_sessions_between(int from, int to) const {
    int count = 0;
    for (int slot = from + 1; slot < to; ++slot)
      if (graph_.slots[static_cast<std::size_t>(slot)].attendance == Attendance::held) ++count;
    return count;
  }

  void dots(const Line& line) {
    const bool is_client = line.rater == Rater::client;
    const std::string said = is_client ? language_("Client") : language_("Therapist");
    const double half = line.is_current ? frame_.dot : frame_.dot - 1;
    // A card is too small for every marker: the client's last one stands for the series.
    const bool only_last = !frame_.has_labels && frame_.step() < room_for_a_dot;
    for (const Point& point : line.points) {
      if (!is_slot(point.slot)) continue;
      if (only_last && (!is_client || &point != &line.points.back())) continue;
      out_ += "<g>";
      put_sign(out_, is_client ? Sign::client : Sign::therapist, frame_.x(point.slot),
               frame_.y(point.value), is_client ? half : half - 0.5);
      if (frame_.has_labels) {
        out_ += "<title>";
        append_escaped(out_, said);
        out_ += ' ';
        append(out_, number(point.value, 0, language_));
        out_ += ", ";
        append_escaped(out_, when(point.slot));
        out_ += "</title>";
      }
      out_ += "</g>";
    }
  }

  std::string when(int slot) const {
    const Slot& session = graph_.slots[static_cast<std::size_t>(slot)];
    const std::string day = text::short_day(session.day, language_);
    if (session.number == 0) return day;
    return fill(language_("session {number}, {day}"),
                {{"number", number(long{session.number}, language_)}, {"day", day}});
  }

  void marks() {
    for (const Mark& mark : graph_.marks) {
      if (!is_slot(mark.slot)) continue;
      const Point* point = client_point(mark.slot);
      if (!point) continue;
      const bool is_dip = mark.kind == MarkKind::dip || mark.kind == MarkKind::sustained;
      if (!is_dip && mark.kind != MarkKind::strong_dip && mark.kind != MarkKind::low_start)
        continue;
      out_ += "<g>";
      put_sign(out_,
               is_dip                             ? Sign::dip
               : mark.kind == MarkKind::low_start ? Sign::low_start
                                                  : Sign::strong_dip,
               frame_.x(point->slot), frame_.y(point->value), frame_.dot);
      titled(mark.text);
      out_ += "</g>";
    }
  }

  void titled(const std::string& words) {
    if (words.empty()) return;
    out_ += "<title>";
    append_escaped(out_, words);
    out_ += "</title>";
  }

  void under_the_plot() {
    const double signs = frame_.bottom + 12;
    std::vector<int> used(static_cast<std::size_t>(frame_.slots), 0);
    // Two signs of one session stand above each other, the second inside the plot's foot.
    const auto place = [&](int slot, Sign sign, const std::string& words) {
      int& level = used[static_cast<std::size_t>(slot)];
      out_ += "<g>";
      put_sign(out_, sign, frame_.x(slot), signs - 15.0 * level, 4);
      titled(words);
      out_ += "</g>";
      ++level;
    };
    for (int slot = 0; slot < frame_.slots; ++slot) {
      const Attendance attendance = graph_.slots[static_cast<std::size_t>(slot)].attendance;
      if (attendance == Attendance::no_show)
        place(slot, Sign::no_show, language_("did not come"));
      else if (attendance != Attendance::held && attendance != Attendance::booked)
        place(slot, Sign::cancelled, language_("cancelled"));
    }
    for (const Mark& mark : graph_.marks) {
      if (!is_slot(mark.slot)) continue;
      if (mark.kind == MarkKind::told_us) place(mark.slot, Sign::told_us, mark.text);
      if (mark.kind == MarkKind::comment) place(mark.slot, Sign::comment, mark.text);
    }
    labels();
  }

  // Session numbers where they fit, a day under some of them.
  void labels() {
    const double y = frame_.bottom + 34;
    const int every = std::max(1, static_cast<int>(std::ceil(24 / frame_.step())));
    double day_free = -1;
    int shown = 0;
    for (int slot = 0; slot < frame_.slots; ++slot) {
      const Slot& session = graph_.slots[static_cast<std::size_t>(slot)];
      const double along = frame_.left + (slot + 0.5) * frame_.step();
      if (session.number > 0 && (session.number - 1) % every == 0) {
        put_text(out_, {frame_.x(slot), y, "words", "middle"},
                 number(long{session.number}, language_));
        const std::string day = shown == 0 ? text::short_day(session.day, language_)
                                           : text::day_and_month(session.day, language_);
        const double half = 3.4 * static_cast<double>(letters(day));
        const double start = std::max(along - half, frame_.left - 20);
        if (start > day_free && along + half < frame_.width) {
          put_text(out_, {frame_.mirrored(start), y + 15, "words small", "start"}, day);
          day_free = start + 2 * half + 12;
        }
        ++shown;
      }
    }
  }

  static constexpr double beside_a_ring = 10;

  void last_values() {
    struct Last {
      double y;
      std::string words;
      std::string_view css;
      double x;
    };
    std::vector<Last> values;
    for (const Rater rater : {Rater::client, Rater::therapist}) {
      const Point* latest = nullptr;
      for (const Line& line : graph_.lines)
        if (line.rater == rater && line.is_current && !line.points.empty() &&
            is_slot(line.points.back().slot))
          latest = &line.points.back();
      if (!latest) continue;
      std::string words = number(latest->value, 0, language_);
      if (frame_.width > 500)
        words += ' ' + (rater == Rater::client ? language_("Client") : language_("Therapist"));
      values.push_back({frame_.y(latest->value), std::move(words),
                        rater == Rater::client ? "last client" : "last therapist",
                        frame_.left + (latest->slot + 0.5) * frame_.step()});
    }
    if (values.size() == 2 && std::abs(values[0].y - values[1].y) < frame_.font + 2) {
      const double middle = (values[0].y + values[1].y) / 2;
      const double apart = (frame_.font + 2) / 2;
      const std::size_t upper = values[0].y <= values[1].y ? 0 : 1;
      values[upper].y = middle - apart;
      values[1 - upper].y = middle + apart;
    }
    const double x = frame_.width - frame_.right + 6;
    for (const Last& value : values)
      put_text(out_,
               {frame_.mirrored(std::max(x, value.x + frame_.dot + beside_a_ring)), value.y + 4,
                value.css, "start"},
               value.words);
  }

  void last_client_value() {
    for (const Line& line : graph_.lines) {
      if (line.rater != Rater::client || !line.is_current || line.points.empty()) continue;
      const Point& latest = line.points.back();
      put_text(out_,
               {frame_.mirrored(frame_.width - frame_.right + 8), frame_.y(latest.value) + 6,
                "last large client", "start"},
               number(latest.value, 0, language_));
      return;
    }
  }

  void outcome() {
    if (!graph_.outcome || graph_.outcome->values.empty()) return;
    const Outcome& outcome = *graph_.outcome;
    const double top = frame_.bottom + 84;
    const double bottom = frame_.height - 14;
    const auto y = [&](double value) {
      return bottom - (bottom - top) * (value - outcome.min) / (outcome.max - outcome.min);
    };
    const double start = frame_.mirrored(frame_.left);
    const double end = frame_.mirrored(frame_.width - frame_.right);
    put_text(out_, {start, top - 10, "words", "start"},
             fill(outcome.high_is_good ? language_("{name}: up is better")
                                       : language_("{name}: down is better"),
                  {{"name", outcome.name}}));
    for (const double value : {outcome.min, outcome.max}) {
      put_line(out_, "grid", start, y(value), end, y(value));
      put_text(out_, {frame_.mirrored(frame_.left - 8), y(value) + 4, "words", "end"},
               number(value, 0, language_));
    }
    if (outcome.cut_off)
      put_line(out_, "cut-off", start, y(*outcome.cut_off), end, y(*outcome.cut_off));
    std::string path;
    for (const auto& [slot, value] : outcome.values) {
      if (!is_slot(slot)) continue;
      put(path, path.empty() ? 'M' : 'L', frame_.x(slot), ' ', y(value));
    }
    put(out_, R"(<path class="line outcome" d=")", path, R"("/>)");
    for (const auto& [slot, value] : outcome.values) {
      if (!is_slot(slot)) continue;
      put(out_, R"(<path class="dot outcome" d="M)", frame_.x(slot), ' ', y(value) - 5,
          R"(l4.5 8h-9z"><title>)");
      append_escaped(out_, number(value, 0, language_) + ", " + when(slot));
      out_ += "</title></path>";
    }
  }

  const CourseGraph& graph_;
  const Drawing& drawing_;
  const text::Language& language_;
  Frame frame_;
  std::vector<LegendEntry> legend_;
  std::string out_;
};

}  // namespace

std::string svg(const CourseGraph& graph, const Drawing& drawing, const text::Language& language) {
  return Pen(graph, drawing, language).draw();
}

}  // namespace holdfast::web::chart
