// SPDX-License-Identifier: MIT
// What stands beside the ratings of a course and is never an alert (detection.md, "Rules"), from
// the facts as they may be shown.
#pragma once
#include <map>
#include <vector>

#include "detection/annotation.hpp"
#include "detection/step.hpp"
#include "store/ratings.hpp"

namespace holdfast::service {

struct Annotated {
  RatingId rating;
  detection::Annotation what;
};

struct AnnotatedCourse {
  // In their order, without what is sealed: nothing is said that a sealed rating is needed for.
  const std::vector<store::StoredRating>& ratings;
  const std::map<RatingId, detection::Step>& steps;       // of all ratings, the sealed ones too
  const std::map<RatingId, detection::GapReading>& gaps;  // by the rating that completed the pair
};

// In the order of the ratings.
std::vector<Annotated> annotations_of(const AnnotatedCourse& course);

}  // namespace holdfast::service
