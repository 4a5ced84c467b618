// SPDX-License-Identifier: MIT
#include "store/states.hpp"

#include <algorithm>
#include <tuple>

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql put_series_state(
    "INSERT INTO series_state (practice_id, course_id, subject_key, instrument, version, language,"
    " rater, relation, rater_key, mode, clinician_id, setting, ratings, last_day, last_rating_id,"
    " parameter_version, bytes)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    " ON CONFLICT (practice_id, course_id, subject_key, instrument, version, language, rater,"
    " relation, rater_key, mode, clinician_id, setting) DO UPDATE SET ratings = excluded.ratings,"
    " last_day = excluded.last_day, last_rating_id = excluded.last_rating_id,"
    " parameter_version = excluded.parameter_version, bytes = excluded.bytes");
constexpr Sql select_series_state(
    "SELECT bytes, ratings, last_day, last_rating_id, parameter_version FROM series_state"
    " WHERE practice_id = $1 AND course_id = $2 AND subject_key = $3 AND instrument = $4"
    " AND version = $5 AND language = $6 AND rater = $7 AND relation = $8 AND rater_key = $9"
    " AND mode = $10 AND clinician_id = $11 AND setting = $12");
constexpr Sql select_series_of_course(
    "SELECT bytes, ratings, last_day, last_rating_id, parameter_version, subject_key, instrument,"
    " version, language, rater, relation, rater_key, mode, clinician_id, setting FROM series_state"
    " WHERE practice_id = $1 AND course_id = $2");
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
constexpr Sql select_courses_without_state(
    "SELECT DISTINCT r.course_id, r.subject_key FROM rating r WHERE r.practice_id = $1"
    " AND NOT EXISTS (SELECT 1 FROM course_state s WHERE s.practice_id = r.practice_id"
    " AND s.course_id = r.course_id AND s.subject_key = r.subject_key)"
    " ORDER BY r.course_id, r.subject_key");
constexpr Sql delete_series_of_course(
    "DELETE FROM series_state WHERE practice_id = $1 AND course_id = $2");
constexpr Sql delete_course("DELETE FROM course_state WHERE practice_id = $1 AND course_id = $2");
constexpr Sql delete_all_series("DELETE FROM series_state WHERE practice_id = $1");
constexpr Sql delete_all_courses("DELETE FROM course_state WHERE practice_id = $1");

SeriesState state_of(const Row& row) {
  return {row.bytes(0), integer_of(row, 1), day_of(row, 2), RatingId{row.text(3)},
          integer_of(row, 4)};
}

}  // namespace

std::optional<SeriesState> States::series(const SeriesKey& key, const ClientKey& subject) const {
  std::optional<SeriesState> state;
  connection_.select(
      select_series_state,
      {in(key.course), in(subject), std::string_view{key.instrument}, std::string_view{key.version},
       std::string_view{key.language}, to_word(key.rater), to_word(key.relation),
       std::string_view{key.rater_id}, to_word(key.mode), std::string_view{key.clinician.value},
       to_word(key.setting)},
      [&](const Row& row) { state = state_of(row); });
  return state;
}

void States::put_series(const SeriesKey& key, const ClientKey& subject, const SeriesState& state) {
  connection_.run(
      put_series_state,
      {in(key.course), in(subject), std::string_view{key.instrument}, std::string_view{key.version},
       std::string_view{key.language}, to_word(key.rater), to_word(key.relation),
       std::string_view{key.rater_id}, to_word(key.mode), std::string_view{key.clinician.value},
       to_word(key.setting), in(state.ratings), std::string_view{to_text(state.last_day)},
       std::string_view{state.last_rating.value}, in(state.parameter_version), Bytes{state.bytes}});
}

std::vector<States::OfCourse> States::series_of_course(const CourseId& course) const {
  std::vector<OfCourse> all;
  connection_.select(select_series_of_course, {in(course)}, [&](const Row& row) {
    OfCourse one;
    one.state = state_of(row);
    one.subject.value = row.text(5);
    one.key.course = course;
    one.key.instrument = row.text(6);
    one.key.version = row.text(7);
    one.key.language = row.text(8);
    one.key.rater = word_of<Rater>(row, 9);
    one.key.relation = word_of<Relation>(row, 10);
    one.key.rater_id = row.text(11);
    one.key.mode = word_of<Mode>(row, 12);
    one.key.clinician.value = row.text(13);
    one.key.setting = word_of<Setting>(row, 14);
    all.push_back(std::move(one));
  });
  return all;
}

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

void States::forget_course(const CourseId& course) {
  connection_.run(delete_series_of_course, {in(course)});
  connection_.run(delete_course, {in(course)});
}

void States::forget_all() {
  connection_.run(delete_all_series, {});
  connection_.run(delete_all_courses, {});
}

}  // namespace holdfast::store
