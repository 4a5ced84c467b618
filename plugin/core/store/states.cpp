// SPDX-License-Identifier: MIT
#include "store/states.hpp"

#include <algorithm>
#include <tuple>

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql put_course_state(
    "INSERT INTO course_state (practice_id, course_id, subject_key, bytes) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (practice_id, course_id, subject_key) DO UPDATE SET bytes = excluded.bytes");
constexpr Sql select_course_state(
    "SELECT bytes FROM course_state"
    " WHERE practice_id = $1 AND course_id = $2 AND subject_key = $3");
constexpr Sql select_all_courses(
    "SELECT course_id, subject_key, bytes FROM course_state WHERE practice_id = $1"
    " ORDER BY course_id, subject_key");
constexpr Sql select_courses_of_subject(
    "SELECT course_id FROM course_state WHERE practice_id = $1 AND subject_key = $2"
    " ORDER BY course_id");
constexpr Sql select_subjects_of_course(
    "SELECT subject_key FROM course_state WHERE practice_id = $1 AND course_id = $2"
    " ORDER BY subject_key");
constexpr Sql select_courses_without_state(
    "SELECT DISTINCT r.course_id, r.subject_key FROM rating r WHERE r.practice_id = $1"
    " AND NOT EXISTS (SELECT 1 FROM course_state s WHERE s.practice_id = r.practice_id"
    " AND s.course_id = r.course_id AND s.subject_key = r.subject_key)"
    " ORDER BY r.course_id, r.subject_key");

}  // namespace

std::optional<CourseState> States::course(const CourseId& course, const ClientKey& subject) const {
  std::optional<CourseState> state;
  connection_.select(select_course_state, {in(course), in(subject)},
                     [&](const Row& row) { state = CourseState{row.bytes(0)}; });
  return state;
}

std::vector<CourseId> States::courses_of(const ClientKey& subject) const {
  std::vector<CourseId> courses;
  connection_.select(select_courses_of_subject, {in(subject)},
                     [&](const Row& row) { courses.emplace_back(row.text(0)); });
  return courses;
}

std::vector<ClientKey> States::subjects_of(const CourseId& course) const {
  std::vector<ClientKey> subjects;
  connection_.select(select_subjects_of_course, {in(course)},
                     [&](const Row& row) { subjects.emplace_back(row.text(0)); });
  return subjects;
}

std::vector<States::CourseAndState> States::all_courses() const {
  std::vector<CourseAndState> all;
  connection_.select(select_all_courses, {}, [&](const Row& row) {
    all.push_back({CourseId{row.text(0)}, ClientKey{row.text(1)}, {row.bytes(2)}});
  });
  connection_.select(select_courses_without_state, {}, [&](const Row& row) {
    all.push_back({CourseId{row.text(0)}, ClientKey{row.text(1)}, {}});  // none was saved
  });
  std::sort(all.begin(), all.end(), [](const CourseAndState& one, const CourseAndState& other) {
    return std::tie(one.course, one.subject) < std::tie(other.course, other.subject);
  });
  return all;
}

void States::put_course(const CourseId& course, const ClientKey& subject,
                        const CourseState& state) {
  connection_.run(put_course_state, {in(course), in(subject), Bytes{state.bytes}});
}

}  // namespace holdfast::store
