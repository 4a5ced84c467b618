// SPDX-License-Identifier: MIT
#include "service/take_back_forms.hpp"

#include "service/messages.hpp"

namespace holdfast::service {
namespace {

void end_waiting(store::Unit& unit, const store::FormGiven& form, Instant now) {
  unit.invitations.revoke_of_form(form.id, now);
  unit.forms.change(form.id, store::FormStatus::taken_back, {}, now);
  take_back_messages(unit, form.id, form.subject, now);
}

bool take_back(House& house, const access::Principal& principal, const std::string& id) {
  const auto form =
      house.store().read([&](store::Reader& reader) { return reader.forms.find(id); });
  if (!form || !store::is_waiting(*form)) return false;
  const auto course = open_course(
      house, {principal, access::Action::hand_over, "form.take_back", "/today"}, form->course);
  if (!course) return false;
  return house.store().commit([&](store::Unit& unit) {
    const auto now_there = unit.forms.find(id);
    if (!now_there || !store::is_waiting(*now_there)) return false;
    end_waiting(unit, *now_there, house.now());
    return true;
  });
}

}  // namespace

Reply<int> take_back_forms(House& house, const access::Principal& principal,
                           const std::vector<std::string>& forms) {
  if (forms.empty()) return invalid({{"form", "required", "Tick at least one form first."}});
  if (forms.size() > most_taken_back)
    return invalid({{"form", "too-many", "Tick at most 100 forms at once."}});
  int taken = 0;
  for (const auto& id : forms)
    if (take_back(house, principal, id)) ++taken;
  return taken;
}

void take_back_refused(store::Unit& unit, const store::ClientKey& client, Instant now) {
  if (!unit.consents.is_refused(client, store::Purpose::forms)) return;
  for (const auto& form : unit.forms.waiting_of_client(client))
    if (form.rater != Rater::therapist) end_waiting(unit, form, now);
}

}  // namespace holdfast::service
