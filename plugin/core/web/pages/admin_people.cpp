// SPDX-License-Identifier: MIT
// /admin/people: users and roles as the practice system says, and the links it does not keep.
#include "service/people_links.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

constexpr std::string_view route = "/admin/people";

std::string role_text(Role role, const Visit& visit) {
  switch (role) {
    case Role::front_desk:
      return visit("front desk");
    case Role::therapist:
      return visit("therapist");
    case Role::supervisor:
      return visit("supervisor");
    case Role::external_supervisor:
      return visit("supervisor from outside");
    case Role::records_officer:
      return visit("records officer");
    case Role::admin:
      return visit("administrator");
  }
  return {};
}

std::string kind_text(std::string_view kind, const Visit& visit) {
  if (kind == "cover") return visit("{who} stands in for {clinician}");
  if (kind == "external_supervision") return visit("{who} supervises {clinician} from outside");
  return visit("{who} supervises {clinician}");
}

SheetSection staff_of(const service::PeopleOfPractice& people, const Visit& visit) {
  SheetSection section;
  section.title = visit("Users and their roles");
  section.text = visit(
      "As the practice system described them when they were last here. A change there is followed "
      "within five minutes; who was never here is not listed.");
  section.when_empty = visit("Nobody has been here yet.");
  for (const auto& one : people.staff) {
    SheetLine line;
    line.title = one.person.name;
    line.is_name = true;
    for (const auto role : one.person.roles)
      line.detail += (line.detail.empty() ? "" : ", ") + role_text(role, visit);
    line.detail +=
        " · " +
        text::fill(visit("last here on {day}"),
                   {{"day", text::short_day(visit.house().day_of(one.described), visit.language)}});
    section.lines.push_back(std::move(line));
  }
  return section;
}

SheetSection links_of(const service::PeopleOfPractice& people, const Visit& visit) {
  SheetSection section;
  section.title = visit("Supervision and cover noted here");
  section.text = visit("Only what the practice system does not keep itself.");
  section.when_empty = visit("None.");
  for (const auto& one : people.links) {
    SheetLine line;
    line.title = text::fill(kind_text(one.link.kind, visit),
                            {{"who", one.person}, {"clinician", one.clinician}});
    if (one.link.until)
      line.detail = text::fill(visit("until {day}"),
                               {{"day", text::long_day(*one.link.until, visit.language)}}) +
                    " · ";
    line.detail += text::fill(visit("noted by {name}"), {{"name", one.made_by}});
    line.forms.push_back({std::string(route),
                          text::fill(visit("End: {what}"), {{"what", line.title}}),
                          {{"do", "end"}, {"id", one.link.id}}});
    section.lines.push_back(std::move(line));
  }
  SheetForm add{std::string(route), visit("Save"), {{"do", "add"}}};
  add.folded_under = visit("Note supervision or cover");
  add.fields.push_back({"kind",
                        visit("What"),
                        {},
                        "text",
                        {{"supervision", visit("supervision")},
                         {"external_supervision", visit("supervision from outside")},
                         {"cover", visit("cover")}}});
  SheetField who{"person", visit("Who may look"), {}, "text"},
      whose{"clinician", visit("Whose courses"), {}, "text"};
  for (const auto& one : people.staff)
    who.choices.emplace_back(one.person.id.value, one.person.name);
  for (const auto& clinician : people.clinicians)
    whose.choices.emplace_back(clinician.id.value, clinician.name);
  const bool is_possible = !who.choices.empty() && !whose.choices.empty();
  add.fields.push_back(std::move(who));
  add.fields.push_back(std::move(whose));
  add.fields.push_back({"until", visit("Last day"), {}, "date", {}, false});
  if (is_possible) section.forms.push_back(std::move(add));
  return section;
}

Response people_page(const Visit& visit, std::string problem, int status) {
  const auto people = service::read_people(visit.house(), {visit.principal, route});
  if (!people) return refuse(visit, people.refusal());
  SheetView sheet;
  sheet.title = visit("Users, roles, supervision and cover");
  sheet.back_href = "/admin";
  sheet.back_text = visit("Set up");
  if (!problem.empty()) sheet.problems.push_back(std::move(problem));
  sheet.sections = {staff_of(*people, visit), links_of(*people, visit)};
  return html(render(sheet, visit.page(Section::admin)), status);
}

}  // namespace

Response get_admin_people(const Visit& visit) { return people_page(visit, {}, 200); }

Response post_admin_people(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto text = [&](std::string_view name) { return std::string(fields->get(name)); };
  const auto act = text("do");
  if (act != "add" && act != "end")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto change = act == "add"
                          ? service::LinkChange{service::AddLink{text("kind"), text("person"),
                                                                 text("clinician"), text("until")}}
                          : service::LinkChange{service::EndLink{text("id")}};
  const auto done = service::change_links(visit.house(), {visit.principal, route}, change);
  if (done) return redirect(visit.request.prefix, std::string(route));
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  return people_page(visit, visit(done.refusal().sentence), 422);
}

}  // namespace holdfast::web
