// SPDX-License-Identifier: MIT
// The practice's own past run again under settings of choice, for figures. Nothing is stored and
// no alert changes. The arithmetic is that of `replay --summary` (replay/summary.hpp).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "replay/summary_builder.hpp"
#include "service/course_facts.hpp"
#include "service/detection_settings.hpp"
#include "service/report_scope.hpp"

namespace holdfast::service {

// A rating that A, B or E marks.
struct PastDip {
  RatingId rating;
  CourseId course;
  Day day;
  detection::Rule rule = detection::Rule::sudden_dip;
  bool operator==(const PastDip&) const = default;
};

// Of the repairs that no rating has closed: what became of their courses.
struct Unfinished {
  std::uint64_t dropped_out = 0;  // the course ended so, as the host says
  std::uint64_t ended = 0;        // the course ended otherwise
  std::uint64_t overdue = 0;      // the course goes on, 45 days or more after the alert (R6)
  std::uint64_t followed = 0;     // the course goes on
  std::uint64_t all() const { return dropped_out + ended + overdue + followed; }
};

struct PastFigures {
  replay::Summary summary;
  std::uint64_t clients = 0;  // people; one may have had several courses
  replay::Share low_area;     // of the ratings with areas: one lies below the fixed line for it
  Unfinished unfinished;
  std::vector<PastDip> dips;  // newest course first, in order within a course
};

// One run for each of the settings, over one reading of the past. Sealed ratings are left out, as
// if they had not been given yet.
std::vector<PastFigures> run_past(store::Reader& reader, const PastSelection& past,
                                  std::span<const SettingsInForce> settings, const House& house);

}  // namespace holdfast::service
