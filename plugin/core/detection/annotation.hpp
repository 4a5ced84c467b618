// SPDX-License-Identifier: MIT
// What stands quietly beside a rating: never an alert, in no budget, and no rule looks at it.
#pragma once
#include <chrono>
#include <variant>
#include <vector>

#include "alliance/series.hpp"
#include "detection/gap.hpp"

namespace holdfast::detection {

struct ThreeFalls {  // in a row, 15 points or more together
  double from = 0;   // POMP, before the first of them
  double to = 0;
};
struct AllAtTop {};      // four ratings: small worries may not show
struct StraightLine {};  // every line that counts is answered in the same place
struct TooFast {
  std::chrono::milliseconds taken{};
  int items = 0;
};
struct GapChanged {
  GapReading reading;
};

// The parts of a SeriesKey whose change begins another baseline.
enum class SeriesPart { instrument, version, language, rater, mode, clinician, setting };
struct BaselineChanged {
  std::vector<SeriesPart> parts;
  bool resumed = false;  // an earlier baseline goes on; else a new one begins
};

using Annotation =
    std::variant<ThreeFalls, AllAtTop, StraightLine, TooFast, GapChanged, BaselineChanged>;

std::vector<SeriesPart> changed_parts(const SeriesKey& before, const SeriesKey& now);

}  // namespace holdfast::detection
