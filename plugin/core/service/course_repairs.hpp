// SPDX-License-Identifier: MIT
// The repairs of one course as its run opens and moves them. An episode is known by its number
// within a run, and over re-runs by the rating that opened it: two series of a course may each have
// one open.
#pragma once
#include <map>
#include <optional>
#include <string_view>

#include "service/course_engine.hpp"

namespace holdfast::service {

// What one fact did to an episode.
struct RepairMove {
  const Fact& fact;
  const replay::Outcome& outcome;
  std::string_view series;  // whose episode it is
  AlertId alert;            // the check-in that it belongs to, when it opens
};

class CourseRepairs {
 public:
  CourseRepairs(store::Unit& unit, const CourseFile& file) : unit_(unit), file_(file) {}

  // Before a re-run: the rows go, their ids are kept.
  void begin_again();
  // The repair that an outcome opened or moved, with the event that says so.
  std::optional<store::RepairNow> follow(const RepairMove& move);
  // Whether the row of a moved episode is one that only a re-run can put right: closed by what is
  // no rating (the course's end, a transfer), or not there.
  bool needs_rerun(const RepairMove& move) const;
  // After a re-run: what a mark did to more than one episode, and what is not in the run: answers
  // given, transfers, the course's end.
  void settle(const replay::CourseRun& run);
  // Repairs of before the re-run that no rating opens any more.
  std::vector<RepairId> gone() const;
  // Whose course ended while a repair was open is censored and no failure (detection.md, R10). A
  // course that goes on after all takes it up again at its next re-run.
  void end_with_course();

 private:
  std::optional<store::RepairNow> stored(const RepairMove& move) const;
  void keep_marks(const replay::CourseRun& run);
  void keep_answers();
  void keep_transfers();

  store::Unit& unit_;
  const CourseFile& file_;
  std::map<RatingId, RepairId> ids_;  // from before the re-run, by opening rating
  std::map<std::uint32_t, store::RepairNow> by_number_;  // those of this run
};

}  // namespace holdfast::service
