// SPDX-License-Identifier: MIT
// /courses/{course}: the client picture, and its graph alone.
#include "web/view/picture.hpp"

#include <algorithm>
#include <map>

#include "service/house.hpp"
#include "service/read_picture.hpp"
#include "service/repair_today.hpp"
#include "service/subjects.hpp"
#include "text/spelling.hpp"
#include "web/pages/annotations.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/picture_graph.hpp"
#include "web/pages/picture_scales.hpp"
#include "web/pages/repair_lines.hpp"
#include "web/pages/textbook_lines.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

using service::PictureOfCourse;

std::string circumstances(const store::StoredRating& rating, const Visit& visit) {
  std::string text;
  const auto add = [&](const std::string& remark) {
    if (!text.empty()) text += visit.language.in_context("between the parts of a list", ", ");
    text += remark;
  };
  if (rating.series.mode == Mode::paper) add(visit("on paper"));
  if (rating.place == Place::video) add(visit("by video"));
  if (rating.place == Place::phone) add(visit("by phone"));
  if (rating.assistance == Assistance::read_aloud) add(visit("read aloud"));
  if (rating.assistance == Assistance::interpreter) add(visit("with an interpreter"));
  if (rating.assistance == Assistance::staff_typed) add(visit("typed by staff"));
  if (rating.source == store::RatingSource::import) add(visit("imported"));
  return text;
}

// Off until somebody asks for them, so that nobody takes them for an alert.
bool shows_lines(const Visit& visit) { return visit.query.get("lines") == "1"; }

