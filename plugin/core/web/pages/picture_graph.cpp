// SPDX-License-Identifier: MIT
#include "web/pages/picture_graph.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "detection/textbook.hpp"
#include "service/house.hpp"
#include "service/repair_today.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/picture_scales.hpp"
#include "web/pages/textbook_lines.hpp"

namespace holdfast::web {

using service::PictureOfCourse;

namespace {

// Of the alliance, then of outcome measures.
std::vector<const store::StoredRating*> all_ratings(const PictureOfCourse& picture) {
  std::vector<const store::StoredRating*> ratings;
  ratings.reserve(picture.held.ratings.size() + picture.outcomes.size());
  for (const auto& rating : picture.held.ratings) ratings.push_back(&rating);
  for (const auto& rating : picture.outcomes) ratings.push_back(&rating);
  return ratings;
}

}  // namespace

Axis axis_of(const PictureOfCourse& picture, Instant now) {
  struct Entry {
    Instant start;
    chart::Slot slot;
    SessionId session;
    RatingId rating;  // without an appointment
  };
  std::vector<Entry> entries;
  std::set<SessionId> seen;
  for (const auto& [session, number] : picture.held.sessions) {
    if (session.start > now || session.attendance == Attendance::booked) continue;
    const int shown = session.attendance == Attendance::held ? number : 0;
    entries.push_back(
        {session.start, {session.day, shown, session.attendance}, session.id, RatingId{}});
    seen.insert(session.id);
  }
  const auto ratings = all_ratings(picture);
  for (const auto* rating : ratings) {
    if (!rating->session.empty() && !seen.insert(rating->session).second) continue;
    entries.push_back(
        {rating->session_start.value_or(Instant{rating->day} + std::chrono::hours{23}),
         {rating->day, rating->session_number, Attendance::held},
         rating->session,
         rating->session.empty() ? rating->id : RatingId{}});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) {
    return std::tie(one.slot.day, one.start) < std::tie(other.slot.day, other.start);
  });
  Axis axis;
  for (auto& entry : entries) {
    const int slot = static_cast<int>(axis.slots.size());
    if (entry.session.empty())
      axis.of_rating.emplace(std::move(entry.rating), slot);
    else
      axis.of_session.emplace(entry.session, slot);
    axis.slots.push_back(entry.slot);
    axis.sessions.push_back(std::move(entry.session));
  }
  for (const auto* rating : ratings)
    if (!rating->session.empty())
      axis.of_rating.emplace(rating->id, axis.of_session.at(rating->session));
  return axis;
}

chart::Point point_of(const PictureOfCourse& picture, const store::StoredRating& rating, int slot) {
  chart::Point point{slot, rating.score->value, {}, {}};
  const auto step = picture.steps.find(rating.id);
  if (step != picture.steps.end() && rating.series.rater == Rater::client) {
    point.low = step->second.expected - usual * step->second.sd;
    point.high = step->second.expected + usual * step->second.sd;
  }
  return point;
}

namespace {

// The newest series of each rater is the current one; older baselines stay, drawn thin.
std::vector<chart::Line> lines_of(const PictureOfCourse& picture, const Axis& axis) {
  std::vector<std::pair<SeriesKey, chart::Line>> series;
  for (const auto& rating : picture.held.ratings) {
    if (!rating.score) continue;
    auto found = std::find_if(series.begin(), series.end(),
                              [&](const auto& known) { return known.first == rating.series; });
    if (found == series.end()) {
      series.push_back({rating.series, {rating.series.rater, {}, true}});
      found = series.end() - 1;
    }
    found->second.points.push_back(point_of(picture, rating, axis.of_rating.at(rating.id)));
  }
  std::map<Rater, int> latest_slot;
  for (const auto& [key, line] : series)
    latest_slot[line.rater] = std::max(
        latest_slot.contains(line.rater) ? latest_slot[line.rater] : -1, line.points.back().slot);
  std::vector<chart::Line> lines;
  for (auto& [key, line] : series) {
    line.is_current = line.points.back().slot == latest_slot[line.rater];
    lines.push_back(std::move(line));
  }
  return lines;
}

chart::MarkKind mark_of(const store::StoredAlert& alert) {
  if (alert.rule == "B") return chart::MarkKind::sustained;
  if (alert.rule == "T") return chart::MarkKind::told_us;
  if (alert.rule == "L") return chart::MarkKind::low_start;
  if (alert.rule == "N") return chart::MarkKind::absence;
  return alert.strong ? chart::MarkKind::strong_dip : chart::MarkKind::dip;
}

int slot_of(const Axis& axis, const store::StoredAlert& alert) {
  const auto rating = axis.of_rating.find(alert.rating);
  if (rating != axis.of_rating.end()) return rating->second;
  const auto session = axis.of_session.find(alert.session);
  return session == axis.of_session.end() ? -1 : session->second;
}

}  // namespace

chart::CourseGraph graph_of(const PictureOfCourse& picture, const Axis& axis, const Visit& visit) {
  chart::CourseGraph graph;
  graph.title = visit("Alliance ratings over the sessions of this course");
  graph.slots = axis.slots;
  graph.lines = lines_of(picture, axis);
  if (const auto* form = instrument_of(picture, visit)) graph.cut_off = cut_off_of(*form, visit);
  if (visit.query.get("lines") == "1") {
    if (!graph.cut_off)
      graph.cut_off = chart::CutOff{detection::TextbookSettings{}.cut_off, visit("36 of 40")};
    graph.fixed = fixed_lines_of(picture, axis, visit);
  }
  graph.outcome = outcome_of(picture, axis.of_rating, visit);
  for (const auto& alert : picture.held.alerts) {
    const int slot = slot_of(axis, alert.alert);
    if (slot >= 0 && alert.status != store::AlertStatus::withdrawn)
      graph.marks.push_back({mark_of(alert.alert), slot, sentence_of(alert.alert, visit.language)});
  }
  for (const auto& [rating, text] : picture.comments)
    if (const auto slot = axis.of_rating.find(rating); slot != axis.of_rating.end())
      graph.marks.push_back({chart::MarkKind::comment, slot->second, text});
  const int last = static_cast<int>(axis.slots.size()) - 1;
  for (const auto& repair : picture.held.repairs) {
    const auto from = axis.of_rating.find(repair.opened_by);
    if (from == axis.of_rating.end()) continue;
    int to = last;
    if (repair.closed)
      for (int slot = from->second; slot <= last; ++slot)
        if (axis.slots[static_cast<std::size_t>(slot)].day <= *repair.closed) to = slot;
    graph.episodes.push_back(
        {from->second, to, service::is_under_way(repair), repair.state == "repaired"});
    if (repair.state == "repaired") graph.marks.push_back({chart::MarkKind::repaired, to, {}});
  }
  return graph;
}

chart::CourseGraph shared_graph_of(const PictureOfCourse& picture, const Axis& axis,
                                   const Visit& visit) {
  chart::CourseGraph graph;
  graph.title = visit("Your ratings of our sessions");
  graph.slots = axis.slots;
  for (auto& line : lines_of(picture, axis))
    if (line.rater == Rater::client) graph.lines.push_back(std::move(line));
  return graph;
}

}  // namespace holdfast::web
