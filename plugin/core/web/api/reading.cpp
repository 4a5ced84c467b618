// SPDX-License-Identifier: MIT
// /api/v1/today, /courses and /courses/{course}: the pages' numbers for programs.
#include "json/writer.hpp"
#include "service/forms_in.hpp"
#include "service/house.hpp"
#include "service/read_caseload.hpp"
#include "service/read_picture.hpp"
#include "service/read_today.hpp"
#include "web/api/alert_json.hpp"
#include "web/api/api.hpp"

namespace holdfast::web {
namespace {

void write_session(json::Writer& writer, const service::SessionForms& forms) {
  const auto& row = forms.row;
  const auto& session = row.session.session;
  writer.begin_object()
      .member("id", session.id.value)
      .member("course", row.course.value)
      .member("start", to_text(session.start))
      .member("attendance", to_word(session.attendance));
  if (!session.facility.empty()) writer.member("facility", session.facility);
  writer.key("client_form_done")
      .boolean(service::forms_in(forms, Rater::client) == service::FormsIn::done)
      .key("therapist_form_done")
      .boolean(service::forms_in(forms, Rater::therapist) == service::FormsIn::done)
      .end_object();
}

void write_rating(json::Writer& writer, const service::PictureOfCourse& picture,
                  const store::StoredRating& rating) {
  writer.begin_object()
      .member("id", rating.id.value)
      .member("day", to_text(rating.day))
      .member("instrument", rating.series.instrument)
      .member("version", rating.series.version)
      .member("measures", to_word(rating.measures))
      .member("rater", to_word(rating.series.rater))
      .member("mode", to_word(rating.series.mode))
      .key("declined")
      .boolean(rating.declined);
  if (!rating.session.empty()) writer.member("session", rating.session.value);
  if (rating.raw) writer.member("total", *rating.raw);
  if (rating.score) writer.key("pomp").number(rating.score->value);
  if (rating.tension) writer.key("tension").integer(*rating.tension);
  if (const auto step = picture.steps.find(rating.id); step != picture.steps.end()) {
    writer.key("expected").number(step->second.expected);
    writer.key("sd").number(step->second.sd).key("z").number(step->second.z);
  }
  writer.end_object();
}

void write_repair(json::Writer& writer, const store::RepairNow& repair) {
  writer.begin_object()
      .member("id", repair.id.value)
      .member("check_in", repair.alert.value)
      .member("opened", to_text(repair.opened))
      .member("state", repair.state)
      .key("level_before")
      .number(repair.level)
      .key("lowest")
      .number(repair.lowest)
      .key("ratings")
      .integer(repair.ratings)
      .key("repeats")
      .integer(repair.repeats)
      .key("talked_through")
      .boolean(repair.talked_through);
  if (repair.closed) writer.member("closed", to_text(*repair.closed));
  writer.end_object();
}

}  // namespace

Response api_today(const Visit& visit) {
  const auto asked = visit.query.get("day");
  const auto day = asked.empty() ? std::optional{visit.today} : parse_day(asked);
  if (!day)
    return refuse(visit, 400, "day", "The day is written as YYYY-MM-DD, for example 2026-11-23.");
  const auto today = service::read_today(visit.house(), visit.principal, *day);
  if (!today) return refuse(visit, today.refusal());
  const auto schedule = visit.house().store().read(
      [&](store::Reader& reader) { return service::schedule_of(reader, visit.house()); });
  json::Writer writer;
  writer.begin_object().member("day", to_text(*day)).key("sessions").begin_array();
  for (const auto& row : today->sessions) write_session(writer, {visit.house(), schedule, row});
  writer.end_array().key("check_ins").begin_array();
  for (const auto& alert : today->check_ins) write_alert(writer, alert, visit.language);
  writer.end_array().end_object();
  return json(writer.take());
}

Response api_courses(const Visit& visit) {
  service::CaseloadQuestion question;
  question.text = visit.query.get("q");
  question.client.value = visit.query.get("client");
  question.show = from_word<service::CaseloadShow>(visit.query.get("show"))
                      .value_or(service::CaseloadShow::all);
  const auto caseload = service::read_caseload(visit.house(), visit.principal, question);
  if (!caseload) return refuse(visit, caseload.refusal());
  json::Writer writer;
  writer.begin_object().key("courses").begin_array();
  for (const auto& row : caseload->rows) {
    writer.begin_object()
        .member("id", row.course.value)
        .member("client", row.name)
        .key("sessions")
        .integer(row.sessions)
        .key("ended")
        .boolean(row.is_ended);
    if (!row.open.empty()) {
      writer.key("check_in");
      write_alert(writer, row.open.front().alert, visit.language);
    }
    writer.end_object();
  }
  writer.end_array().end_object();
  return json(writer.take());
}

Response api_course(const Visit& visit) {
  const auto picture = service::read_picture(
      visit.house(), visit.principal, CourseId{visit.at("course")}, "/api/v1/courses/{course}");
  if (!picture) return refuse(visit, picture.refusal());
  json::Writer writer;
  writer.begin_object()
      .member("id", picture->access.course.id.value)
      .member("client", picture->access.client_name())
      .key("ratings")
      .begin_array();
  for (const auto& rating : picture->held.ratings) write_rating(writer, *picture, rating);
  for (const auto& rating : picture->outcomes) write_rating(writer, *picture, rating);
  writer.end_array().key("check_ins").begin_array();
  for (const auto& alert : picture->held.alerts) write_alert(writer, alert, visit.language);
  writer.end_array().key("repairs").begin_array();
  for (const auto& repair : picture->held.repairs) write_repair(writer, repair);
  writer.end_array().end_object();
  return json(writer.take());
}

}  // namespace holdfast::web
