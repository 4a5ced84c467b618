// SPDX-License-Identifier: MIT
// The schema on the server: the same numbered steps as in a file, each in a transaction, one
// machine at a time.
#pragma once
#include "alliance/moment.hpp"
#include "session.hpp"

namespace holdfast::store::postgresql {

int newest_schema();
int schema_of(ServerSession& session);  // 0: an empty schema

// Throws Failure: newer_schema, corrupt when the schema holds another program's tables, read_only
// when the role may not change it and would have to.
void migrate(ServerSession& session, int target, Instant now);

}  // namespace holdfast::store::postgresql
