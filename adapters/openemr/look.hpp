// SPDX-License-Identifier: MIT
// Finds out what changed. OpenEMR keeps no log of its rows: it deletes appointments, and moves
// their status on without a new date. So the adapter looks, every half minute, at a fingerprint of
// every user and patient, every series, and the appointments and encounters from sixty days back
// on, and writes down what differs from what it saw before. An older appointment that is changed
// afterwards is not seen. Each look is a handful of statements that the server runs alone: no row
// travels.
#pragma once
#include <cstdint>

#include "reader.hpp"

namespace holdfast::adapters::openemr {

// True when this call looked; false when that was done less than `look_seconds` ago (unless `now`
// is earlier than that: a clock was set back) or another process is looking.
bool look(Reader& reader, std::int64_t now_ms);

// True when nobody looked for longer than `seconds`, or ever.
bool looked_too_long_ago(Connection& connection, std::int64_t now_ms, std::int64_t seconds);

}  // namespace holdfast::adapters::openemr
