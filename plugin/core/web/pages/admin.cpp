// SPDX-License-Identifier: MIT
// /admin: what the practice decides about its own use. No clinical content stands on these pages.
#include "service/people_links.hpp"
#include "service/practice_rules.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/write_back_kinds.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

SheetView sheet_of(const Visit& visit, std::string title) {
  SheetView sheet;
  sheet.title = std::move(title);
  sheet.back_href = "/admin";
  sheet.back_text = visit("Set up");
  return sheet;
}

service::PracticeRules rules_of(const Visit& visit) {
  return visit.house().store().read([&](store::Reader& reader) {
    return service::practice_rules(reader, visit.house().config());
  });
}

Response denied(const Visit& visit) { return refuse(visit, service::no_administrator()); }

SheetLine place(std::string title, std::string href, std::string detail) {
  return {std::move(title), std::move(href), std::move(detail)};
}

std::string write_back_line(const Visit& visit, const service::PracticeRules& rules) {
  const auto n = static_cast<long>(rules.write_back.size());
  if (n == 0) return visit("Nothing is written into the practice system.");
  return text::fill(visit.language.plural("{n} kind of record is written into the practice system.",
                                          "{n} kinds of records are written into the practice "
                                          "system.",
                                          n),
                    {{"n", std::to_string(n)}});
}

std::string seal_line(const Visit& visit, const service::PracticeRules& rules) {
  return rules.seal ? visit("Ratings are sealed until the therapist has rated too.")
                    : visit("Ratings can be read as soon as they are sent.");
}

// --- Who sees what, and when -------------------------------------------------

SheetSection seal_section(const Visit& visit, const service::PracticeRules& rules) {
  SheetSection section;
  section.title = visit("When a therapist sees a client's rating");
  section.text = seal_line(visit, rules) + " " +
                 visit(
                     "A seal ends with the therapist's own rating, with “I won't rate this one”, "
                     "after 24 hours, or when the next session starts. An answer about risk is "
                     "never sealed.");
  SheetForm form{
      "/admin/visibility",
      rules.seal ? visit("Show ratings at once") : visit("Seal ratings"),
      {{"seal", rules.seal ? "0" : "1"}, {"carers_until", std::to_string(rules.carers_until)}}};
  section.forms.push_back(std::move(form));
  return section;
}

SheetSection carers_section(const Visit& visit, const service::PracticeRules& rules) {
  SheetSection section;
  section.title = visit("What carers see of a child's answers");
  section.text =
      rules.carers_until == 0
          ? visit("Nothing: a child's or a young person's rating is hidden from carers.")
          : text::fill(visit("Carers see the ratings of a client under {age}, where the client did "
                             "not say no. From that birthday on they see nothing."),
                       {{"age", std::to_string(rules.carers_until)}});
  SheetForm form{"/admin/visibility", visit("Save"), {{"seal", rules.seal ? "1" : "0"}}};
  SheetField age{"carers_until",
                 visit("Carers may look until the age of"),
                 std::to_string(rules.carers_until),
                 "text",
                 {{"0", visit("never")}}};
  for (int years = 12; years <= 18; ++years)
    age.choices.emplace_back(std::to_string(years), std::to_string(years));
  form.fields.push_back(std::move(age));
  section.forms.push_back(std::move(form));
  return section;
}

SheetSection fixed_section(const Visit& visit) {
  SheetSection section;
  section.title = visit("What cannot be changed");
  for (auto& line :
       {visit("Partners and members of a group never see each other's answers."),
        visit(
            "A supervisor sees courses with something open, never those of a client who said no."),
        visit("A supervisor from outside sees initials, until a day."),
        visit("The front desk sees whether a form is done, and no answer."),
        visit("Administrators see no answer at all.")})
    section.lines.push_back({line});
  return section;
}

Response visibility_page(const Visit& visit, std::string problem, int status) {
  const auto rules = rules_of(visit);
  auto sheet = sheet_of(visit, visit("Who sees what, and when"));
  sheet.lead = visit("What a client reads before the first line of a form follows from this.");
  if (!problem.empty()) sheet.problems.push_back(std::move(problem));
  sheet.sections = {seal_section(visit, rules), carers_section(visit, rules), fixed_section(visit)};
  return html(render(sheet, visit.page(Section::admin)), status);
}

