// SPDX-License-Identifier: MIT
#include "web/pages/repair_lines.hpp"

#include <algorithm>

namespace holdfast::web {
namespace {

RepairState state_of(std::string_view word) {
  if (word == "improving") return RepairState::improving;
  if (word == "repaired") return RepairState::repaired;
  if (word == "new_level") return RepairState::new_level;
  if (word == "unrepaired") return RepairState::unrepaired;
  if (word == "ended") return RepairState::ended;
  if (word == "transferred") return RepairState::transferred;
  return RepairState::open;
}

bool has_event(const std::vector<store::RepairEvent>& events, std::string_view kind,
               const store::StoredRating& rating) {
  return std::any_of(events.begin(), events.end(), [&](const store::RepairEvent& event) {
    if (event.kind != kind) return false;
    return event.rating.empty() ? event.session == rating.session && !event.session.empty()
                                : event.rating == rating.id;
  });
}

}  // namespace

RepairLine repair_line(const store::RepairNow& repair,
                       const std::vector<store::RepairEvent>& events,
                       const std::vector<store::StoredRating>& ratings) {
  RepairLine line;
  line.state = state_of(repair.state);
  line.level_before = repair.level;
  line.lowest = repair.lowest;
  line.ended = repair.closed;
  line.href = repair.alert.empty() ? "" : "/check-ins/" + repair.alert.value;
  const auto opening = std::find_if(
      ratings.begin(), ratings.end(),
      [&](const store::StoredRating& rating) { return rating.id == repair.opened_by; });
  if (opening == ratings.end()) return line;
  const double drop = repair.level - repair.lowest;
  for (auto rating = opening; rating != ratings.end(); ++rating) {
    if (repair.closed && rating->day > *repair.closed) break;
    if (rating->series.rater != Rater::client || !rating->score) continue;
    if (rating->series != opening->series) continue;
    RepairStep step;
    step.day = rating->day;
    step.session_number = rating->session_number;
    step.rating = rating->score->value;
    if (drop > 0 && rating != opening)
      step.recovered = (rating->score->value - repair.lowest) / drop;
    step.is_good = rating != opening && ((step.recovered && *step.recovered >= 0.8 - 1e-9) ||
                                         rating->score->value >= repair.level - 4 - 1e-9);
    step.repeats = has_event(events, "repeated", *rating);
    step.talked_through = has_event(events, "talked_through", *rating);
    line.steps.push_back(step);
  }
  return line;
}

}  // namespace holdfast::web
