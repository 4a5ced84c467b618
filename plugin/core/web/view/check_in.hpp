// SPDX-License-Identifier: MIT
// A check-in: why it is here, its arithmetic with this client's own numbers, and what to do with
// it.
//
// Fields of the forms (posted to `action`, each with csrf and key):
//   do=acknowledge
//   do=snooze        until=YYYY-MM-DD reason=…
//   do=not_a_dip     cause=<value of NotADip> reason=…
//   do=log           strain=moving_away|moving_against|both|unsure tried.<value of Suggestion>=1
//   words=… talked_through=1 do=reopen do=new_level     answer=accept|keep
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "web/view/page.hpp"
#include "web/view/repair_line.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {

enum class CheckInState { open, acknowledged, snoozed, closed, withdrawn };

// What happened so far, oldest first; `text` already translated ("acknowledged by R. Field").
struct CheckInEvent {
  Day day;
  std::string text;
  std::string words;  // what was written; may be empty
};

struct Joined {  // a later finding of the same cause
  Day day;
  std::string sentence;
};

struct CheckInView {
  std::string client;
  std::string client_href;
  Day day;
  int session_number = 0;
  CheckInState state = CheckInState::open;
  std::optional<Day> snoozed_until;
  std::optional<FindingNumbers> finding;  // none: opened by the therapist without a score
  std::string opened_by;                  // then: by whom
  bool is_sealed = false;                 // the sentence, and no number anywhere
  std::vector<std::string> notes;         // annotations of that session; already translated
  std::vector<Joined> joined;
  std::vector<CheckInEvent> events;
  std::optional<RepairLine> repair;
  bool asks_new_level = false;  // four steady ratings below: shall this be the new usual level?
  std::string action;
  std::string key;
  bool may_act = true;                // a supervisor reads only
  std::string budget_advice;          // "6 alerts in your last 100 ratings"; may be empty
  std::string rules_version;          // which parameters; small print
  std::vector<std::string> problems;  // of the last post
  Day today, latest_snooze;           // limits of the snooze date
  // What was typed into the form that was refused; `act` as it was sent: snooze, not_a_dip, empty.
  struct Typed {
    std::string act, until, cause, reason;
  };
  Typed typed;
};

std::string render(const CheckInView& check_in, const Page& page);

// The vocabularies of the forms, in the order of the page.
struct Suggestion {
  std::string_view value;  // "name_gently"
  std::string_view title;  // English; goes through the catalogue
  std::string_view words;  // an example, in our own words
  std::string_view source;
  bool is_later = false;  // for a later session: change-oriented
};
std::span<const Suggestion, 6> suggestions();

}  // namespace holdfast::web
