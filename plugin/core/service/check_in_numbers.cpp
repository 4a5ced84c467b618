// SPDX-License-Identifier: MIT
#include "service/check_in_numbers.hpp"

#include <algorithm>

#include "service/annotations.hpp"
#include "service/course_engine.hpp"
#include "service/settings_versions.hpp"

namespace holdfast::service {
namespace {

using store::StoredRating;

struct RunOfCourse {
  std::map<RatingId, detection::Step> steps;
  std::map<RatingId, detection::GapReading> gaps;
};

RunOfCourse run_of(store::Reader& reader, const store::StoredAlert& alert,
                   const RatingsOfCourse& ratings) {
  RunOfCourse run;
  const CourseFile file{{alert.course, alert.subject, ratings.house}, {}, {}, {}, nullptr};
  for (auto& step : steps_of(reader, file, ratings.all)) {
    if (step.gap) run.gaps.emplace(step.rating, *step.gap);
    run.steps.emplace(step.rating, step.step);
  }
  return run;
}

bool is_of(const StoredRating& rating, const store::StoredAlert& alert) {
  return rating.id == alert.rating || (!alert.session.empty() && rating.session == alert.session);
}

std::vector<detection::Annotation> beside(const store::StoredAlert& alert,
                                          const RatingsOfCourse& ratings, const RunOfCourse& run) {
  std::vector<StoredRating> shown;
  std::set<RatingId> of_session;
  for (const auto& rating : ratings.all) {
    if (rating.subject != alert.subject || ratings.sealed.contains(rating.id)) continue;
    shown.push_back(rating);
    if (is_of(rating, alert)) of_session.insert(rating.id);
  }
  std::vector<detection::Annotation> found;
  for (auto& one : annotations_of({shown, run.steps, run.gaps}))
    if (of_session.contains(one.rating)) found.push_back(std::move(one.what));
  return found;
}

// The ratings of its series that came while the check-in kept others from starting.
std::vector<CheckIn::Silent> silent_of(const store::StoredAlert& alert,
                                       const RatingsOfCourse& ratings, const RunOfCourse& run) {
  std::vector<CheckIn::Silent> silent;
  const auto own = std::find_if(ratings.all.begin(), ratings.all.end(),
                                [&](const auto& rating) { return rating.id == alert.rating; });
  if (own == ratings.all.end()) return silent;
  for (auto rating = own + 1; rating != ratings.all.end(); ++rating) {
    if (rating->series != own->series || rating->subject != own->subject) continue;
    const auto step = run.steps.find(rating->id);
    if (step == run.steps.end()) continue;
    if (!step->second.silent || ratings.sealed.contains(rating->id)) break;
    const bool ends = detection::below(step->second.z, detection::rules::quiet_z);
    silent.push_back({step->second.score, step->second.z, ends});
    if (ends) break;
  }
  return silent;
}

bool is_by_a_rating(const store::StoredAlert& alert) {
  return alert.rule == "A" || alert.rule == "B" || alert.rule == "E" || alert.rule == "T";
}

CheckIn::Absence absence_of(store::Reader& reader, const store::StoredAlert& alert,
                            const RatingsOfCourse& ratings) {
  CheckIn::Absence absence;
  const auto missed = reader.mirror.session(alert.session);
  if (missed) {
    absence.attendance = missed->session.attendance;
    for (const auto& [session, number] : reader.mirror.sessions_of_course(alert.course))
      if (session.attendance == Attendance::held && session.start < missed->session.start)
        ++absence.held_before;
  }
  for (const auto& rating : ratings.all)
    if (rating.subject == alert.subject && rating.series.rater == Rater::client && rating.score &&
        rating.measures == Measures::alliance && rating.day < alert.day)
      ++absence.forms_before;
  for (const auto& other : reader.alerts.facts_of_course(alert.course)) {
    if (other.subject != alert.subject || !is_by_a_rating(other)) continue;
    if (other.rule != "T" && ratings.sealed.contains(other.rating)) continue;
    const auto days = (alert.day - other.day).count();
    if (days >= 0 && days <= 14 && (!absence.days || days < *absence.days))
      absence.days = static_cast<int>(days);
  }
  return absence;
}

}  // namespace

void work_out(store::Reader& reader, const RatingsOfCourse& ratings, CheckIn& check_in) {
  const auto& alert = check_in.now.alert;
  check_in.thresholds =
      settings_of(reader.settings.parameters(alert.parameter_version), {}).choice().thresholds;
  const auto run = run_of(reader, alert, ratings);
  check_in.annotations = beside(alert, ratings, run);
  if (alert.rule == "A" || alert.rule == "B" || alert.rule == "E")
    check_in.silent = silent_of(alert, ratings, run);
  if (alert.rule == "N") check_in.absence = absence_of(reader, alert, ratings);
}

}  // namespace holdfast::service
