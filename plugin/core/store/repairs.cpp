// SPDX-License-Identifier: MIT
#include "store/repairs.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql put_repair(
    "INSERT INTO repair_now (practice_id, repair_id, course_id, subject_key, clinician_id, "
    "alert_id,"
    " opened_by, opened, state, level, lowest, recovered, ratings, repeats, talked_through, closed,"
    " asks_for_new_level) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
    " $16, $17) ON CONFLICT (practice_id, repair_id) DO UPDATE SET clinician_id ="
    " excluded.clinician_id, state = excluded.state, level = excluded.level, lowest ="
    " excluded.lowest, recovered = excluded.recovered, ratings = excluded.ratings, repeats ="
    " excluded.repeats, talked_through = excluded.talked_through, closed = excluded.closed,"
    " asks_for_new_level = excluded.asks_for_new_level");
constexpr Sql insert_event(
    "INSERT INTO repair_event (practice_id, repair_id, id, course_id, subject_key, kind, rating_id,"
    " session_id, detail, made_by, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

#define HOLDFAST_REPAIR                                                                         \
  "SELECT repair_id, course_id, subject_key, clinician_id, alert_id, opened_by, opened, state," \
  " level, lowest, recovered, ratings, repeats, talked_through, closed, asks_for_new_level"     \
  " FROM repair_now"
#define HOLDFAST_REPAIR_EVENT                                                                   \
  "SELECT id, repair_id, course_id, subject_key, kind, rating_id, session_id, detail, made_by," \
  " made_at FROM repair_event"

constexpr Sql select_one(HOLDFAST_REPAIR " WHERE practice_id = $1 AND repair_id = $2");
constexpr Sql select_open(
    HOLDFAST_REPAIR
    " WHERE practice_id = $1 AND course_id = $2 AND subject_key = $3 AND closed IS NULL"
    " ORDER BY opened DESC, repair_id DESC LIMIT 1");
constexpr Sql select_of_course(
    HOLDFAST_REPAIR " WHERE practice_id = $1 AND course_id = $2 ORDER BY opened, repair_id");
constexpr Sql select_events(HOLDFAST_REPAIR_EVENT
                            " WHERE practice_id = $1 AND repair_id = $2 ORDER BY id");
constexpr Sql select_marks(
    HOLDFAST_REPAIR_EVENT
    " WHERE practice_id = $1 AND course_id = $2 AND made_by <> '' ORDER BY id");
constexpr Sql delete_of_course(
    "DELETE FROM repair_now WHERE practice_id = $1 AND course_id = $2 AND subject_key = $3");
constexpr Sql delete_all("DELETE FROM repair_now WHERE practice_id = $1");

RepairNow repair_of(const Row& row) {
  RepairNow repair;
  repair.id.value = row.text(0);
  repair.course.value = row.text(1);
  repair.subject.value = row.text(2);
  repair.clinician.value = row.text(3);
  repair.alert.value = row.text(4);
  repair.opened_by.value = row.text(5);
  repair.opened = day_of(row, 6);
  repair.state = row.text(7);
  repair.level = row.real(8);
  repair.lowest = row.real(9);
  repair.recovered = row.real(10);
  repair.ratings = integer_of(row, 11);
  repair.repeats = integer_of(row, 12);
  repair.talked_through = truth_of(row, 13);
  repair.closed = optional_day_of(row, 14);
  repair.asks_for_new_level = truth_of(row, 15);
  return repair;
}

std::vector<RepairNow> all_of(Connection& connection, Sql sql,
                              std::initializer_list<Value> values) {
  std::vector<RepairNow> repairs;
  connection.select(sql, values, [&](const Row& row) { repairs.push_back(repair_of(row)); });
  return repairs;
}

std::optional<RepairNow> one_of(Connection& connection, Sql sql,
                                std::initializer_list<Value> values) {
  auto repairs = all_of(connection, sql, values);
  if (repairs.empty()) return std::nullopt;
  return std::move(repairs.front());
}

std::vector<RepairEvent> events_of(Connection& connection, Sql sql,
                                   std::initializer_list<Value> values) {
  std::vector<RepairEvent> events;
  connection.select(sql, values, [&](const Row& row) {
    events.push_back({row.text(0), RepairId{row.text(1)}, CourseId{row.text(2)},
                      ClientKey{row.text(3)}, row.text(4), RatingId{row.text(5)},
                      SessionId{row.text(6)}, row.text(7), row.text(8), instant_of(row, 9)});
  });
  return events;
}

}  // namespace

void Repairs::put(const RepairNow& repair) {
  const std::string closed = optional_day_text(repair.closed);
  connection_.run(
      put_repair,
      {in(repair.id), in(repair.course), in(repair.subject),
       std::string_view{repair.clinician.value}, std::string_view{repair.alert.value},
       std::string_view{repair.opened_by.value}, std::string_view{to_text(repair.opened)},
       std::string_view{repair.state}, repair.level, repair.lowest, repair.recovered,
       in(repair.ratings), in(repair.repeats), in(repair.talked_through), optional_text(closed),
       in(repair.asks_for_new_level)});
}

void Repairs::record(const RepairEvent& event) {
  connection_.run(insert_event, {in(event.repair), std::string_view{event.id}, in(event.course),
                                 in(event.subject), std::string_view{event.kind}, in(event.rating),
                                 in(event.session), std::string_view{event.detail},
                                 std::string_view{event.by}, in(event.at)});
}

std::optional<RepairNow> Repairs::find(const RepairId& id) const {
  return one_of(connection_, select_one, {in(id)});
}

std::optional<RepairNow> Repairs::open_of_course(const CourseId& course,
                                                 const ClientKey& subject) const {
  return one_of(connection_, select_open, {in(course), in(subject)});
}

std::vector<RepairNow> Repairs::of_course(const CourseId& course) const {
  return all_of(connection_, select_of_course, {in(course)});
}

std::vector<RepairEvent> Repairs::events(const RepairId& id) const {
  return events_of(connection_, select_events, {in(id)});
}

std::vector<RepairEvent> Repairs::marks_of_course(const CourseId& course) const {
  return events_of(connection_, select_marks, {in(course)});
}

void Repairs::forget_course(const CourseId& course, const ClientKey& subject) {
  connection_.run(delete_of_course, {in(course), in(subject)});
}

void Repairs::forget_all() { connection_.run(delete_all, {}); }

}  // namespace holdfast::store
