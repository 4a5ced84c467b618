// SPDX-License-Identifier: MIT
// Keeps what is derived from a course's facts: the run's state, alerts and repairs. The newest fact
// is appended; any other change re-runs the course, and both ways end in the same state.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "detection/step.hpp"
#include "service/course_facts.hpp"
#include "service/detection_settings.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

// What alerts are filed under: the course's people, and how findings are judged today.
struct CourseFile {
  CourseOf of;
  ClinicianId clinician;
  Instant now;
  Day today;
  const SettingsInForce* settings = nullptr;  // for series that begin now; none: a re-run, whose
                                              // series keep what they began with
};

struct Followed {
  std::vector<store::StoredAlert> raised;  // new alerts, in the order of their rows
  std::optional<store::RepairNow> repair;  // that this fact opened or moved
  int withdrawn = 0;                       // alerts that a re-run removed
};

// After `rating` was inserted.
Followed follow_rating(store::Unit& unit, const CourseFile& file,
                       const store::StoredRating& rating);

// After a late entry, a correction, a void, or a change of sessions: everything from the facts.
Followed rerun_course(store::Unit& unit, const CourseFile& file);
// The same for who has the course's standing ratings at hand, in any order.
Followed rerun_course(store::Unit& unit, const CourseFile& file,
                      const std::vector<store::StoredRating>& standing);

// The run's state as rerun_course would leave it, without writing anything: for `rebuild --verify`.
std::string state_from_facts(store::Reader& reader, const CourseFile& file);

// The numbers of each rating of a course, for the picture's usual range.
struct RatedStep {
  RatingId rating;
  detection::Step step;
  std::optional<detection::GapReading> gap;  // of the rating that completed a pair
};
std::vector<RatedStep> steps_of(store::Reader& reader, const CourseFile& file,
                                const std::vector<store::StoredRating>& ratings);

}  // namespace holdfast::service
