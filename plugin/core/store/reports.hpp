// SPDX-License-Identifier: MIT
// The practice's past, read for figures about many clients at once. Nothing here knows who is
// asking; whoever shows it leaves out what is sealed and what is too little to tell.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/ratings.hpp"

namespace holdfast::store {

class Connection;

// A course in which the client gave totals that stand.
struct RatedCourse {
  CourseId course;
  Day first;  // the day of the first of them
  std::uint64_t ratings = 0;
};

// What a person made of a check-in; the latest act counts.
enum class CheckInAnswer { none, not_a_dip, real };

struct RaisedCheckIn {
  AlertId id;
  CourseId course;
  ClinicianId clinician;  // whose it is now
  RatingId rating;
  std::string rule;  // A B E T
  Day day;
  bool joined = false;  // a later finding of an open check-in: answered with that one
  CheckInAnswer answer = CheckInAnswer::none;
};

class Reports {
 public:
  explicit Reports(Connection& connection) : connection_(connection) {}

  // By course id: of the whole practice, or of those that are one clinician's.
  std::vector<RatedCourse> rated_courses() const;
  std::vector<RatedCourse> rated_courses(const ClinicianId& clinician) const;
  // The client's standing ratings of a course in order, forms left blank among them, with what the
  // rules look at and nothing else. A seal is as it was laid: whether it was lifted since is asked
  // of Ratings::seal_ends.
  std::vector<StoredRating> client_ratings(const CourseId& course) const;
  // Check-ins that a rating raised and no correction withdrew, oldest first: of the whole practice,
  // or of one course.
  using EachCheckIn = std::function<void(const RaisedCheckIn&)>;
  void raised_check_ins(const EachCheckIn& each) const;
  void raised_check_ins(const CourseId& course, const EachCheckIn& each) const;
  std::uint64_t client_totals(const ClinicianId& clinician, Day from, Day to) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
