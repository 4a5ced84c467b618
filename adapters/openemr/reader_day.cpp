// SPDX-License-Identifier: MIT
// A patient with a clinician on one day: several appointments, several encounters, and which is
// whose.
#include <algorithm>

#include "day_encounters.hpp"
#include "reader.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::Day;
using std::chrono::days;

constexpr std::int64_t last_row = 9'000'000'000'000'000, most_rows = 1000;

constexpr const char* select_encounters =
    "SELECT CAST(encounter AS CHAR), CAST(date AS CHAR) FROM form_encounter "
    "WHERE pid = ? AND provider_id = ? AND date >= ? AND date < ? ORDER BY id";
constexpr const char* select_check_in =
    "SELECT CAST(eid AS CHAR) FROM patient_tracker WHERE encounter = ? AND pid = ? "
    "AND apptdate = ?";

std::vector<DayEncounter> encounters_of_day(Reader& reader, const Visit& visit) {
  auto& connection = reader.connection();
  const auto day = visit.session.day;
  const auto text = payload::to_text(day);
  std::vector<DayEncounter> found;
  for (const auto& row :
       connection.select(2, select_encounters,
                         {visit.pid, visit.provider, text, payload::to_text(day + days{1})})) {
    DayEncounter encounter{row.number(0), {}, 0};
    const auto at = row.text(1);
    if (const auto clock = clock_of(at.substr(std::min<std::size_t>(11, at.size())));
        clock.count() != 0)
      encounter.begun = reader.setup().zone.instant_of(day, clock);
    if (reader.setup().features.tracker)
      if (const auto known =
              connection.first(1, select_check_in, {encounter.number, visit.pid, text}))
        encounter.checked_in = known->number(0);
    found.push_back(encounter);
  }
  return found;
}

}  // namespace

std::vector<Visit> Reader::appointments_on(const CourseId& course, Day day) {
  std::vector<Visit> found;
  const Wanted wanted{day, day, course.pid, course.provider, false};
  for (auto& row : appointments({0, last_row, most_rows}, wanted))
    std::move(row.visits.begin(), row.visits.end(), std::back_inserter(found));
  const Wanted from_any_start{first_day(), day, course.pid, course.provider, false};
  for (const auto id : series_of(course.pid, course.provider))
    for (auto& row : appointments(only(id), from_any_start))
      for (auto& visit : row.visits)
        if (visit.session.day == day &&
            std::none_of(found.begin(), found.end(),
                         [&](const Visit& known) { return known.session.id == visit.session.id; }))
          found.push_back(std::move(visit));
  return found;
}

std::optional<std::int64_t> Reader::encounter_of(const Visit& appointment) {
  const auto& session = appointment.session;
  std::vector<DayAppointment> appointments;
  for (const auto& one : appointments_on({appointment.pid, appointment.provider}, session.day))
    if (one.session.id == session.id || one.session.attendance == "booked" ||
        one.session.attendance == "held")
      appointments.push_back({one.session.id, one.session.start});
  std::sort(appointments.begin(), appointments.end(), [](const auto& one, const auto& other) {
    return std::tie(one.start, one.session) < std::tie(other.start, other.session);
  });
  return openemr::encounter_of(session.id, appointments, encounters_of_day(*this, appointment));
}

}  // namespace holdfast::adapters::openemr
