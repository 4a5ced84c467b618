// SPDX-License-Identifier: MIT
// The records officer's pages: find a file, note requests and holds, hand out the whole file, have
// it erased.
#include <algorithm>

#include "service/erasure_desk.hpp"
#include "store/words.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

std::string href_of(const store::ClientKey& client) { return "/records/" + client.value; }

std::string day_text(const Visit& visit, Day day) { return text::short_day(day, visit.language); }

SheetForm act(const service::DeskFile& file, const char* what, std::string button,
              std::string id = {}) {
  SheetForm form{href_of(file.client.key), std::move(button), {{"do", what}}};
  if (!id.empty()) form.hidden.emplace_back("id", std::move(id));
  return form;
}

SheetSection requests_of(const Visit& visit, const service::DeskFile& file) {
  SheetSection section;
  section.title = visit("Requests to see the file");
  section.when_empty = visit("Nobody has asked.");
  for (const auto& request : file.requests) {
    SheetLine line;
    line.title = text::fill(visit("Asked on {day}"), {{"day", day_text(visit, request.asked_on)}});
    line.detail = request.answered_at
                      ? text::fill(visit("Answered on {day}"),
                                   {{"day", day_and_time(visit, *request.answered_at)}})
                      : visit("Not answered yet");
    if (!request.answered_at)
      line.forms.push_back(act(file, "answer", visit("The file was handed out"), request.id));
    section.lines.push_back(std::move(line));
  }
  section.forms.push_back(act(file, "request", visit("The client asked today")));
  return section;
}

SheetSection holds_of(const Visit& visit, const service::DeskFile& file) {
  SheetSection section;
  section.title = visit("Keeping it");
  if (file.kept_until)
    section.text = text::fill(visit("Kept until {day} by the practice's rule."),
                              {{"day", day_text(visit, *file.kept_until)}});
  section.when_empty = visit("No legal hold.");
  for (const auto& hold : file.holds) {
    SheetLine line;
    line.title = hold.lifted_at ? visit("Hold that was lifted") : visit("Legal hold");
    line.detail = day_and_time(visit, hold.placed_at);
    line.quoted = hold.reason;
    if (!hold.lifted_at) line.forms.push_back(act(file, "lift", visit("Lift the hold"), hold.id));
    section.lines.push_back(std::move(line));
  }
  auto place = act(file, "hold", visit("Place the hold"));
  place.folded_under = visit("Place a legal hold");
  place.fields.push_back({"reason", visit("Why is it kept?")});
  section.forms.push_back(std::move(place));
  return section;
}

// What has to happen before this person may carry it out; empty: nothing.
std::string obstacle(const Visit& visit, const store::ErasureRequest& request) {
  const auto refusal = service::erasure_waits_for(visit.house(), visit.principal, request);
  if (!refusal) return {};
  if (refusal->rule == "legal-hold")
    return visit("A legal hold stands on this file; it has to be lifted first.");
  if (refusal->rule == "retention") return visit("The practice's rule keeps this file longer.");
  if (refusal->rule == "host-unavailable")
    return visit("The practice system does not answer; nothing was changed. Try again soon.");
  if (refusal->rule == "not-an-officer")
    return visit("Who asked is no records officer any more; take it back and ask anew.");
  return visit("Another records officer has to carry it out.");
}

SheetSection erasing(const Visit& visit, const service::DeskFile& file) {
  SheetSection section;
  section.title = visit("Erasing it");
  section.text = visit(
      "Everything kept about the client goes, copies too, and never comes back. What stands "
      "in the practice system and in backups stays; a certificate lists it.");
  if (!file.erasure) {
    auto ask = act(file, "ask_erasure", visit("Ask for it"));
    ask.folded_under = visit("Ask for this file to be erased");
    ask.fields.push_back({"reason", visit("Why is it erased?")});
    section.forms.push_back(std::move(ask));
    return section;
  }
  SheetLine line;
  line.title = text::fill(visit("Asked for by {name}"), {{"name", file.erasure_asked_by}});
  line.detail = day_and_time(visit, file.erasure->asked_at);
  line.quoted = file.erasure->reason;
  const auto waits_for = obstacle(visit, *file.erasure);
  if (!waits_for.empty()) {
    line.detail += " – " + waits_for;
  } else {
    auto erase = act(file, "erase", visit("Erase it for ever"));
    erase.fields.push_back({"sure", visit("I know that this cannot be undone."), {}, "tick"});
    line.forms.push_back(std::move(erase));
  }
  line.forms.push_back(act(file, "take_back_erasure", visit("Take the wish back")));
  section.lines.push_back(std::move(line));
  return section;
}

SheetSection ended_of(const Visit& visit, const service::DeskFile& file) {
  SheetSection section;
  section.title = visit("Taken out of the file");
  section.when_empty = visit("Nothing was taken out.");
  for (const auto& one : file.ended) {
    SheetLine line;
    line.title = day_text(visit, one.rating.day) + " – " +
                 (one.end.how == store::EndOfRating::voided ? visit("voided") : visit("moved"));
    line.detail =
        day_and_time(visit, one.end.at) +
        (one.rating.raw ? " – " + text::fill(visit("Total {total}"), {{"total", *one.rating.raw}})
                        : std::string{});
    line.quoted = one.end.reason;
    section.lines.push_back(std::move(line));
  }
  return section;
}

