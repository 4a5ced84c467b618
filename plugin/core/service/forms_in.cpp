// SPDX-License-Identifier: MIT
#include "service/forms_in.hpp"

#include <algorithm>

namespace holdfast::service {
namespace {

using Asked = std::vector<const instrument::Definition*>;

// A form that is given before a session rates the previous one and is looked for there.
Asked asked_of(const SessionForms& session, Rater rater) {
  SessionAccess access;
  access.session = session.row.session.session;
  access.number = session.row.session.number;
  access.course.client.birth_date = session.row.birth_date;
  const auto due = due_forms(session.schedule, session.house, access, rater);
  Asked asked;
  for (const auto moment : {Moment::after, Moment::before}) {
    if (!asked.empty()) break;
    for (const auto& form : due)
      if (form.moment == moment) asked.push_back(form.definition);
  }
  return asked;
}

// Another form than the one that is due now may stand in its place: the practice may have asked
// for that one then.
bool stands_for(const SessionForms& session, const Asked& asked, std::string_view instrument,
                const instrument::Definition* form) {
  if (!form || form->id == instrument) return true;
  if (std::any_of(asked.begin(), asked.end(),
                  [&](const auto* other) { return other->id == instrument; }))
    return false;
  const auto* known = session.house.instruments().find(instrument);
  return !known || known->measures == form->measures;
}

bool is_of(Rater one, Rater other) {
  return (one == Rater::therapist) == (other == Rater::therapist);
}

// Of one form and one person; without a form: of any, without a person: whoever it is about.
FormsIn state_of(const SessionForms& session, const Asked& asked,
                 const instrument::Definition* form, Rater rater, const store::ClientKey* person) {
  const auto fits = [&](const auto& one) {
    return is_of(one.rater, rater) && (!person || one.subject == *person) &&
           stands_for(session, asked, one.instrument, form);
  };
  bool is_declined = false;
  for (const auto& answered : session.row.answered) {
    if (!fits(answered)) continue;
    if (!answered.declined) return FormsIn::done;
    is_declined = true;
  }
  for (const auto& given : session.row.forms)
    if (store::is_waiting(given) && fits(given)) return FormsIn::given;
  return is_declined ? FormsIn::declined : form ? FormsIn::open : FormsIn::none_asked;
}

}  // namespace

FormsIn forms_in(const SessionForms& session, Rater rater) {
  const auto asked = asked_of(session, rater);
  if (asked.empty()) return state_of(session, asked, nullptr, rater, nullptr);
  auto all = FormsIn::done;
  const auto add = [&](const store::ClientKey* person) {
    for (const auto* form : asked)
      all = std::min(all, state_of(session, asked, form, rater, person));
  };
  if (rater == Rater::therapist)
    add(nullptr);
  else
    for (const auto& person : session.row.people) add(&person);
  return all;
}

}  // namespace holdfast::service
