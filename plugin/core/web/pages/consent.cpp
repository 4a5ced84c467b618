// SPDX-License-Identifier: MIT
// /courses/{course}/consent: what this client was told, agreed to or refused.
#include "service/consent_desk.hpp"
#include "store/words.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

struct PurposeText {
  store::Purpose purpose;
  std::string name, detail;
};

std::vector<PurposeText> purposes(const Visit& visit) {
  using enum store::Purpose;
  return {{forms, visit("Forms"),
           visit("The client is given forms about the sessions. Answering is always free.")},
          {reminders, visit("Reminders"),
           visit("A message with a link, without a name and without content.")},
          {supervision, visit("Supervision"),
           visit("A supervisor may read this course while something is open in it.")},
          {write_back, visit("Writing into the practice system"),
           visit("What the practice switched on is written into the client's chart.")},
          {carer_view, visit("A carer's look"),
           visit("A carer may see the ratings, up to the age that the practice has set.")},
          {research, visit("Research"),
           visit("The ratings may be in a pseudonymised set for research.")}};
}

std::string answer_text(store::ConsentAnswer answer, const Visit& visit) {
  switch (answer) {
    case store::ConsentAnswer::informed:
      return visit("was informed");
    case store::ConsentAnswer::agreed:
      return visit("agreed");
    case store::ConsentAnswer::refused:
      return visit("said no");
    case store::ConsentAnswer::withdrawn:
      return visit("took the agreement back");
  }
  return {};
}

using Participant = service::ConsentPage::Participant;

std::string state_of(const Participant& one, store::Purpose purpose, const Visit& visit) {
  for (const auto& consent : one.standing)
    if (consent.purpose == purpose)
      return text::fill(visit("{answer}, on {day}"),
                        {{"answer", answer_text(consent.answer, visit)},
                         {"day", text::short_day(consent.day, visit.language)}});
  return visit("nothing noted yet");
}

std::string here(const Visit& visit) {
  return "/courses/" + percent_encoded(visit.at("course")) + "/consent";
}

SheetForm form_of(const Visit& visit, const PurposeText& purpose, const Participant& client) {
  SheetForm form{here(visit),
                 visit("Save"),
                 {{"purpose", std::string(to_word(purpose.purpose))}, {"client", client.id.value}}};
  form.folded_under = text::fill(visit("Note an answer: {purpose}"), {{"purpose", purpose.name}});
  SheetField answer{"answer", visit("The client"), {}, "text"};
  for (const auto one : {store::ConsentAnswer::informed, store::ConsentAnswer::agreed,
                         store::ConsentAnswer::refused, store::ConsentAnswer::withdrawn})
    answer.choices.emplace_back(to_word(one), answer_text(one, visit));
  form.fields.push_back(std::move(answer));
  form.fields.push_back({"given_by",
                         visit("Who answered"),
                         {},
                         "text",
                         {{"client", visit("the client")}, {"carer", visit("a carer")}}});
  return form;
}

SheetSection by_purpose(const Participant& client, const Visit& visit) {
  SheetSection section;
  section.title = visit("By purpose");
  for (const auto& purpose : purposes(visit)) {
    SheetLine line;
    line.title = purpose.name + " – " + state_of(client, purpose.purpose, visit);
    line.detail = purpose.detail;
    line.forms.push_back(form_of(visit, purpose, client));
    section.lines.push_back(std::move(line));
  }
  return section;
}

SheetSection everything(const Participant& client, const Visit& visit) {
  SheetSection past;
  past.title = visit("Everything noted so far");
  past.when_empty = visit("Nothing yet.");
  for (auto one = client.history.rbegin(); one != client.history.rend(); ++one)
    for (const auto& purpose : purposes(visit))
      if (purpose.purpose == one->purpose)
        past.lines.push_back({purpose.name,
                              {},
                              text::fill(visit("{answer}, on {day}"),
                                         {{"answer", answer_text(one->answer, visit)},
                                          {"day", text::short_day(one->day, visit.language)}})});
  return past;
}

}  // namespace

Response get_consent(const Visit& visit) {
  const auto page =
      service::read_consents(visit.house(), visit.principal, CourseId{visit.at("course")});
  if (!page) return refuse(visit, page.refusal());
  SheetView sheet;
  sheet.title = visit("What the client was told and agreed to");
  sheet.lead = visit("What was refused does not happen. The client can change this at any time.");
  sheet.back_href = "/courses/" + percent_encoded(visit.at("course"));
  sheet.back_text = page->course.client_name();
  const bool are_several = page->participants.size() > 1;
  for (const auto& client : page->participants) {
    for (auto section : {by_purpose(client, visit), everything(client, visit)}) {
      if (are_several) section.title = client.name + " – " + section.title;
      sheet.sections.push_back(std::move(section));
    }
  }
  return html(render(sheet, visit.page(Section::caseload)));
}

Response post_consent(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto done = service::note_consent(
      visit.house(), visit.principal, CourseId{visit.at("course")},
      {std::string(fields->get("purpose")), std::string(fields->get("answer")),
       std::string(fields->get("given_by")), ClientId{std::string(fields->get("client"))}});
  return done ? redirect(visit.request.prefix, here(visit)) : refuse(visit, done.refusal());
}

}  // namespace holdfast::web
