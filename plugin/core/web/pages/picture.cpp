// SPDX-License-Identifier: MIT
// /courses/{course}: the client picture, and its graph alone.
#include "web/view/picture.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "service/house.hpp"
#include "service/read_picture.hpp"
#include "text/spelling.hpp"
#include "web/pages/annotations.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/picture_scales.hpp"
#include "web/pages/repair_lines.hpp"

namespace holdfast::web {
namespace {

using service::PictureOfCourse;

constexpr double usual = 1.75;  // usual range = M -/+ 1.75 sd (detection.md, "Sentences")

// The sessions along the x axis, and where each rating stands among them. A rating without an
// appointment gets a place of its own.
struct Axis {
  std::vector<chart::Slot> slots;
  std::vector<SessionId> sessions;  // of each slot; empty: no appointment
  std::map<SessionId, int> of_session;
  std::map<RatingId, int> of_rating;
};

// Of the alliance, then of outcome measures.
std::vector<const store::StoredRating*> all_ratings(const PictureOfCourse& picture) {
  std::vector<const store::StoredRating*> ratings;
  ratings.reserve(picture.held.ratings.size() + picture.outcomes.size());
  for (const auto& rating : picture.held.ratings) ratings.push_back(&rating);
  for (const auto& rating : picture.outcomes) ratings.push_back(&rating);
  return ratings;
}

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

chart::CourseGraph graph_of(const PictureOfCourse& picture, const Axis& axis, const Visit& visit) {
  chart::CourseGraph graph;
  graph.title = visit("Alliance ratings over the sessions of this course");
  graph.slots = axis.slots;
  graph.lines = lines_of(picture, axis);
  if (const auto* form = instrument_of(picture, visit)) graph.cut_off = cut_off_of(*form, visit);
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
    graph.episodes.push_back({from->second, to, !repair.closed, repair.state == "repaired"});
    if (repair.state == "repaired") graph.marks.push_back({chart::MarkKind::repaired, to, {}});
  }
  return graph;
}

std::string circumstances(const store::StoredRating& rating, const Visit& visit) {
  std::string text;
  const auto add = [&](const char* english) {
    text += (text.empty() ? "" : ", ") + visit(english);
  };
  if (rating.series.mode == Mode::paper) add("on paper");
  if (rating.place == Place::video) add("by video");
  if (rating.place == Place::phone) add("by phone");
  if (rating.assistance == Assistance::read_aloud) add("read aloud");
  if (rating.assistance == Assistance::interpreter) add("with an interpreter");
  if (rating.assistance == Assistance::staff_typed) add("typed by staff");
  if (rating.source == store::RatingSource::import) add("imported");
  return text;
}

std::vector<PictureRow> rows_of(const PictureOfCourse& picture, const Axis& axis,
                                const Visit& visit) {
  std::vector<PictureRow> rows(axis.slots.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].day = axis.slots[i].day;
    rows[i].number = axis.slots[i].number;
    rows[i].attendance = axis.slots[i].attendance;
    rows[i].is_sealed =
        !axis.sessions[i].empty() && picture.sealed_sessions.contains(axis.sessions[i]);
  }
  const auto remarks = remarks_of(picture, visit.language);
  for (const auto& rating : picture.held.ratings) {
    const auto slot = axis.of_rating.at(rating.id);
    auto& row = rows[static_cast<std::size_t>(slot)];
    if (const auto remark = remarks.find(rating.id); remark != remarks.end())
      row.remarks.push_back(remark->second);
    if (rating.series.rater == Rater::therapist) {
      if (rating.score) row.therapist = rating.score->value;
      continue;
    }
    row.is_declined = row.is_declined || rating.declined;
    row.tension = rating.tension;
    row.circumstances = circumstances(rating, visit);
    if (!rating.score) continue;
    const auto point = point_of(picture, rating, slot);
    row.client = point.value;
    row.low = point.low;
    row.high = point.high;
    if (const auto text = picture.comments.find(rating.id); text != picture.comments.end())
      row.comment = text->second;
  }
  return rows;
}

FactNumbers fact_numbers(const PictureOfCourse& picture) {
  FactNumbers numbers;
  for (const auto& rating : picture.held.ratings) {
    if (rating.series.rater != Rater::client || !rating.score) continue;
    numbers.latest = rating.score->value;
    numbers.day = rating.day;
    numbers.tension_noted = rating.tension.value_or(0) >= 2;
    const auto step = picture.steps.find(rating.id);
    if (step == picture.steps.end()) continue;
    numbers.usual = step->second.expected;
    numbers.low = step->second.expected - usual * step->second.sd;
    numbers.high = step->second.expected + usual * step->second.sd;
    numbers.earlier = static_cast<int>(step->second.earlier);
    numbers.all_at_top = step->second.annotations.four_at_top;
  }
  for (const auto& alert : picture.held.alerts)
    numbers.has_open_check_in =
        numbers.has_open_check_in ||
        (alert.alert.kind != store::AlertKind::note && alert.status == store::AlertStatus::open);
  return numbers;
}

