// SPDX-License-Identifier: MIT
// One line of an import file, resolved against the practice and scored; and whether the store holds
// it, or something else in its place.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "instrument/score.hpp"
#include "practice/host.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

struct ImportRow {
  const practice::Course* course = nullptr;         // the reader's
  const store::NumberedSession* session = nullptr;  // the reader's; null: no appointment
  bool names_session = false;                       // else it was found by the day
  const instrument::Definition* definition = nullptr;
  Day day;
  std::string language;
  Mode mode = Mode::paper;
  bool says_mode = false;
  bool declined = false;
  instrument::Scored scored;
  instrument::Answers answers;
  std::string key;           // idempotency: the same line again is the same rating
  int line = 0, column = 0;  // where it says the session, else the day
};

// What may be there once: a course's session (or day), form and rater.
std::string place_of(const ImportRow& row);
// Of all that a line says.
std::string key_of(const ImportRow& row);

// Free text is not imported.
std::vector<store::StoredAnswer> answers_of(const ImportRow& row);
store::StoredRating rating_of(store::Unit& unit, const ImportRow& row,
                              const store::ClientKey& subject, Instant now);

// What the store holds of one course.
struct HeldOfCourse {
  std::optional<store::ClientKey> subject;
  std::vector<store::StoredRating> standing;
  std::set<std::string> keys;  // of ended ratings too: what was taken out does not come back
};
HeldOfCourse held_of(store::Reader& reader, const practice::Course& course);

enum class There { nothing, same, other };
There what_is_there(store::Reader& reader, const HeldOfCourse& held, const ImportRow& row);

}  // namespace holdfast::service
