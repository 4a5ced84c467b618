// SPDX-License-Identifier: MIT
// Wording packs a practice installed: kept in its store, so that every machine has them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "alliance/result.hpp"

namespace holdfast::service {

class House;

// Checks the pack against its instrument, stores it, and makes its form available at once.
Problems install_wording(House& house, std::string_view json);
void add_installed_wordings(House& house);                  // at activate()
std::vector<std::string> installed_wordings(House& house);  // their JSON

}  // namespace holdfast::service
