// SPDX-License-Identifier: MIT
// The schema's numbered steps, forward and back, carried inside the library.
#pragma once
#include <string>
#include <vector>

#include "alliance/moment.hpp"

namespace holdfast::store {

class SqliteConnection;

int newest_schema();                          // what this version of Holdfast writes
int schema_of(SqliteConnection& connection);  // 0: an empty database

// Brings the schema to `target`, each step in a transaction of its own. When the database holds a
// schema already, a copy is made first, beside the file; answers its path, or nothing when no step
// was needed. Throws Failure: newer_schema when the database is newer than this version, corrupt
// when it is not ours.
std::string migrate(SqliteConnection& connection, const std::string& path, int target, Instant now);

// Where the tables, indexes and triggers are not those that this version's schema makes, and how:
// "trigger rating_unchanged is missing".
std::vector<std::string> schema_differences(SqliteConnection& connection);

// A whole copy of the database at `copy`, mode 0600; the file must not exist.
void copy_database(SqliteConnection& connection, const std::string& copy);

}  // namespace holdfast::store
