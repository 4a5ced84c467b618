// SPDX-License-Identifier: MIT
// Reads definitions and wording packs. Every mistake is named with line and column, all of them at
// once.
#pragma once
#include <string_view>

#include "alliance/result.hpp"
#include "instrument/definition.hpp"

namespace holdfast::instrument {

// "holdfast.instrument/1"; see plugin/instruments/instrument.schema.json.
Result<Definition> load(std::string_view json);

// "holdfast.wording/1"; see plugin/instruments/wording.schema.json.
struct WordingPack {
  std::string instrument, version;
  Wording wording;
};
Result<WordingPack> load_wording(std::string_view json);

// A wording has a text for every item that people answer, and for no other.
Problems check_wording(const Definition& definition, const Wording& wording);

}  // namespace holdfast::instrument
