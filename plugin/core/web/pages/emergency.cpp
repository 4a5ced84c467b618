// SPDX-License-Identifier: MIT
// GET /break-glass, POST /courses/{course}/break-glass: an hour's look at a client one has no link
// to, with a reason that others read.
#include "service/break_glass.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {

Response get_break_glass(const Visit& visit) {
  const std::string asked(visit.query.get("q"));
  const auto found =
      service::find_for_emergency(visit.house(), visit.principal, asked, "/break-glass");
  if (!found) return refuse(visit, found.refusal());
  SheetView sheet;
  sheet.title = visit("Emergency access");
  sheet.lead = visit(
      "For one hour you can read a client's ratings, and change nothing. The client's therapist "
      "and "
      "the records officer are told that you looked, and why.");
  SheetSection section;
  section.title = visit("Whom is it about?");
  section.forms.push_back(
      {"/break-glass", visit("Find"), {}, {{"q", visit("Name"), asked, "search"}}, {}, true});
  if (!asked.empty()) section.when_empty = visit("Nobody fits this search.");
  for (const auto& client : *found)
    for (const auto& course : client.courses) {
      SheetLine line;
      line.title = client.name;
      line.is_name = true;
      line.forms.push_back({"/courses/" + percent_encoded(course.id.value) + "/break-glass",
                            visit("Look for one hour"),
                            {},
                            {{"reason", visit("What is the emergency?")}},
                            visit.language.in_context("verb", "Open")});
      section.lines.push_back(std::move(line));
    }
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page()));
}

Response post_break_glass(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const CourseId course{visit.at("course")};
  const auto until = service::break_glass(
      visit.house(), visit.principal,
      {course, std::string(fields->get("reason")), "/courses/{course}/break-glass"});
  if (!until) return refuse(visit, until.refusal());
  return redirect(visit.request.prefix, "/courses/" + percent_encoded(course.value));
}

}  // namespace holdfast::web
