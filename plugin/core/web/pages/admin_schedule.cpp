// SPDX-License-Identifier: MIT
// /admin/schedule: which form is due at which session.
#include "service/practice_rules.hpp"
#include "service/schedule.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

using service::Moment;
using service::ScheduledForm;
using service::When;

constexpr std::string_view route = "/admin/schedule";

std::string when_text(const ScheduledForm& form, const Visit& visit) {
  switch (form.when) {
    case When::every_session:
      return visit("at every session");
    case When::every_nth:
      return text::fill(visit.language.plural("every session", "every {n} sessions", form.every),
                        {{"n", text::number(long{form.every}, visit.language)}});
    case When::at_start:
      return visit("at the first session");
  }
  return {};
}

std::string moment_text(Moment moment, const Visit& visit) {
  return moment == Moment::before ? visit("before the session, about the last one")
                                  : visit("after the session");
}

std::string title_of(const std::string& instrument, const Visit& visit) {
  const auto* definition = visit.house().instruments().find(instrument);
  return definition ? definition->title : instrument;
}

SheetSection standing(const service::Schedule& schedule, const Visit& visit) {
  SheetSection section;
  section.title = visit("What is due");
  section.when_empty = visit("Nothing: forms are given by hand.");
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    SheetLine line;
    line.title = title_of(schedule[i].instrument, visit);
    line.is_name = true;
    line.detail = when_text(schedule[i], visit) + " · " + moment_text(schedule[i].moment, visit);
    line.forms.push_back({std::string(route),
                          text::fill(visit("Take out: {form}"), {{"form", line.title}}),
                          {{"do", "remove"}, {"place", std::to_string(i + 1)}}});
    section.lines.push_back(std::move(line));
  }
  return section;
}

SheetForm adding(const Visit& visit) {
  SheetForm form{std::string(route), visit("Save"), {{"do", "add"}}};
  form.folded_under = visit("Add a form");
  SheetField instrument{"instrument", visit("Form"), {}, "text"};
  for (const auto* definition : visit.house().instruments().all())
    if (visit.house().instruments().wording(*definition, visit.language.tag()))
      instrument.choices.emplace_back(definition->id, definition->title);
  form.fields = {std::move(instrument),
                 {"when",
                  visit("How often"),
                  {},
                  "text",
                  {{"every_session", visit("at every session")},
                   {"every_nth", visit("every so many sessions")},
                   {"at_start", visit("at the first session")}}},
                 {"every", visit("So many sessions"), "4", "number", {}, false},
                 {"moment",
                  visit("Before or after"),
                  {},
                  "text",
                  {{"after", moment_text(Moment::after, visit)},
                   {"before", moment_text(Moment::before, visit)}}}};
  return form;
}

service::Schedule schedule_now(const Visit& visit) {
  return visit.house().store().read(
      [&](store::Reader& reader) { return service::schedule_of(reader, visit.house()); });
}

Response schedule_page(const Visit& visit, std::string problem, int status) {
  SheetView sheet;
  sheet.title = visit("When which form is due");
  sheet.back_href = "/admin";
  sheet.back_text = visit("Set up");
  sheet.lead = visit("Children and groups get their own form in place of the usual one.");
  if (!problem.empty()) sheet.problems.push_back(std::move(problem));
  auto section = standing(schedule_now(visit), visit);
  section.forms.push_back(adding(visit));
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::admin)), status);
}

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9' || number > 1000) return 0;
    number = number * 10 + static_cast<std::size_t>(digit - '0');
  }
  return number;
}

}  // namespace

Response get_admin_schedule(const Visit& visit) {
  if (!service::may_see_settings(visit.house(), {visit.principal, route}, "settings.read"))
    return refuse(visit, service::no_administrator());
  return schedule_page(visit, {}, 200);
}

Response post_admin_schedule(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  auto schedule = schedule_now(visit);
  const auto act = fields->get("do");
  const auto place = number_of(fields->get("place"));
  if (act == "add") {
    schedule.push_back(
        {std::string(fields->get("instrument")),
         from_word<When>(fields->get("when")).value_or(When::every_session),
         fields->get("every").empty() ? 1 : static_cast<int>(number_of(fields->get("every"))),
         fields->get("moment") == "before" ? Moment::before : Moment::after});
  } else if (act == "remove" && place >= 1 && place <= schedule.size()) {
    schedule.erase(schedule.begin() + static_cast<std::ptrdiff_t>(place - 1));
  } else {
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  }
  const auto done =
      service::change_schedule(visit.house(), visit.principal, service::to_json(schedule));
  if (done) return redirect(visit.request.prefix, std::string(route));
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  return schedule_page(visit, visit(done.refusal().sentence), 422);
}

}  // namespace holdfast::web
