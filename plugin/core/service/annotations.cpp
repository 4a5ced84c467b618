// SPDX-License-Identifier: MIT
#include "service/annotations.hpp"

#include <algorithm>
#include <array>

#include "detection/answering.hpp"

namespace holdfast::service {
namespace {

using store::StoredRating;

// One baseline and what was rated on it up to the rating in hand.
struct Run {
  const StoredRating* first;
  std::size_t final = 0;   // place of its last rating in the course
  std::size_t latest = 0;  // place of the latest so far; where count > 0
  std::uint32_t count = 0;
  std::array<double, 3> last{};  // scores, newest first
};

// Nothing is said of an outcome measure.
bool counts(const StoredRating& rating) {
  return rating.score && rating.measures == Measures::alliance;
}

bool is_pair(const StoredRating& one, const StoredRating& other) {
  return one.series.rater != other.series.rater && one.day == other.day &&
         one.session_number == other.session_number && one.session == other.session &&
         one.subject == other.subject && counts(one) && counts(other);
}

// Two forms, or two people's, may be filled side by side: that alone ends neither baseline.
bool may_run_beside(const SeriesKey& one, const SeriesKey& other) {
  return one.instrument != other.instrument || one.relation != other.relation ||
         one.rater_id != other.rater_id;
}

class Reading {
 public:
  explicit Reading(const AnnotatedCourse& course) : course_(course) {
    for (std::size_t i = 0; i < course.ratings.size(); ++i)
      if (counts(course.ratings[i])) run_of(course.ratings[i]).final = i;
  }

  std::vector<Annotated> all() {
    for (std::size_t i = 0; i < course_.ratings.size(); ++i) {
      const auto& rating = course_.ratings[i];
      if (!counts(rating)) continue;
      Run& run = run_of(rating);
      look_at_baseline(i, run);
      if (rating.series.rater == Rater::client) {
        look_at_scores(rating, run);
        look_at_answering(rating);
      }
      look_at_gap(i);
      run.latest = i;
      ++run.count;
      run.last = {rating.score->value, run.last[0], run.last[1]};
    }
    return std::move(found_);
  }

 private:
  Run& run_of(const StoredRating& rating) {
    for (Run& run : runs_)
      if (run.first->subject == rating.subject && run.first->series == rating.series) return run;
    return runs_.emplace_back(Run{&rating});
  }

  void add(const StoredRating& rating, detection::Annotation what) {
    found_.push_back({rating.id, std::move(what)});
  }

  // The baseline that the same rater was on before this rating: of the same form and person if
  // there is one.
  const Run* run_before(const StoredRating& rating) const {
    const Run* before = nullptr;
    bool is_beside = true;
    for (const Run& run : runs_) {
      const SeriesKey& key = run.first->series;
      if (run.count == 0 || run.first->subject != rating.subject ||
          key.rater != rating.series.rater)
        continue;
      const bool beside = may_run_beside(key, rating.series);
      if (before && (beside != is_beside ? beside : run.latest < before->latest)) continue;
      before = &run;
      is_beside = beside;
    }
    return before;
  }

  void look_at_baseline(std::size_t i, const Run& run) {
    const auto& rating = course_.ratings[i];
    const Run* before = run_before(rating);
    if (!before || before == &run) return;
    const bool resumed = run.count > 0;
    if (may_run_beside(before->first->series, rating.series) && before->final > i) return;
    add(rating, detection::BaselineChanged{
                    detection::changed_parts(before->first->series, rating.series), resumed});
  }

  void look_at_scores(const StoredRating& rating, const Run& run) {
    const auto step = course_.steps.find(rating.id);
    // Where an earlier rating is sealed, what rests on it is not said.
    if (step == course_.steps.end() || step->second.earlier != run.count) return;
    if (step->second.annotations.three_falls)
      add(rating, detection::ThreeFalls{run.last[2], rating.score->value});
    if (step->second.annotations.four_at_top) add(rating, detection::AllAtTop{});
  }

  void look_at_answering(const StoredRating& rating) {
    const bool at_top = rating.score->value >= 100 - 1e-9;  // said by AllAtTop
    if (rating.straight_line && !at_top) add(rating, detection::StraightLine{});
    const bool typed_in =
        rating.series.mode == Mode::paper || rating.assistance == Assistance::staff_typed;
    const std::chrono::milliseconds taken{rating.duration_ms};
    if (!typed_in && detection::is_too_fast(taken, rating.answered))
      add(rating, detection::TooFast{taken, rating.answered});
  }

  void look_at_gap(std::size_t i) {
    const auto gap = course_.gaps.find(course_.ratings[i].id);
    if (gap == course_.gaps.end() || !gap->second.changed || !has_pair(i)) return;
    add(course_.ratings[i], detection::GapChanged{gap->second});
  }

  // Whether the other rating of the pair may be shown too. Those of one day stand together.
  bool has_pair(std::size_t i) const {
    const auto& ratings = course_.ratings;
    const auto from =
        std::lower_bound(ratings.begin(), ratings.end(), ratings[i].day,
                         [](const StoredRating& rating, Day day) { return rating.day < day; });
    return std::any_of(from, ratings.end(),
                       [&](const StoredRating& other) { return is_pair(ratings[i], other); });
  }

  const AnnotatedCourse& course_;
  std::vector<Run> runs_;  // few
  std::vector<Annotated> found_;
};

}  // namespace

std::vector<Annotated> annotations_of(const AnnotatedCourse& course) {
  return Reading(course).all();
}

}  // namespace holdfast::service
