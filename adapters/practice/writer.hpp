// SPDX-License-Identifier: MIT
// Puts contents into the tables and notes each real change in the change log. What is the same as
// before is left alone, so putting the same contents twice changes nothing.
#pragma once
#include "contents.hpp"
#include "database.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::practice {

// A session's day is computed in `zone`, whatever the contents say. A client that gains or loses
// `merged_into` also makes a "merge" or "unmerge" change.
// Throws Failure(INVALID) when something refers to what is neither in the tables nor in the
// contents.
void absorb(Connection& connection, const Contents& contents, const Zone& zone);

// The practice moved, or its zone was corrected: sessions whose day is another one now are changes.
void follow_zone(Connection& connection, const Zone& zone);

}  // namespace holdfast::adapters::practice
