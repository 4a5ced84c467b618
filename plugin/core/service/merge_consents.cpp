// SPDX-License-Identifier: MIT
#include "service/merge_consents.hpp"

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
}

}  // namespace

void merge_consents(store::Unit& unit, const House& house, const MergedKeys& keys) {
  for (const auto& said : unit.consents.standing(keys.gone)) {
    const auto own = unit.consents.standing(keys.survivor, said.purpose, said.channel);
    if (!own || strictness(said.answer) > strictness(own->answer))
      put_for(unit, house, keys.survivor, said);
  }
}

void unmerge_consents(store::Unit& unit, const House& house, const MergedKeys& keys) {
  for (auto& stands : unit.consents.standing(keys.survivor)) {
    if (!came_along(stands)) continue;
    std::optional<Consent> own;
    for (auto& earlier : unit.consents.history(keys.survivor))
      if (!came_along(earlier) && earlier.purpose == stands.purpose &&
          earlier.channel == stands.channel)
        own = std::move(earlier);
    // Who was never asked has neither agreed nor refused: of the four answers this says the least.
    if (!own) stands.answer = ConsentAnswer::informed;
    put_for(unit, house, keys.survivor, own ? std::move(*own) : std::move(stands));
  }
}

}  // namespace holdfast::service
