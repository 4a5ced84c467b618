// SPDX-License-Identifier: MIT
#include "service/merge_consents.hpp"

#include "service/take_back_forms.hpp"

namespace holdfast::service {
namespace {

using store::Consent;
using store::ConsentAnswer;

int strictness(ConsentAnswer answer) {
  switch (answer) {
    case ConsentAnswer::refused:
    case ConsentAnswer::withdrawn:
      return 2;
    case ConsentAnswer::informed:  // told, and agreed to nothing
      return 1;
    case ConsentAnswer::agreed:
      break;
  }
  return 0;
}

// Nobody noted it: what came with a merge has no person's name on it.
bool came_along(const Consent& consent) { return consent.recorded_by.empty(); }

void put_for(store::Unit& unit, const House& house, const store::ClientKey& client, Consent said) {
  said.id = unit.ids.uuid();
  said.client = client;
  said.recorded_by.clear();
  said.at = house.now();
  unit.consents.insert(said);
  take_back_refused(unit, client, said.at);
}

// The client's newest answer about the same, of those that `is_it` takes.
template <class IsIt>
std::optional<Consent> newest(store::Unit& unit, const store::ClientKey& client,
                              const Consent& about, IsIt is_it) {
  std::optional<Consent> found;
  for (auto& said : unit.consents.history(client))
    if (said.purpose == about.purpose && said.channel == about.channel && is_it(said))
      found = std::move(said);
  return found;
}

}  // namespace

bool merge_consents(store::Unit& unit, const House& house, const MergedKeys& keys) {
  bool is_changed = false;
  for (const auto& said : unit.consents.standing(keys.gone)) {
    const auto own = unit.consents.standing(keys.survivor, said.purpose, said.channel);
    if (own && strictness(said.answer) <= strictness(own->answer)) continue;
    // A host may tell a merge again: what the client said since is newer than what came along.
    const auto before = newest(unit, keys.survivor, said, came_along);
    if (before && before->answer == said.answer && before->day == said.day) continue;
    put_for(unit, house, keys.survivor, said);
    is_changed = true;
  }
  return is_changed;
}

bool unmerge_consents(store::Unit& unit, const House& house, const MergedKeys& keys) {
  bool is_changed = false;
  for (auto& stands : unit.consents.standing(keys.survivor)) {
    if (!came_along(stands)) continue;
    auto own = newest(unit, keys.survivor, stands,
                      [](const Consent& consent) { return !came_along(consent); });
    if (own ? own->answer == stands.answer : stands.answer == ConsentAnswer::informed) continue;
    // Who was never asked has neither agreed nor refused: of the four answers this says the least.
    if (!own) stands.answer = ConsentAnswer::informed;
    put_for(unit, house, keys.survivor, own ? std::move(*own) : std::move(stands));
    is_changed = true;
  }
  return is_changed;
}

}  // namespace holdfast::service
