// SPDX-License-Identifier: MIT
#include "web/view/check_in.hpp"

#include <array>
#include <utility>

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using Choice = std::pair<std::string_view, std::string>;

template <std::size_t Count>
Values choices(const std::array<Choice, Count>& all, std::string_view chosen = {}) {
  Values list{Values::type::list};
  for (const auto& [value, words] : all) {
    Values item;
    item["value"] = std::string(value);
    item["text"] = words;
    item["is_chosen"] = value == chosen;
    list << item;
  }
  return list;
}

Values strains(const text::Language& language) {
  return choices<4>({{
      {"moving_away", language.translate("Moving away: quieter, agreeing too fast, skipping")},
      {"moving_against", language.translate("Moving against: complaint, anger, pressure")},
      {"both", language.translate("Both")},
      {"unsure", language.translate("Unsure")},
  }});
}

Values causes(const text::Language& language, const std::string& chosen) {
  return choices<3>({{
                        {"nothing_wrong", language.translate("Nothing was wrong between us")},
                        {"slip", language.translate("A slip while filling the form")},
                        {"life_event", language.translate("Something else in the client's life")},
                    }},
                    chosen);
}

// Only of a dip can one say that a rating was lower than usual.
std::string first_words(const CheckInView& check_in, const Suggestion& first,
                        const text::Language& language) {
  if (!check_in.finding) return language.translate("“How was last time for you?”");
  switch (check_in.finding->rule) {
    case Rule::sudden_dip:
    case Rule::sustained:
    case Rule::evidence:
      return language.translate(first.words);
    case Rule::told_us:
      return language.translate("“You noted some tension. I'm glad you told me. What was it?”");
    case Rule::low_start:
    case Rule::absence:
      break;
  }
  return language.translate("“How was last time for you?”");
}

Values suggestion_list(const CheckInView& check_in, const text::Language& language) {
  Values list{Values::type::list};
  for (const Suggestion& suggestion : suggestions()) {
    const bool is_first = &suggestion == suggestions().data();
    Values item;
    item["value"] = std::string(suggestion.value);
    item["title"] = language.translate(suggestion.title);
    item["words"] = is_first ? first_words(check_in, suggestion, language)
                             : language.translate(suggestion.words);
    item["source"] = std::string(suggestion.source);
    if (suggestion.is_later) item["is_later"] = true;
    list << item;
  }
  return list;
}

std::string state_text(const CheckInView& check_in, const text::Language& language) {
  switch (check_in.state) {
    case CheckInState::open:
      return language.translate("open");
    case CheckInState::acknowledged:
      return language.translate("seen");
    case CheckInState::snoozed:
      return check_in.snoozed_until
                 ? fill(language.translate("comes back on {day}"),
                        {{"day", text::day_and_month(*check_in.snoozed_until, language)}})
                 : language.translate("comes back later");
    case CheckInState::closed:
      return language.translate("closed");
    case CheckInState::withdrawn:
      return language.translate("withdrawn: data corrected");
  }
  return {};
}

void set_finding(Values& values, const CheckInView& check_in, const text::Language& language) {
  if (!check_in.finding) {
    values["sentence"] = fill(language.translate("Opened by {name}, without a score."),
                              {{"name", check_in.opened_by}});
    return;
  }
  // While the rating is sealed its rule may be named, its numbers may not.
  if (check_in.is_sealed) {
    values["sentence"] = check_in.finding->rule == Rule::told_us
                             ? sentence(*check_in.finding, language)
                             : language.translate(
                                   "A rating met the practice's rule. Its numbers show when both "
                                   "have rated.");
    return;
  }
  values["sentence"] = sentence(*check_in.finding, language);
  if (check_in.finding->is_taken_out) return;
  values["has_calculation"] = true;
  values["rule"] = name_of(check_in.finding->rule, language);
  Values steps{Values::type::list};
  for (const Step& step : calculation(*check_in.finding, language)) {
    Values item;
    item["what"] = step.what;
    item["how"] = step.how;
    set(item, "meets", step.meets);
    steps << item;
  }
  values["steps"] = std::move(steps);
}

void set_history(Values& values, const CheckInView& check_in, const Page& page) {
  Values joined{Values::type::list}, events{Values::type::list}, problems{Values::type::list},
      notes{Values::type::list};
  if (!check_in.is_sealed)
    for (const std::string& note : check_in.notes) notes << Values(note);
  if (!check_in.is_sealed)
    for (const Joined& finding : check_in.joined) {
      Values item;
      item["day"] = text::day_and_month(finding.day, page.language);
      item["sentence"] = finding.sentence;
      joined << item;
    }
  for (const CheckInEvent& event : check_in.events) {
    Values item;
    item["day"] = text::day_and_month(event.day, page.language);
    item["text"] = event.text;
    set(item, "words", event.words);
    events << item;
  }
  for (const std::string& problem : check_in.problems) problems << Values(problem);
  if (!check_in.events.empty()) values["has_events"] = true;
  values["notes"] = std::move(notes);
  values["joined"] = std::move(joined);
  values["events"] = std::move(events);
  values["has_problems"] = !check_in.problems.empty();
  values["problems"] = std::move(problems);
}

}  // namespace

std::string render(const CheckInView& check_in, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["client"] = check_in.client;
  values["client_href"] = check_in.client_href;
  values["day"] = text::long_day(check_in.day, language);
  if (check_in.session_number > 0)
    values["session"] = fill(language.translate("Session {number}"),
                             {{"number", text::number(long{check_in.session_number}, language)}});
  values["state"] = state_text(check_in, language);
  set_finding(values, check_in, language);
  set_history(values, check_in, page);
  values["suggestions"] = suggestion_list(check_in, language);
  values["strains"] = strains(language);
  values["causes"] = causes(language, check_in.typed.cause);
  values["action"] = check_in.action;
  values["key"] = check_in.key;
  values["tomorrow"] = to_text(check_in.today + std::chrono::days(1));
  values["latest"] = to_text(check_in.latest_snooze);
  const auto& typed = check_in.typed;
  values["snooze_open"] = typed.act == "snooze";
  values["not_open"] = typed.act == "not_a_dip";
  values["typed_until"] = typed.until;
  values["typed_reason"] = typed.reason;
  set(values, "budget", check_in.budget_advice);
  set(values, "version", check_in.rules_version);
  if (check_in.may_act) values["may_act"] = true;
  if (check_in.asks_new_level) values["asks_new_level"] = true;
  if (check_in.state == CheckInState::open) values["is_open"] = true;
  if (check_in.state != CheckInState::closed && check_in.state != CheckInState::withdrawn)
    values["is_live"] = true;
  if (check_in.state == CheckInState::closed) values["may_reopen"] = true;
  if (check_in.repair && !check_in.is_sealed)
    values["repair"] = render_repair(*check_in.repair, page);

  Content content;
  content.title = language.translate("Check-in");
  content.kind = "check-in-page";
  content.html = page.look.templates().render("check_in", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
