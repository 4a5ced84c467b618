// SPDX-License-Identifier: MIT
#include "service/records_officers.hpp"

#include <algorithm>

namespace holdfast::service {
namespace {

using practice::Outcome;

bool is_officer(const practice::Person& person) {
  return person.kind == practice::Kind::staff &&
         std::find(person.roles.begin(), person.roles.end(), Role::records_officer) !=
             person.roles.end();
}

bool was_officer(House& house, const PersonId& person) {
  const auto seen =
      house.store().read([&](store::Reader& reader) { return reader.people.person(person); });
  return seen && is_officer(seen->person);
}

}  // namespace

HoldsRole is_records_officer(House& house, const PersonId& person) {
  const auto answer = house.host().describe(person.value);
  if (answer && answer.value->id == person)
    return is_officer(*answer.value) ? HoldsRole::yes : HoldsRole::no;
  switch (answer.outcome) {
    case Outcome::denied:  // has left the practice
      return HoldsRole::no;
    case Outcome::unavailable:
    case Outcome::failed:
      return HoldsRole::unavailable;
    default:
      break;
  }
  // The host signs people in by other names than their ids, or tells nobody's roles here.
  return was_officer(house, person) ? HoldsRole::yes : HoldsRole::no;
}

bool is_there_another_officer(House& house, const PersonId& person) {
  std::vector<PersonId> seen, clinicians;
  house.store().read([&](store::Reader& reader) {
    seen = reader.people.with_role(Role::records_officer);
    for (const auto& clinician : reader.mirror.clinicians())
      if (clinician.active && !clinician.person.empty()) clinicians.push_back(clinician.person);
  });
  const auto is_another = [&](const PersonId& one) { return one != person; };
  return std::any_of(seen.begin(), seen.end(),
                     [&](const PersonId& one) {
                       return is_another(one) && is_records_officer(house, one) != HoldsRole::no;
                     }) ||
         std::any_of(clinicians.begin(), clinicians.end(), [&](const PersonId& one) {
           return is_another(one) && is_records_officer(house, one) == HoldsRole::yes;
         });
}

}  // namespace holdfast::service
