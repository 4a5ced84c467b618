// SPDX-License-Identifier: MIT
#include "detection/annotation.hpp"

namespace holdfast::detection {

std::vector<SeriesPart> changed_parts(const SeriesKey& before, const SeriesKey& now) {
  std::vector<SeriesPart> parts;
  if (before.instrument != now.instrument)
    parts.push_back(SeriesPart::instrument);
  else if (before.version != now.version)
    parts.push_back(SeriesPart::version);
  if (before.language != now.language) parts.push_back(SeriesPart::language);
  if (before.rater != now.rater || before.relation != now.relation ||
      before.rater_id != now.rater_id)
    parts.push_back(SeriesPart::rater);
  if (before.mode != now.mode) parts.push_back(SeriesPart::mode);
  if (before.clinician != now.clinician) parts.push_back(SeriesPart::clinician);
  if (before.setting != now.setting) parts.push_back(SeriesPart::setting);
  return parts;
}

}  // namespace holdfast::detection
