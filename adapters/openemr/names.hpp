// SPDX-License-Identifier: MIT
// What OpenEMR calls people and languages, as Holdfast shows them. Pure.
#pragma once
#include <string>

namespace holdfast::adapters::openemr {

// The first letter of each word: "AE".
std::string initials_of(const std::string& name);

// BCP 47 for the English words of OpenEMR's list of languages; empty for one that is not known.
std::string language_tag(std::string name);

// `instead` for a row without a name.
std::string named(std::string name, const char* instead);

}  // namespace holdfast::adapters::openemr
