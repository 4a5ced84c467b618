// SPDX-License-Identifier: MIT
#include "store/reports.hpp"

#include <algorithm>
#include <string_view>

#include "store/columns.hpp"
#include "store/form_lines.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

#define HOLDFAST_STANDS                                                             \
  " AND NOT EXISTS (SELECT 1 FROM rating_end e WHERE e.practice_id = r.practice_id" \
  " AND e.rating_id = r.id)"

constexpr Sql select_courses(
    "SELECT r.course_id, MIN(r.day), COUNT(*) FROM rating r WHERE r.practice_id = $1"
    " AND r.rater = 'client' AND r.scored = 1" HOLDFAST_STANDS
    " GROUP BY r.course_id ORDER BY r.course_id");
constexpr Sql select_courses_of_clinician(
    "SELECT r.course_id, MIN(r.day), COUNT(*) FROM mirror_course_clinician c JOIN rating r"
    " ON r.practice_id = c.practice_id AND r.course_id = c.course_id AND r.rater = 'client'"
    " AND r.scored = 1 WHERE c.practice_id = $1 AND c.clinician_id = $2" HOLDFAST_STANDS
    " GROUP BY r.course_id ORDER BY r.course_id");
// Every column is one of rating_of_course. Put in order here: a database would sort whole rows.
constexpr Sql select_ratings(
    "SELECT r.id, r.subject_key, r.relation, r.rater_key, r.instrument, r.version, r.language,"
    " r.mode, r.setting, r.clinician_id, r.session_id, r.day, r.session_start, r.session_number,"
    " r.declined, r.pomp, r.tension, r.told, r.sealed_until, r.subscales FROM rating r"
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND r.rater = 'client'"
    " AND r.measures = 'alliance'" HOLDFAST_STANDS);
#define HOLDFAST_CHECK_INS                                                                 \
  "SELECT a.id, a.course_id, a.clinician_id, n.clinician_id, a.rating_id, a.rule, a.day, " \
  "n.joins,"                                                                               \
  " e.kind FROM alert a"                                                                   \
  " LEFT JOIN alert_now n ON n.practice_id = a.practice_id AND n.alert_id = a.id"          \
  " LEFT JOIN alert_event e ON e.practice_id = a.practice_id AND e.alert_id = a.id"        \
  " AND e.kind IN ('not_a_dip', 'logged', 'reopened', 'withdrawn')"                        \
  " WHERE a.practice_id = $1 AND a.kind = 'check_in'"
constexpr Sql select_check_ins(HOLDFAST_CHECK_INS " ORDER BY a.id, e.id");
constexpr Sql select_check_ins_of_course(HOLDFAST_CHECK_INS
                                         " AND a.course_id = $2 ORDER BY a.id, e.id");
constexpr Sql count_totals(
    "SELECT COUNT(*) FROM mirror_course_clinician c JOIN rating r"
    " ON r.practice_id = c.practice_id AND r.course_id = c.course_id AND r.rater = 'client'"
    " AND r.scored = 1 WHERE c.practice_id = $1 AND c.clinician_id = $2 AND r.day >= $3"
    " AND r.day <= $4 AND r.clinician_id = c.clinician_id" HOLDFAST_STANDS);

StoredRating rating_of(const Row& row, const CourseId& course) {
  StoredRating rating;
  rating.series.course = course;
  rating.id.value = row.text(0);
  rating.subject.value = row.text(1);
  rating.series.relation = word_of<Relation>(row, 2);
  rating.series.rater_id = row.text(3);
  rating.series.instrument = row.text(4);
  rating.series.version = row.text(5);
  rating.series.language = row.text(6);
  rating.series.mode = word_of<Mode>(row, 7);
  rating.series.setting = word_of<Setting>(row, 8);
  rating.series.clinician.value = row.text(9);
  rating.session.value = row.text(10);
  rating.day = day_of(row, 11);
  if (row.integer(12) != 0) rating.session_start = instant_of(row, 12);
  rating.session_number = integer_of(row, 13);
  rating.declined = truth_of(row, 14);
  if (!row.is_null(15)) rating.score = Pomp{row.real(15)};
  rating.tension = optional_integer_of(row, 16);
  if (!row.is_null(17)) rating.told = truth_of(row, 17);
  rating.sealed_until = optional_instant_of(row, 18);
  rating.subscales = subscales_in(row.view(19));
  return rating;
}

