// SPDX-License-Identifier: MIT
// GET /tour: the guided tour, in the demo alone. GET /accessibility: the published statement.
#include "web/view/tour.hpp"

#include "service/house.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

std::string sign_in_as(const Visit& visit, const std::string& name) {
  return text::fill(visit("Sign in as {name}; sign out first where somebody else is signed in."),
                    {{"name", name}});
}

std::vector<TourChapter> chapters(const Visit& visit) {
  return {
      {visit("The clinician"),
       sign_in_as(visit, "therapist-1"),
       {{visit("Today: the day's sessions, which forms are due, and what is new."), "/today"},
        {visit("Open a check-in. One sentence says why, with its numbers; below it the "
               "calculation, and what may help."),
         "/caseload?show=open"},
        {visit("Follow the name to the client's picture: three facts, one graph, the same as a "
               "table."),
         {}},
        {visit("Your own form takes half a minute: the same lines from your chair."), "/today"},
        {visit("See what your supervisor sees, and who looked."), "/supervision?scope=own"}}},
      {visit("The client"),
       visit("Stay signed in as the clinician, and take the client's chair."),
       {{visit("Press “Hand over” beside a session and choose a PIN."), "/today"},
        {visit("Four lines, no names, no numbers: touch each, and send. Put them low for once."),
         {}},
        {visit("Leave the form with your PIN, sign in again: the dip stands on Today, with its "
               "reason."),
         "/today"}}},
      {visit("The supervisor"),
       sign_in_as(visit, "supervisor"),
       {{visit("What is open with the supervisees, the longest first; figures about everybody "
               "together, with their intervals, and no ranking."),
         "/supervision"},
        {visit("The report card asks whether the practice's rules are good ones."), "/report-card"},
        {visit("Try other settings on the practice's past before anybody changes anything."),
         "/report-card/preview"}}},
      {visit("The administrator"),
       sign_in_as(visit, "admin"),
       {{visit("Everything that is decided here, and no answer of a client."), "/admin"},
        {visit("Let clients read German, Arabic, Spanish or French: somebody stands for it by "
               "name."),
         "/admin/languages"},
        {visit("Switch on what is written into the practice system, kind by kind."),
         "/admin/write-back"},
        {visit("See what every page is made of."), "/design"}}}};
}

SheetSection section(std::string title, std::vector<std::string> lines) {
  SheetSection section;
  section.title = std::move(title);
  for (auto& line : lines) section.lines.push_back({std::move(line)});
  return section;
}

}  // namespace

Response get_tour(const Visit& visit) {
  if (!visit.house().config().demo)
    return refuse(visit, 404, "not-found", "There is no page at this address.");
  const bool is_staff = visit.principal.kind == access::Principal::Kind::staff;
  return html(render(chapters(visit), is_staff ? visit.page() : visit.page_for_client()));
}

Response get_accessibility(const Visit& visit) {
  SheetView sheet;
  sheet.title = visit("Accessibility");
  sheet.lead = visit(
      "We want everybody to be able to use these pages. They are built to meet WCAG 2.2, level "
      "AA.");
  sheet.sections = {
      section(
          visit("What we do"),
          {visit("Everything works with the keyboard alone, and with a screen reader; each line "
                 "of a form says its two ends and its value."),
           visit("Each line can be touched, dragged, moved with arrow keys, or typed as a "
                 "number."),
           visit("Text can be enlarged to 200 %; light, dark and more contrast follow the "
                 "device; nothing moves for those who asked for less motion."),
           visit("No meaning rests on colour alone, and every graph stands there as a table "
                 "too."),
           visit("Pages read from right to left where the language does.")}),
      section(visit("How it is checked"),
              {visit("At every change, every page is checked by an automatic test in a browser, "
                     "and the form is filled by keyboard and through what a screen reader hears. "
                     "People with disabilities have not tested it yet.")}),
      section(visit("What is known not to work"),
              {visit("Wording that a practice installs itself may be harder to read than ours."),
               visit("Drafted languages were not read through by speakers unless your practice did "
                     "so.")}),
      section(visit("If something is in your way"),
              {visit("Tell your practice; nobody needs to use a form here, and every form can be "
                     "had on paper or read aloud.")})};
  const bool is_staff = visit.principal.kind == access::Principal::Kind::staff;
  return html(render(sheet, is_staff ? visit.page() : visit.page_for_client()));
}

}  // namespace holdfast::web