// What the table needs of the definitions: totals in the form's own unit, the outcome measure.
void fill_scales(const PictureOfCourse& picture, const Axis& axis, const Visit& visit,
                 PictureView& view) {
  if (const auto* form = instrument_of(picture, visit)) {
    view.raw_unit = raw_unit_of(*form, visit);
    view.instrument_note = standing_of(*form, visit);
    for (const auto& rating : picture.held.ratings)
      if (rating.score && rating.series.instrument == form->id &&
          rating.series.version == form->version)
        view.rows[static_cast<std::size_t>(axis.of_rating.at(rating.id))].client_raw =
            raw_of(*rating.score, form->total->scale);
  }
  if (!view.graph.outcome) return;
  view.outcome = view.graph.outcome->name;
  for (const auto& [slot, value] : view.graph.outcome->values)
    view.rows[static_cast<std::size_t>(slot)].outcome = value;
}

std::string state_text(const store::AlertNow& alert, const Visit& visit) {
  switch (alert.status) {
    case store::AlertStatus::open:
      return alert.alert.kind == store::AlertKind::note ? visit("a note about a past session")
                                                        : visit("open");
    case store::AlertStatus::acknowledged:
      return visit("acknowledged");
    case store::AlertStatus::snoozed:
      return alert.snoozed_until
                 ? text::fill(visit("snoozed until {day}"),
                              {{"day", text::short_day(*alert.snoozed_until, visit.language)}})
                 : visit("snoozed");
    case store::AlertStatus::closed:
      return visit("closed");
    case store::AlertStatus::withdrawn:
      return visit("withdrawn: data corrected");
  }
  return {};
}

void add_alerts(const PictureOfCourse& picture, const Visit& visit, PictureView& view) {
  for (auto alert = picture.held.alerts.rbegin(); alert != picture.held.alerts.rend(); ++alert)
    view.alerts.push_back(
        {sentence_of(alert->alert, visit.language), "/check-ins/" + alert->alert.id.value,
         alert->alert.day, state_text(*alert, visit),
         alert->alert.kind != store::AlertKind::note && alert->status == store::AlertStatus::open,
         alert->alert.strong});
  for (auto repair = picture.held.repairs.rbegin(); repair != picture.held.repairs.rend();
       ++repair) {
    const auto events = picture.repair_events.find(repair->id);
    view.repairs.push_back(repair_line(
        *repair,
        events == picture.repair_events.end() ? std::vector<store::RepairEvent>{} : events->second,
        picture.held.ratings));
  }
}

// The session whose forms can be given or filled now: the latest that began, else the next today.
std::optional<practice::Session> current_session(const PictureOfCourse& picture, Instant now) {
  std::optional<practice::Session> current;
  for (const auto& [session, number] : picture.held.sessions) {
    const bool takes_place =
        session.attendance == Attendance::booked || session.attendance == Attendance::held;
    if (takes_place && session.start <= now + std::chrono::hours{1}) current = session;
  }
  return current;
}

PictureView view_of(const PictureOfCourse& picture, const Visit& visit) {
  PictureView view;
  view.client = picture.access.client_name();
  if (picture.held.course.started)
    view.course =
        text::fill(visit("with {clinician} since {day}"),
                   {{"clinician", picture.clinician},
                    {"day", text::long_day(*picture.held.course.started, visit.language)}});
  else
    view.course = text::fill(visit("with {clinician}"), {{"clinician", picture.clinician}});
  const auto numbers = fact_numbers(picture);
  view.facts = facts_of(numbers, visit.language);
  const auto axis = axis_of(picture, visit.now);
  view.graph = graph_of(picture, axis, visit);
  view.rows = rows_of(picture, axis, visit);
  fill_scales(picture, axis, visit, view);
  add_alerts(picture, visit, view);
  view.notes = notes_of(picture, visit.language);
  const std::string here = "/courses/" + percent_encoded(picture.access.course.id.value);
  view.svg_href = here + "/chart.svg";
  if (picture.may_act) {
    view.open_check_in_href = here + "/check-ins";
    view.ratings_href = here + "/ratings";
    if (const auto session = current_session(picture, visit.now)) {
      const std::string at = "/sessions/" + percent_encoded(session->id.value);
      view.hand_over_href = at + "/hand-over";
      view.therapist_form_href = at + "/rate";
    }
  }
  if (!picture.sealed_sessions.empty())
    view.sealed_note = visit(
        "The client has answered. It shows once you have rated the session yourself, or 24 hours "
        "after the answer.");
  return view;
}

}  // namespace

Response get_picture(const Visit& visit) {
  const auto picture = service::read_picture(visit.house(), visit.principal,
                                             CourseId{visit.at("course")}, "/courses/{course}");
  if (!picture) return refuse(visit, picture.refusal());
  return html(render(view_of(*picture, visit), visit.page(Section::caseload)));
}

Response get_chart(const Visit& visit) {
  const auto picture = service::read_picture(
      visit.house(), visit.principal, CourseId{visit.at("course")}, "/courses/{course}/chart.svg");
  if (!picture) return refuse(visit, picture.refusal());
  const auto size = visit.query.get("size");
  const chart::Drawing drawing{size == "card"    ? chart::Size::card
                               : size == "sheet" ? chart::Size::sheet
                                                 : chart::Size::page,
                               chart::Use::stand_alone, "graph"};
  Response response{
      200,
      {},
      chart::svg(graph_of(*picture, axis_of(*picture, visit.now), visit), drawing, visit.language)};
  // Standing alone the drawing carries its own style; nothing else may load or run.
  response.with("content-type", "image/svg+xml; charset=utf-8")
      .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
  return response;
}

}  // namespace holdfast::web
