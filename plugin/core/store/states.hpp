// SPDX-License-Identifier: MIT
// Where detection and repair left off: opaque bytes that `holdfast rebuild` must reproduce from the
// facts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "alliance/series.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct SeriesState {
  std::string bytes;
  int ratings = 0;            // how many the state has seen
  Day last_day;               // of the last of them
  RatingId last_rating;       // an earlier one than this means: re-run the series
  int parameter_version = 1;  // a series keeps the version it began with
};

struct CourseState {
  std::string bytes;
};

class States {
 public:
  explicit States(Connection& connection) : connection_(connection) {}

  std::optional<SeriesState> series(const SeriesKey& key, const ClientKey& subject) const;
  void put_series(const SeriesKey& key, const ClientKey& subject, const SeriesState& state);
  struct OfCourse {
    SeriesKey key;
    ClientKey subject;
    SeriesState state;
  };
  std::vector<OfCourse> series_of_course(const CourseId& course) const;

  std::optional<CourseState> course(const CourseId& course, const ClientKey& subject) const;
  struct CourseAndState {
    CourseId course;
    ClientKey subject;
    CourseState state;
  };
  std::vector<CourseAndState> all_courses() const;  // by course, then subject
  // Where something about them was rated.
  std::vector<CourseId> courses_of(const ClientKey& subject) const;
  void put_course(const CourseId& course, const ClientKey& subject, const CourseState& state);

  void forget_course(const CourseId& course);  // before a re-run
  void forget_all();                           // before a rebuild

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
