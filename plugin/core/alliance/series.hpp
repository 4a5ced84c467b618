// SPDX-License-Identifier: MIT
// What a baseline is kept for: ratings that may be compared with one another.
#pragma once
#include <string>

#include "alliance/ids.hpp"
#include "alliance/words.hpp"

namespace holdfast {

// Each part of the key, when it changes, begins a new baseline; coming back resumes the old one.
struct SeriesKey {
  CourseId course;
  std::string instrument;  // "holdfast-session"
  std::string version;     // "1"
  std::string language;    // BCP 47
  Rater rater = Rater::client;
  Relation relation = Relation::self;
  std::string rater_id;  // which carer or partner; empty for the client and the therapist
  Mode mode = Mode::screen;
  ClinicianId clinician;
  Setting setting = Setting::individual;
  auto operator<=>(const SeriesKey&) const = default;
};

}  // namespace holdfast
