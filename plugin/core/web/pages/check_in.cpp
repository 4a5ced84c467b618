// SPDX-License-Identifier: MIT
// /check-ins/{check_in}: why it is here, its numbers, and what to do.
#include "web/view/check_in.hpp"

#include <utility>

#include "service/check_in.hpp"
#include "service/detection_settings.hpp"
#include "service/house.hpp"
#include "service/subjects.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/repair_lines.hpp"
#include "web/view/annotation.hpp"

namespace holdfast::web {
namespace {

CheckInState state_of(store::AlertStatus status) {
  switch (status) {
    case store::AlertStatus::open:
      return CheckInState::open;
    case store::AlertStatus::acknowledged:
      return CheckInState::acknowledged;
    case store::AlertStatus::snoozed:
      return CheckInState::snoozed;
    case store::AlertStatus::closed:
      return CheckInState::closed;
    case store::AlertStatus::withdrawn:
      return CheckInState::withdrawn;
  }
  return CheckInState::open;
}

std::string text_of(const store::AlertEvent& event, const Visit& visit) {
  if (event.kind == "acknowledged") return visit("Acknowledged");
  if (event.kind == "snoozed" && event.until)
    return text::fill(visit("Snoozed until {day}"),
                      {{"day", text::long_day(*event.until, visit.language)}});
  if (event.kind == "not_a_dip") return visit("Closed: not a dip");
  if (event.kind == "logged") return visit("What was done");
  if (event.kind == "reopened") return visit("Opened again");
  if (event.kind == "joined") return visit("A later finding joined");
  if (event.kind == "withdrawn") return visit("Withdrawn: data corrected");
  if (event.kind == "promoted") return visit("Takes the place of a check-in that was withdrawn");
  if (event.kind == "recalculated") return visit("Worked out again: data corrected");
  if (event.kind == "handed_over") return visit("Handed over to another therapist");
  return visit("Closed");
}

std::string strain_text(std::string_view strain, const Visit& visit) {
  if (strain == "moving_away") return visit("Moving away");
  if (strain == "moving_against") return visit("Moving against");
  if (strain == "both") return visit("Both");
  if (strain == "unsure") return visit("Unsure");
  return {};
}

std::string words_of(const store::AlertEvent& event, const Visit& visit) {
  std::string words = event.reason;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) words += (words.empty() ? "" : " · ") + part;
  };
  add(strain_text(event.strain, visit));
  for (const auto& suggestion : suggestions())
    if (("," + event.tried + ",").find("," + std::string(suggestion.value) + ",") !=
        std::string::npos)
      add(visit(suggestion.title));
  add(event.words);
  return words;
}

std::string budget_advice(const service::CheckIn& check_in, const Visit& visit) {
  const auto& budget = check_in.budget;
  if (budget.ratings < 20 || budget.alerts * 100 <= budget.ratings * 5) return {};
  return text::fill(visit("{alerts} check-ins in your last {ratings} ratings (8 weeks). More than "
                          "5 in 100 is a lot; "
                          "your practice may look at its settings. Nothing changes by itself."),
                    {{"alerts", text::number(static_cast<long>(budget.alerts), visit.language)},
                     {"ratings", text::number(static_cast<long>(budget.ratings), visit.language)}});
}

FindingNumbers numbers_of(const service::CheckIn& check_in) {
  auto numbers = finding_numbers(check_in.now.alert);
  numbers.thresholds = check_in.thresholds;
  for (const auto& rating : check_in.silent)
    numbers.silent.push_back({rating.score, rating.z, rating.ends});
  if (check_in.absence)
    numbers.absence = {check_in.absence->held_before, check_in.absence->forms_before,
                       check_in.absence->days,
                       check_in.absence->attendance == Attendance::cancelled_late};
  return numbers;
}

