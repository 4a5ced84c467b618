// SPDX-License-Identifier: MIT
// Everything that can be said about a file before it is put to use: `holdfast instrument check
// FILE`.
#pragma once
#include <string_view>

#include "alliance/result.hpp"
#include "instrument/catalogue.hpp"

namespace holdfast::instrument {

// A definition: its form, then each of its test vectors, scored here and now; a vector that comes
// out otherwise is rule "vector". A wording pack: its form, then each text against its definition
// in `catalogue`. Empty: nothing is wrong. Every problem has line and column.
Problems check(std::string_view json, const Catalogue& catalogue);

}  // namespace holdfast::instrument
