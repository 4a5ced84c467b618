// SPDX-License-Identifier: MIT
// Brings the practice file to this version's tables, by numbered migrations.
#pragma once
#include "database.hpp"

namespace holdfast::adapters::practice {

// Throws Failure(UNSUPPORTED) when a later version has written the file.
void migrate(Database& database);

}  // namespace holdfast::adapters::practice