CheckInView view_of(const service::CheckIn& check_in, const Visit& visit) {
  const auto& alert = check_in.now.alert;
  CheckInView view;
  view.client = check_in.course.client_name();
  view.client_href = "/courses/" + percent_encoded(check_in.course.course.id.value);
  const auto partner = visit.house().store().read([&](store::Reader& reader) {
    return service::partner_meant(reader, alert.subject, check_in.course.client.id);
  });
  if (partner) {
    view.client = check_in.course.initials_only ? partner->client.initials : partner->client.name;
    view.client_href += "?about=" + percent_encoded(partner->key.value);
  }
  view.day = alert.day;
  view.session_number = check_in.session_number;
  view.state = state_of(check_in.now.status);
  view.snoozed_until = check_in.now.snoozed_until;
  if (alert.kind != store::AlertKind::own)
    view.finding = numbers_of(check_in);
  else if (!check_in.events.empty())
    view.opened_by = check_in.events.front().by == visit.principal.person.id.value
                         ? visit.principal.person.name
                         : visit("a colleague");
  view.is_sealed = check_in.is_sealed;
  for (const auto& annotation : check_in.annotations)
    view.notes.push_back(note_of(annotation, visit.language));
  for (const auto& joined : check_in.joined)
    view.joined.push_back({joined.day, sentence_of(joined, visit.language)});
  const auto* found = check_in.now.found && !check_in.is_sealed ? &*check_in.now.found : nullptr;
  for (const auto& event : check_in.events) {
    view.events.push_back(
        {visit.house().day_of(event.at), text_of(event, visit), words_of(event, visit)});
    if (event.kind == "recalculated" && found)
      view.events.back().words =
          text::fill(visit("As it was found: {sentence}"),
                     {{"sentence", sentence_of(*std::exchange(found, nullptr), visit.language)}});
  }
  if (check_in.repair && !check_in.is_sealed)
    view.repair = repair_line(*check_in.repair, check_in.repair_events, check_in.ratings);
  view.asks_new_level = check_in.repair && check_in.repair->asks_for_new_level;
  view.action = "/check-ins/" + alert.id.value;
  view.may_act = check_in.may_act && check_in.now.status != store::AlertStatus::withdrawn;
  view.budget_advice = budget_advice(check_in, visit);
  view.rules_version = service::version_name(alert.parameter_version).view();
  view.today = visit.today;
  view.latest_snooze = visit.today + service::longest_snooze;
  view.key = visit.house().store().ids().uuid();
  return view;
}

// Nothing for an act that the page does not have.
std::optional<service::CheckInAct> act_of(const Fields& form) {
  const auto text = [&](std::string_view name) { return std::string(form.get(name)); };
  const auto act = form.get("do");
  if (act == "snooze") return service::Snooze{text("until"), text("reason")};
  if (act == "not_a_dip") return service::NotADip{text("cause"), text("reason")};
  if (act == "reopen") return service::Reopen{};
  if (act == "new_level") return service::AnswerNewLevel{form.get("answer") == "accept"};
  if (act == "log") {
    service::LogWhatWasDone log{
        text("strain"), {}, text("words"), form.get("talked_through") == "1"};
    for (const auto& suggestion : suggestions())
      if (form.has("tried." + std::string(suggestion.value)))
        log.tried.emplace_back(suggestion.value);
    return log;
  }
  if (act == "acknowledge") return service::Acknowledge{};
  return std::nullopt;
}

// The page's own key: pressed twice it is one act.
service::SentOnce sent_once(const Fields& form, const Visit& visit) {
  return {std::string(form.get("key")), digest_of(visit.request)};
}

}  // namespace

Response get_check_in(const Visit& visit) {
  const auto check_in =
      service::read_check_in(visit.house(), visit.principal, AlertId{visit.at("check_in")});
  if (!check_in) return refuse(visit, check_in.refusal());
  return html(render(view_of(*check_in, visit), visit.page(Section::check_ins)));
}

Response post_check_in(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const AlertId id{visit.at("check_in")};
  const auto act = act_of(*form);
  if (!act) return refuse(visit, 422, "unknown", "Choose one of the acts on the page.");
  const auto done =
      service::act_on_check_in(visit.house(), visit.principal, id, *act, sent_once(*form, visit));
  if (done) return redirect(visit.request.prefix, "/check-ins/" + id.value);
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  const auto check_in = service::read_check_in(visit.house(), visit.principal, id);
  if (!check_in) return refuse(visit, check_in.refusal());
  auto view = view_of(*check_in, visit);
  for (const auto& problem : done.refusal().problems)
    view.problems.push_back(visit(problem.message));
  view.typed = {std::string(form->get("do")), std::string(form->get("until")),
                std::string(form->get("cause")), std::string(form->get("reason"))};
  return html(render(view, visit.page(Section::check_ins)), 422);
}

Response post_open_check_in(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto opened =
      service::open_check_in(visit.house(), visit.principal,
                             {CourseId{visit.at("course")}, std::string(form->get("reason")),
                              store::ClientKey{std::string(visit.query.get("about"))}},
                             sent_once(*form, visit));
  if (!opened) return refuse(visit, opened.refusal());
  return redirect(visit.request.prefix, "/check-ins/" + opened->value);
}

}  // namespace holdfast::web
