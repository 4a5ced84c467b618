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

struct CourseState {
  std::string bytes;
};

class States {
 public:
  explicit States(Connection& connection) : connection_(connection) {}

  std::optional<CourseState> course(const CourseId& course, const ClientKey& subject) const;
  struct CourseAndState {
    CourseId course;
    ClientKey subject;
    CourseState state;
  };
  std::vector<CourseAndState> all_courses() const;  // by course, then subject
  // Where something about them was rated.
  std::vector<CourseId> courses_of(const ClientKey& subject) const;
  std::vector<ClientKey> subjects_of(const CourseId& course) const;
  void put_course(const CourseId& course, const ClientKey& subject, const CourseState& state);

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
