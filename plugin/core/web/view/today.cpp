// SPDX-License-Identifier: MIT
#include "web/view/today.hpp"

#include <utility>

#include "text/spelling.hpp"
#include "web/view/attendance.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;

const char* word_of(FormState state) {
  switch (state) {
    case FormState::not_due:
      return "not-due";
    case FormState::due:
      return "due";
    case FormState::given:
      return "given";
    case FormState::done:
      return "done";
    case FormState::declined:
      return "declined";
    case FormState::overdue:
      return "overdue";
  }
  return "";
}

std::string state_text(FormState state, const text::Language& language) {
  switch (state) {
    case FormState::not_due:
      return {};
    case FormState::due:
      return language.translate("due");
    case FormState::given:
      return language.translate("given");
    case FormState::done:
      return language.translate("done");
    case FormState::declined:
      return language.translate("declined");
    case FormState::overdue:
      return language.translate("overdue");
  }
  return {};
}

void add_form(Values& list, FormState state, const std::string& sentence,
              const text::Language& language) {
  if (state == FormState::not_due) return;
  Values form;
  form["state"] = std::string(word_of(state));
  form[word_of(state)] = true;
  form["text"] = fill(sentence, {{"state", state_text(state, language)}});
  list << form;
}

Values values_of(const TodaySession& session, const Page& page) {
  const text::Language& language = page.language;
  Values values;
  values["time"] = text::clock_time(session.start, language);
  values["client"] = session.client;
  values["client_href"] = session.client_href.empty() ? Values(false) : Values(session.client_href);
  if (session.number > 0)
    values["number"] = fill(language.translate("Session {number}"),
                            {{"number", text::number(long{session.number}, language)}});
  set(values, "attendance", attendance_text(session.attendance, language));
  set(values, "clinician", session.clinician);
  set(values, "facility", session.facility);
  if (session.is_now) values["is_now"] = true;
  if (session.attendance != Attendance::booked && session.attendance != Attendance::held)
    values["is_off"] = true;
  Values forms{Values::type::list};
  add_form(forms, session.client_form, language.translate("Client's form {state}"), language);
  add_form(forms, session.therapist_form, language.translate("My form {state}"), language);
  values["forms"] = std::move(forms);
  set(values, "hand_over", session.hand_over_href);
  set(values, "own_form", session.therapist_form_href);
  set(values, "give", session.give_href);
  if (!session.hand_over_href.empty() || !session.therapist_form_href.empty())
    values["has_actions"] = true;
  return values;
}

Values values_of(const TodayCheckIn& check_in, const Page& page) {
  const text::Language& language = page.language;
  Values values;
  values["client"] = check_in.client;
  values["href"] = check_in.href;
  values["sentence"] = check_in.sentence;
  values["since"] = fill(language.translate("since {day}"),
                         {{"day", text::day_and_month(check_in.since, language)}});
  if (check_in.count > 1)
    values["more"] = fill(language.plural("{n} finding", "{n} findings", check_in.count),
                          {{"n", text::number(long{check_in.count}, language)}});
  return values;
}

Values values_of(const OverdueForm& form, const Page& page) {
  Values values;
  values["client"] = form.client;
  values["client_href"] = form.client_href.empty() ? Values(false) : Values(form.client_href);
  values["day"] = text::day_and_month(form.session_day, page.language);
  set(values, "give", form.give_href);
  if (!form.pick.empty()) {
    values["pick"] = form.pick;
    values["pick_label"] =
        fill(page.language.translate("Tick the form of {client}"), {{"client", form.client}});
  }
  return values;
}

// Whoever it waits for: a duty contact or a second contact need not be a therapist.
void set_read_today(Values& values, const TodayView& today) {
  Values read_today{Values::type::list};
  for (const ReadToday& entry : today.read_today) {
    Values item;
    item["client"] = entry.client;
    item["href"] = entry.href;
    read_today << item;
  }
  if (!today.read_today.empty()) values["has_read_today"] = true;
  values["read_today"] = std::move(read_today);
}

void set_clinical(Values& values, const TodayView& today, const Page& page) {
  values["is_clinical"] = true;
  values["has_aside"] = true;
  if (today.last_here) values["last_here"] = text::day_and_month(*today.last_here, page.language);
  Values since{Values::type::list}, check_ins{Values::type::list};
  for (const SinceLast& entry : today.since_last) {
    Values item;
    item["text"] = entry.text;
    item["href"] = entry.href.empty() ? Values(false) : Values(entry.href);
    since << item;
  }
  for (const TodayCheckIn& entry : today.check_ins) check_ins << values_of(entry, page);
  if (!today.since_last.empty()) values["has_since"] = true;
  if (!today.check_ins.empty()) values["has_check_ins"] = true;
  values["since"] = std::move(since);
  values["check_ins"] = std::move(check_ins);
}

}  // namespace

std::string render(const TodayView& today, const Page& page) {
  const text::Language& language = page.language;
  const bool is_clinical = today.seen_as != Role::front_desk && today.seen_as != Role::admin;
  Values values = common_values(page);
  values["day"] = text::long_day(today.day, language);
  set(values, "previous", today.previous_href);
  set(values, "next", today.next_href);
  set_read_today(values, today);
  if (is_clinical) set_clinical(values, today, page);
  if (today.is_first_day && is_clinical) values["is_first_day"] = true;

  Values sessions{Values::type::list}, overdue{Values::type::list};
  for (const TodaySession& session : today.sessions) {
    Values item = values_of(session, page);
    if (is_clinical && !session.check_in.empty()) {
      item["check_in"] = session.check_in;
      item["check_in_href"] = session.check_in_href;
    }
    sessions << item;
  }
  for (const OverdueForm& form : today.overdue) overdue << values_of(form, page);
  if (!today.overdue.empty()) {
    values["has_overdue"] = true;
    values["has_aside"] = true;
  }
  set(values, "earlier", today.earlier_href);
  set(values, "later", today.later_href);
  set(values, "part", today.part);
  if (!today.earlier_href.empty() || !today.later_href.empty()) values["is_part"] = true;
  if (today.has_search) values["has_search"] = true;
  if (!today.search.empty()) values["is_search"] = true;
  values["search"] = today.search;
  values["on_day"] = to_text(today.day);
  set(values, "action", today.action);
  set(values, "problem", today.problem);
  if (!today.sessions.empty()) values["has_sessions"] = true;
  values["sessions_title"] = language.translate("Sessions");
  values["sessions"] = std::move(sessions);
  values["overdue_forms"] = std::move(overdue);

  Content content;
  content.title = language.translate("Today");
  content.kind = "today";
  content.script = "staff.js";
  content.html = page.look.templates().render("today", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
