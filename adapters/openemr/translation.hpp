// SPDX-License-Identifier: MIT
// Our sentences in OpenEMR's own translation, which a site adds to under Administration > Language.
#pragma once
#include <string>

#include "reader.hpp"

namespace holdfast::adapters::openemr {

// In `language`, an English word of OpenEMR's such as "german"; else in the site's; else as it is.
std::string in_words(Reader& reader, const std::string& language, const std::string& english);

}  // namespace holdfast::adapters::openemr