// --- Write-back ----------------------------------------------------------------

Response write_back_page(const Visit& visit) {
  const auto rules = rules_of(visit);
  auto sheet = sheet_of(visit, visit("What is written into the practice system"));
  sheet.lead = visit(
      "Each kind is switched on by itself. A client who said no to it is left out, and what is "
      "sealed waits until its seal ends.");
  SheetSection section;
  section.title = visit("Kinds of records");
  for (const auto& kind : write_back_texts(visit.language)) {
    const bool is_on = std::find(rules.write_back.begin(), rules.write_back.end(), kind.kind) !=
                       rules.write_back.end();
    SheetLine line;
    line.title = kind.name + " – " + (is_on ? visit("on") : visit("off"));
    line.detail = kind.readers;
    line.forms.push_back(
        {"/admin/write-back",
         text::fill(is_on ? visit("Switch off: {kind}") : visit("Switch on: {kind}"),
                    {{"kind", kind.name}}),
         {{"kind", std::string(kind.kind)}, {"on", is_on ? "0" : "1"}}});
    section.lines.push_back(std::move(line));
  }
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::admin)));
}

bool may_see(const Visit& visit, std::string_view from) {
  return service::may_see_settings(visit.house(), {visit.principal, from}, "settings.read");
}

}  // namespace

Response get_admin(const Visit& visit) {
  if (!may_see(visit, "/admin")) return denied(visit);
  const auto rules = rules_of(visit);
  SheetView sheet;
  sheet.title = visit("Set up");
  sheet.lead =
      visit("What your practice decides about Holdfast. No answer of a client is shown here.");
  SheetSection forms, people, rest;
  forms.title = visit("Forms");
  forms.lines = {place(visit("Instruments and wording packs"), "/admin/instruments",
                       visit("Which forms there are, who owns them, in which languages.")),
                 place(visit("When which form is due"), "/admin/schedule",
                       visit("At every session, every so many, at the start; before or after.")),
                 place(visit("Languages"), "/admin/languages",
                       visit("Which drafted languages clients see, and who stands for them."))};
  people.title = visit("People");
  people.lines = {
      place(visit("Users, roles, supervision and cover"), "/admin/people",
            visit("Roles come from the practice system.")),
      place(visit("Who sees what, and when"), "/admin/visibility", seal_line(visit, rules))};
  rest.title = visit("Rules and records");
  rest.lines = {
      place(visit("Rules and their settings"), "/report-card/settings",
            visit("Every change is tried on your own past first.")),
      place(visit("What is written into the practice system"), "/admin/write-back",
            write_back_line(visit, rules)),
      place(visit("Deliveries"), "/deliveries", visit("What waits, and what could not be given."))};
  sheet.sections = {std::move(forms), std::move(people), std::move(rest)};
  return html(render(sheet, visit.page(Section::admin)));
}

Response get_admin_visibility(const Visit& visit) {
  if (!may_see(visit, "/admin/visibility")) return denied(visit);
  return visibility_page(visit, {}, 200);
}

Response post_admin_visibility(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto age = fields->get("carers_until");
  const bool is_number = age.size() <= 2 && age.find_first_not_of("0123456789") == age.npos;
  const service::ChangeVisibility change{fields->get("seal") == "1",
                                         !is_number    ? -1
                                         : age.empty() ? 0
                                                       : std::stoi(std::string(age))};
  const auto done =
      service::change_rules(visit.house(), {visit.principal, "/admin/visibility"}, change);
  if (done) return redirect(visit.request.prefix, "/admin/visibility");
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  return visibility_page(visit, visit(done.refusal().sentence), 422);
}

Response get_admin_write_back(const Visit& visit) {
  if (!may_see(visit, "/admin/write-back")) return denied(visit);
  return write_back_page(visit);
}

Response post_admin_write_back(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  auto kinds = rules_of(visit).write_back;
  const std::string kind(fields->get("kind"));
  std::erase(kinds, kind);
  if (fields->get("on") == "1") kinds.push_back(kind);
  const auto done = service::change_rules(visit.house(), {visit.principal, "/admin/write-back"},
                                          service::ChangeWriteBack{std::move(kinds)});
  return done ? redirect(visit.request.prefix, "/admin/write-back") : refuse(visit, done.refusal());
}

}  // namespace holdfast::web
