// SPDX-License-Identifier: MIT
// What was erased, each with its certificate, and which files are past their retention.
#include "service/erasure_desk.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

SheetSection listed(std::string title, const std::vector<std::string>& lines, std::string none) {
  SheetSection section;
  section.title = std::move(title);
  section.when_empty = std::move(none);
  for (const auto& line : lines) section.lines.push_back({line, {}, {}, {}, true, {}});
  return section;
}

SheetSection backups(const Visit& visit, const std::vector<std::string>& known) {
  auto section = listed(visit("What still stands in backups"), known, visit("No backup is known."));
  for (auto& line : section.lines)
    if (line.title == service::server_backups) {
      line.title = visit("the database server's own backups and archived logs");
      line.is_name = false;
    }
  return section;
}

std::string rule_of(const Visit& visit, const service::PastRetention& past) {
  auto rule = text::fill(visit.language.plural("The practice keeps a file {count} year after its "
                                               "last session.",
                                               "The practice keeps a file {count} years after its "
                                               "last session.",
                                               past.years),
                         {{"count", text::number(long{past.years}, visit.language)}});
  if (past.age > 0)
    rule += " " + text::fill(visit("And until the client is {age}."),
                             {{"age", text::number(long{past.age}, visit.language)}});
  return rule;
}

}  // namespace

Response get_erasures(const Visit& visit) {
  const auto erasures = service::read_erasures(visit.house(), visit.principal, "/erasures");
  if (!erasures) return refuse(visit, erasures.refusal());
  SheetView sheet;
  sheet.title = visit("What was erased");
  sheet.lead = visit("The newest first. No name is kept; the certificates hold no client's data.");
  sheet.back_href = "/records";
  sheet.back_text = visit("Records");
  SheetSection section;
  section.title = visit("Certificates");
  section.when_empty = visit("Nothing was erased so far.");
  for (const auto& one : *erasures)
    section.lines.push_back({day_and_time(visit, one.at), "/erasures/" + one.id, {}, one.reason});
  sheet.sections = {std::move(section)};
  return html(render(sheet, visit.page(Section::records)));
}

Response get_erasure(const Visit& visit) {
  const auto found = service::read_certificate(
      visit.house(), visit.principal, std::string(visit.at("erasure")), "/erasures/{erasure}");
  if (!found) return refuse(visit, found.refusal());
  SheetView sheet;
  sheet.title = visit("Certificate of erasure");
  sheet.lead = text::fill(visit("Erased on {moment}."),
                          {{"moment", day_and_time(visit, found->erasure.at)}});
  sheet.back_href = "/erasures";
  sheet.back_text = visit("What was erased");
  SheetSection who;
  who.title = visit("On whose word");
  who.lines.push_back({text::fill(visit("Asked for by {name}"), {{"name", found->asked_by}}),
                       {},
                       {},
                       found->erasure.reason});
  if (!found->erasure.agreed_by.empty())
    who.lines.push_back({text::fill(visit("Carried out by {name}"), {{"name", found->agreed_by}})});
  SheetSection paper;
  paper.title = visit("For the files");
  paper.lines.push_back({visit("The certificate for a computer (JSON)"),
                         "/api/v1/erasures/" + found->erasure.id,
                         visit("With what was removed, table by table.")});
  sheet.sections = {std::move(who),
                    listed(visit("What still stands in the practice system"),
                           found->in_the_practice_system, visit("Nothing that Holdfast gave it.")),
                    backups(visit, found->in_backups), std::move(paper)};
  return html(render(sheet, visit.page(Section::records)));
}

Response get_retention(const Visit& visit) {
  const auto past = service::files_past_retention(visit.house(), visit.principal, "/retention");
  if (!past) return refuse(visit, past.refusal());
  SheetView sheet;
  sheet.title = visit("Files past their retention");
  sheet.lead = rule_of(visit, *past);
  sheet.back_href = "/records";
  sheet.back_text = visit("Records");
  SheetSection section;
  section.title = visit("May be erased");
  section.text = visit(
      "Those whose courses ended longest ago come first. A course that the practice system never "
      "ended is not found here, nor a file with a legal hold.");
  section.when_empty = visit("No file is past it.");
  for (const auto& file : past->files)
    section.lines.push_back(
        {file.client.name,
         "/records/" + file.client.key.value,
         text::fill(visit("Kept until {day}"),
                    {{"day", text::short_day(file.kept_until, visit.language)}}),
         {},
         true,
         {}});
  sheet.sections = {std::move(section)};
  return html(render(sheet, visit.page(Section::records)));
}

}  // namespace holdfast::web