RaisedCheckIn check_in_of(const Row& row) {
  RaisedCheckIn found;
  found.id.value = row.text(0);
  found.course.value = row.text(1);
  found.clinician.value = row.text(row.is_null(3) ? 2 : 3);
  found.rating.value = row.text(4);
  found.rule = row.text(5);
  found.day = day_of(row, 6);
  found.joined = !row.is_null(7);
  return found;
}

std::vector<RatedCourse> courses_of(Connection& connection, Sql sql,
                                    std::initializer_list<Value> values) {
  std::vector<RatedCourse> courses;
  connection.select(sql, values, [&](const Row& row) {
    courses.push_back(
        {CourseId{row.text(0)}, day_of(row, 1), static_cast<std::uint64_t>(row.integer(2))});
  });
  return courses;
}

// A row for each thing that was done with a check-in, its own rows together.
class CheckInReader {
 public:
  explicit CheckInReader(const Reports::EachCheckIn& each) : each_(each) {}

  void row(const Row& row) {
    if (!current_ || current_->id.value != row.text(0)) {
      end();
      current_ = check_in_of(row);
      withdrawn_ = false;
    }
    if (row.is_null(8)) return;
    const auto kind = row.text(8);
    withdrawn_ = kind == "withdrawn";
    current_->answer = kind == "not_a_dip" ? CheckInAnswer::not_a_dip
                       : kind == "logged"  ? CheckInAnswer::real
                                           : CheckInAnswer::none;
  }
  void end() {
    if (current_ && !withdrawn_) each_(*current_);
  }

 private:
  const Reports::EachCheckIn& each_;
  std::optional<RaisedCheckIn> current_;
  bool withdrawn_ = false;
};

}  // namespace

std::vector<RatedCourse> Reports::rated_courses() const {
  return courses_of(connection_, select_courses, {});
}

std::vector<RatedCourse> Reports::rated_courses(const ClinicianId& clinician) const {
  return courses_of(connection_, select_courses_of_clinician, {in(clinician)});
}

std::vector<StoredRating> Reports::client_ratings(const CourseId& course) const {
  std::vector<StoredRating> ratings;
  ratings.reserve(64);  // a year of weekly sessions
  connection_.select(select_ratings, {in(course)},
                     [&](const Row& row) { ratings.push_back(rating_of(row, course)); });
  if (!std::is_sorted(ratings.begin(), ratings.end(), comes_before))  // as the index mostly is
    std::sort(ratings.begin(), ratings.end(), comes_before);
  return ratings;
}

void Reports::raised_check_ins(const EachCheckIn& each) const {
  CheckInReader reader(each);
  connection_.select(select_check_ins, {}, [&](const Row& row) { reader.row(row); });
  reader.end();
}

void Reports::raised_check_ins(const CourseId& course, const EachCheckIn& each) const {
  CheckInReader reader(each);
  connection_.select(select_check_ins_of_course, {in(course)},
                     [&](const Row& row) { reader.row(row); });
  reader.end();
}

std::uint64_t Reports::client_totals(const ClinicianId& clinician, Day from, Day to) const {
  std::uint64_t count = 0;
  const std::string first = to_text(from), last = to_text(to);
  connection_.select(count_totals, {in(clinician), std::string_view{first}, std::string_view{last}},
                     [&](const Row& row) { count = static_cast<std::uint64_t>(row.integer(0)); });
  return count;
}

}  // namespace holdfast::store
