// SPDX-License-Identifier: MIT
#include "day_encounters.hpp"

#include <algorithm>

namespace holdfast::adapters::openemr {
namespace {

bool is_of(const std::string& session, std::int64_t appointment) {
  const auto name = "a-" + std::to_string(appointment);
  return session == name || session.starts_with(name + "-");
}

const DayAppointment& appointment_of(const DayEncounter& encounter, std::size_t untimed_before,
                                     const std::vector<DayAppointment>& appointments) {
  if (encounter.checked_in != 0)
    for (const auto& one : appointments)
      if (is_of(one.session, encounter.checked_in)) return one;
  if (!encounter.begun) return appointments[std::min(untimed_before, appointments.size() - 1)];
  const auto away = [&](const DayAppointment& one) {
    return std::chrono::abs(one.start - *encounter.begun);
  };
  return *std::min_element(
      appointments.begin(), appointments.end(),
      [&](const auto& one, const auto& other) { return away(one) < away(other); });
}

}  // namespace

std::optional<std::int64_t> encounter_of(const std::string& session,
                                         const std::vector<DayAppointment>& appointments,
                                         const std::vector<DayEncounter>& encounters) {
  std::optional<std::int64_t> found;
  std::size_t untimed = 0;
  if (appointments.empty()) return found;
  for (const auto& encounter : encounters) {
    if (appointment_of(encounter, untimed, appointments).session == session)
      found = encounter.number;
    if (!encounter.begun) ++untimed;
  }
  return found;
}

}  // namespace holdfast::adapters::openemr