// The same course, the same person, with or without the lines.
enum class Lines { hidden, shown };
std::string address_of(std::string path, std::string_view about, Lines lines) {
  char join = '?';
  if (!about.empty()) {
    path.append("?about=").append(percent_encoded(about));
    join = '&';
  }
  return lines == Lines::shown ? path + join + "lines=1" : path;
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
  const auto lines = shows_lines(visit) ? textbook_remarks(picture, visit)
                                        : std::map<RatingId, std::vector<std::string>>{};
  for (const auto& rating : picture.held.ratings) {
    const auto slot = axis.of_rating.at(rating.id);
    auto& row = rows[static_cast<std::size_t>(slot)];
    if (const auto remark = remarks.find(rating.id); remark != remarks.end())
      row.remarks.push_back(remark->second);
    if (const auto said = lines.find(rating.id); said != lines.end())
      row.remarks.insert(row.remarks.end(), said->second.begin(), said->second.end());
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

// A rating below what is usual for this client, however it was noticed.
bool is_dip(std::string_view rule) { return rule == "A" || rule == "B" || rule == "E"; }

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
  for (const auto& alert : picture.held.alerts) {
    if (alert.alert.kind == store::AlertKind::note || alert.status != store::AlertStatus::open)
      continue;
    numbers.has_open_check_in = true;
    numbers.is_dip_open = numbers.is_dip_open || is_dip(alert.alert.rule);
    numbers.tension_noted = numbers.tension_noted || alert.alert.rule == "T";
  }
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
  view.outcome_change = outcome_change_of(picture, *view.graph.outcome, visit);
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

NoteNumbers note_numbers(const PictureOfCourse& picture, const FactNumbers& facts,
                         const Visit& visit) {
  NoteNumbers numbers;
  SessionId session;
  for (const auto& rating : picture.held.ratings) {
    if (rating.series.rater != Rater::client || !rating.score) continue;
    if (!numbers.first) numbers.first = rating.score->value;
    numbers.previous = numbers.latest;
    numbers.latest = rating.score->value;
    numbers.day = rating.day;
    numbers.session_number = rating.session_number;
    numbers.tension = rating.tension;
    session = rating.session;
    if (const auto* form =
            visit.house().instruments().find(rating.series.instrument, rating.series.version)) {
      numbers.form = form->title;
      numbers.is_validated = form->is_validated;
    }
  }
  for (const auto& rating : picture.held.ratings)
    if (rating.series.rater == Rater::therapist && rating.score && !session.empty() &&
        rating.session == session)
      numbers.therapist = rating.score->value;
  if (facts.earlier >= ratings_for_usual) {
    numbers.low = facts.low;
    numbers.high = facts.high;
  }
  numbers.has_open_check_in = facts.has_open_check_in;
  numbers.is_repair_under_way =
      std::any_of(picture.held.repairs.begin(), picture.held.repairs.end(), service::is_under_way);
  return numbers;
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
  const auto about = std::string(visit.query.get("about"));
  view.other_series.push_back(shows_lines(visit) ? Link{address_of(here, about, Lines::hidden),
                                                        visit("Without the lines of the textbooks")}
                                                 : Link{address_of(here, about, Lines::shown),
                                                        visit("Lines of the textbooks")});
  view.svg_href =
      address_of(here + "/chart.svg", about, shows_lines(visit) ? Lines::shown : Lines::hidden);
  if (picture.may_act) {
    view.note_text = note_text(note_numbers(picture, numbers, visit), visit.language);
    view.together_href = address_of(here + "/together", about, Lines::hidden);
    view.open_check_in_href = address_of(here + "/check-ins", about, Lines::hidden);
    view.key = visit.house().store().ids().uuid();
    view.ratings_href = here + "/ratings";
    const bool is_over =
        !picture.access.client.active ||
        (picture.access.course.ended && *picture.access.course.ended < visit.today);
    const auto session = is_over ? std::nullopt : current_session(picture, visit.now);
    if (session) {
      const std::string at = "/sessions/" + percent_encoded(session->id.value);
      view.hand_over_href = address_of(at + "/hand-over", about, Lines::hidden);
      view.therapist_form_href = at + "/rate";
    } else if (!is_over) {
      view.hand_over_href = address_of(here + "/hand-over", about, Lines::hidden);
    }
  }
  if (!picture.sealed_sessions.empty())
    view.sealed_note = visit(
        "The client has answered. It shows once you have rated the session yourself, or 24 hours "
        "after the answer.");
  return view;
}

// Keeps the one who is asked about, where nobody is the course's own client; answers everybody
// there is. Who is not known here is refused: another's ratings in their place would be wrong.
service::Reply<std::vector<service::SubjectOfCourse>> choose_subject(const Visit& visit,
                                                                     PictureOfCourse& picture) {
  auto subjects = service::subjects_of(visit.house(), picture);
  const auto asked = visit.query.get("about");
  auto chosen = asked.empty()
                    ? subjects.begin()
                    : std::find_if(subjects.begin(), subjects.end(),
                                   [&](const auto& one) { return one.key.value == asked; });
  if (chosen == subjects.end())
    return service::Refusal{service::Refusal::Kind::not_found,
                            "unknown-subject",
                            "Nobody of this course is meant by this address; open the course.",
                            {}};
  service::keep_subject(picture, chosen->key);
  std::rotate(subjects.begin(), chosen, chosen + 1);
  return subjects;
}

}  // namespace

Response get_picture(const Visit& visit) {
  auto picture = service::read_picture(visit.house(), visit.principal, CourseId{visit.at("course")},
                                       "/courses/{course}", visit.query.get("about"));
  if (!picture) return refuse(visit, picture.refusal());
  const auto subjects = choose_subject(visit, *picture);
  if (!subjects) return refuse(visit, subjects.refusal());
  auto view = view_of(*picture, visit);
  view.client = subjects->front().name;
  for (auto one = subjects->begin() + 1; one != subjects->end(); ++one)
    view.other_series.push_back({address_of("/courses/" + percent_encoded(visit.at("course")),
                                            one->key.value, Lines::hidden),
                                 text::fill(visit("Ratings of {name}"), {{"name", one->name}})});
  return html(render(view, visit.page(Section::caseload)));
}

Response get_together(const Visit& visit) {
  auto picture = service::read_picture(visit.house(), visit.principal, CourseId{visit.at("course")},
                                       "/courses/{course}/together", visit.query.get("about"));
  if (!picture) return refuse(visit, picture.refusal());
  // Partners never see each other's answers.
  if (const auto chosen = choose_subject(visit, *picture); !chosen)
    return refuse(visit, chosen.refusal());
  const auto axis = axis_of(*picture, visit.now);
  // The client reads along: a drafted language stays the therapist's until somebody approves it.
  const auto shown = visit.in(language_for_client(
      visit.site,
      {visit.language.tag(), picture->access.client.language, visit.house().config().language}));
  TogetherView view;
  view.graph = shared_graph_of(*picture, axis, shown);
  view.has_ratings = !view.graph.lines.empty();
  view.back = address_of("/courses/" + percent_encoded(picture->access.course.id.value),
                         visit.query.get("about"), Lines::hidden);
  // The frame of a client's page: no name in it, and no way to another client.
  return html(render(view, shown.page_for_client()));
}

Response get_chart(const Visit& visit) {
  auto picture = service::read_picture(visit.house(), visit.principal, CourseId{visit.at("course")},
                                       "/courses/{course}/chart.svg", visit.query.get("about"));
  if (!picture) return refuse(visit, picture.refusal());
  if (const auto chosen = choose_subject(visit, *picture); !chosen)
    return refuse(visit, chosen.refusal());
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
