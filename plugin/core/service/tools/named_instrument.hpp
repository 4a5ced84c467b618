// SPDX-License-Identifier: MIT
// Instruments as people name them on a command line.
#pragma once
#include <string_view>

#include "instrument/catalogue.hpp"

namespace holdfast::service {

// By id ("srs-3"), by what `instrument list` prints ("srs-3@1"), or by the part before the number
// where that fits one instrument alone ("srs"); nullptr: none, or several.
const instrument::Definition* named_instrument(const instrument::Catalogue& instruments,
                                               std::string_view name);

}  // namespace holdfast::service
