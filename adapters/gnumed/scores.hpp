// SPDX-License-Identifier: MIT
// Scores as GNUmed keeps measurements: one type for each line of each form, one result for each
// value, filed in the session's encounter and the course's episode.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <vector>

#include "database.hpp"

namespace holdfast::adapters::gnumed {

// Where a record goes.
struct Filed {
  std::int64_t number = 0;  // of the delivery
  std::string at;           // ISO 8601
  int staff = 0;            // who signs for it
  int encounter = 0, episode = 0;
};

// -> the results' numbers. Throws Failure(INVALID) for a record without values, or with one that is
// no decimal number.
std::vector<int> file_scores(Connection& connection, const Filed& filed,
                             const payload::Json& record);
// "entered in error" instead of the number.
void retract_scores(Connection& connection, std::int64_t delivery);

}  // namespace holdfast::adapters::gnumed
