// SPDX-License-Identifier: MIT
// Answers changes/1: first everything, clinicians, clients, courses, sessions, each in the order of
// ids; then what look() wrote down, in that order. What is told is how things stand when they are
// told. A cursor names the database it was made for; one of another, or one made up, is INVALID.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "reader.hpp"

namespace holdfast::adapters::openemr {

// Makes what tells this database's cursors from any other's, once.
void make_epoch(Connection& connection);

// -> schemas/changes.schema.json. `limit` 1 to 1000.
std::string changes_since(Reader& reader, std::string_view cursor, std::uint32_t limit);

}  // namespace holdfast::adapters::openemr
