// SPDX-License-Identifier: MIT
// Reads the change log by cursors.
//
// An empty cursor sweeps the newest version of everything as it stood when the sweep began:
// clinicians, clients, courses, sessions, merges, each in the order of ids. The log then follows
// from there, in the order in which things came to be. Both give versions, not today's state, so
// that nothing refers to what was not told yet, even when the practice changes during a sweep. A
// cursor names the file it was made for; one of another file, or one made up, is INVALID.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "database.hpp"

namespace holdfast::adapters::practice {

// -> schemas/changes.schema.json. `limit` 1 to 1000.
std::string changes_since(Connection& connection, std::string_view cursor, std::uint32_t limit);

}  // namespace holdfast::adapters::practice
