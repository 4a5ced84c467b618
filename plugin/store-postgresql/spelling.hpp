// SPDX-License-Identifier: MIT
// The schema's steps are written once, for SQLite, in a small part of SQL. This spells them for
// PostgreSQL: types, a few functions, text compared byte by byte, triggers that keep facts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::store::postgresql {

// Its statements, without comments and without what concerns SQLite's planner alone. Throws
// std::logic_error at a trigger it has no words for.
std::vector<std::string> spell(std::string_view script);

}  // namespace holdfast::store::postgresql
