// SPDX-License-Identifier: MIT
// What a client agreed to or refused when the practice system merges two files of theirs, and when
// it takes them apart again.
#pragma once
#include "service/house.hpp"

namespace holdfast::service {

struct MergedKeys {
  const store::ClientKey& gone;
  const store::ClientKey& survivor;
};

// For each purpose and channel the stricter of both answers holds from now on: a refusal wins, and
// an answer that only one file has goes along. Both answer whether that changed anything.
bool merge_consents(store::Unit& unit, const House& house, const MergedKeys& keys);
// The survivor's own answer holds again where the other file's stood in its place.
bool unmerge_consents(store::Unit& unit, const House& house, const MergedKeys& keys);

}  // namespace holdfast::service