Response shown(const Visit& visit, const service::DeskFile& file) {
  SheetView sheet;
  sheet.title = visit("A client's file");
  sheet.back_href = "/records";
  sheet.back_text = visit("Records");
  SheetSection whole;
  whole.title = visit("The whole file");
  whole.lines.push_back({file.client.name, {}, {}, {}, true, {}});
  whole.lines.push_back(
      {visit("As a document to read and print"), href_of(file.client.key) + "/document",
       visit("Without other people's answers. That it was opened is on record.")});
  whole.lines.push_back(
      {visit("The same for a computer (JSON)"), "/api/v1" + href_of(file.client.key), {}});
  sheet.sections = {std::move(whole), requests_of(visit, file), holds_of(visit, file),
                    erasing(visit, file), ended_of(visit, file)};
  return html(render(sheet, visit.page(Section::records)));
}

Response erase(const Visit& visit, const store::ClientKey& client, bool is_sure) {
  if (!is_sure)
    return refuse(visit, service::invalid(
                             {{"sure", "required", visit("Tick that you know what this does.")}}));
  const auto erased =
      service::carry_out_erasure(visit.house(), visit.principal, client, "/records/{client}");
  return erased ? redirect(visit.request.prefix, "/erasures/" + erased->id)
                : refuse(visit, erased.refusal());
}

}  // namespace

Response get_records(const Visit& visit) {
  const std::string asked(visit.query.get("q"));
  const auto desk = service::read_desk(visit.house(), visit.principal, asked, "/records");
  if (!desk) return refuse(visit, desk.refusal());
  SheetView sheet;
  sheet.title = visit("Records");
  SheetSection find;
  find.title = visit("Find a file");
  find.forms.push_back({"/records",
                        visit("Find"),
                        {},
                        {{"q", visit("Name"), asked, "search", {}, false}},
                        {},
                        true});
  for (const auto& client : desk->found)
    find.lines.push_back({client.name, href_of(client.key), {}, {}, true, {}});
  if (!asked.empty()) find.when_empty = visit("Nobody fits this search.");
  SheetSection waiting;
  waiting.title = visit("Requests that wait");
  waiting.when_empty = visit("None.");
  for (const auto& one : desk->waiting)
    waiting.lines.push_back(
        {one.client.name,
         href_of(one.client.key),
         text::fill(visit("Asked on {day}"), {{"day", day_text(visit, one.request.asked_on)}}),
         {},
         true,
         {}});
  SheetSection to_erase;
  to_erase.title = visit("Files to be erased");
  for (const auto& one : desk->to_erase)
    to_erase.lines.push_back(
        {one.client.name,
         href_of(one.client.key),
         text::fill(visit("Asked on {day}"), {{"day", day_and_time(visit, one.request.asked_at)}}),
         {},
         true,
         {}});
  to_erase.lines.push_back({visit("Files past their retention"), "/retention"});
  to_erase.lines.push_back({visit("What was erased"), "/erasures"});
  SheetSection data;
  data.title = visit("The practice's data");
  data.lines.push_back({visit("Take it out as tables"), "/export"});
  SheetSection emergencies;
  emergencies.title = visit("Emergency access in the last week");
  emergencies.when_empty = visit("None.");
  for (const auto& look : desk->emergencies)
    emergencies.lines.push_back(
        {look.who + " → " + look.client, {}, day_and_time(visit, look.at), look.reason, true, {}});
  sheet.sections = {std::move(find), std::move(waiting), std::move(to_erase),
                    std::move(emergencies), std::move(data)};
  return html(render(sheet, visit.page(Section::records)));
}

Response get_record(const Visit& visit) {
  const auto file = service::read_desk_file(
      visit.house(), visit.principal, store::ClientKey{visit.at("client")}, "/records/{client}");
  return file ? shown(visit, *file) : refuse(visit, file.refusal());
}

Response post_record(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto text = [&](std::string_view name) { return std::string(fields->get(name)); };
  const auto what = text("do");
  std::optional<service::DeskAct> wanted;
  if (what == "request") wanted = service::RecordRequest{};
  if (what == "answer") wanted = service::AnswerRequest{text("id")};
  if (what == "hold") wanted = service::PlaceHold{text("reason")};
  if (what == "lift") wanted = service::LiftHold{text("id")};
  if (what == "ask_erasure") wanted = service::AskErasure{text("reason")};
  if (what == "take_back_erasure") wanted = service::TakeBackErasure{};
  const store::ClientKey client{visit.at("client")};
  if (what == "erase") return erase(visit, client, fields->get("sure") == "1");
  if (!wanted)
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto done =
      service::act_on_desk(visit.house(), visit.principal, client, "/records/{client}", *wanted);
  return done ? redirect(visit.request.prefix, href_of(client)) : refuse(visit, done.refusal());
}

Response get_record_document(const Visit& visit) {
  const store::ClientKey client{visit.at("client")};
  const auto file = service::read_whole_file(visit.house(), visit.principal, client,
                                             "/records/{client}/document", visit.language);
  if (!file) return refuse(visit, file.refusal());
  SheetView sheet;
  sheet.title = visit("Everything kept about a client");
  sheet.back_href = href_of(client);
  sheet.back_text = visit("A client's file");
  for (const auto& part : file->sections) {
    SheetSection section;
    section.title = part.title;
    section.when_empty = visit("Nothing.");
    for (const auto& line : part.lines) section.lines.push_back({line, {}, {}, {}, true, {}});
    sheet.sections.push_back(std::move(section));
  }
  return html(render(sheet, visit.page(Section::records)));
}

}  // namespace holdfast::web
