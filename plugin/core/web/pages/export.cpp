// SPDX-License-Identifier: MIT
// The practice's data as tables: with its ids, or as a research set.
#include "service/practice_archive.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

SheetSection choice(std::string title, std::string text, const char* what, std::string button) {
  SheetSection section;
  section.title = std::move(title);
  section.text = std::move(text);
  section.forms.push_back({"/export", std::move(button), {{"what", what}}});
  return section;
}

}  // namespace

Response get_export(const Visit& visit) {
  SheetView sheet;
  if (const auto refusal = service::may_export(visit.house(), visit.principal, "/export"))
    return refuse(visit, *refusal);
  sheet.title = visit("Take the data out");
  sheet.lead = visit(
      "One ZIP file with tables (CSV), what each column means, and the readers for SPSS and R. "
      "That it was taken is on record.");
  sheet.back_href = "/records";
  sheet.back_text = visit("Records");
  sheet.sections = {
      choice(visit("Everything"),
             visit("Every rating and check-in, with the ids of the practice. It is health data of "
                   "named people: keep it where the files are kept."),
             "all", visit("Save everything")),
      choice(visit("For research"),
             text::fill(visit("Only clients who agreed to research, and only when at least {count} "
                              "did. Random ids, days since the first session instead of dates. It "
                              "is pseudonymised, not anonymous."),
                        {{"count", text::number(long{service::smallest_cell}, visit.language)}}),
             "research", visit("Save the research set"))};
  return html(render(sheet, visit.page(Section::records)));
}

Response post_export(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto what = fields->get("what");
  if (what != "all" && what != "research")
    return refuse(visit, service::invalid(
                             {{"what", "unknown", visit("Use one of the buttons on the page.")}}));
  const bool is_research = what == "research";
  auto archive = service::export_archive(
      visit.house(), visit.principal,
      is_research ? service::Naming::pseudonymised : service::Naming::as_stored, "/export");
  if (!archive) return refuse(visit, archive.refusal());
  Response response{200, {}, std::move(*archive)};
  response.with("content-type", "application/zip")
      .with("content-disposition", is_research ? "attachment; filename=\"holdfast-research.zip\""
                                               : "attachment; filename=\"holdfast-export.zip\"");
  return response;
}

}  // namespace holdfast::web
