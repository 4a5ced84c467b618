// SPDX-License-Identifier: MIT
// Which encounter of a patient with a clinician on a day is an appointment's. Pure. The module goes
// by the same rule the other way (module/src/Encounter.php).
//
// One appointment: every encounter of the day is its. Several: an encounter is that of the
// appointment which the patient tracker checked in for it; else of the one that begins nearest to
// it; and where OpenEMR kept no time, the first encounter is the first appointment.
#pragma once
#include <cstdint>
#include <holdfast/cpp/moment.hpp>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::adapters::openemr {

struct DayAppointment {
  std::string session;  // "a-EID" or "a-EID-20261123"
  payload::Instant start{};
};

struct DayEncounter {
  std::int64_t number = 0;                  // form_encounter.encounter
  std::optional<payload::Instant> begun{};  // absent: OpenEMR kept no time
  std::int64_t checked_in = 0;              // pc_eid of the patient tracker; 0: none
};

// Appointments in the order of their start, encounters in that of their rows; -> the latest
// encounter of that session.
std::optional<std::int64_t> encounter_of(const std::string& session,
                                         const std::vector<DayAppointment>& appointments,
                                         const std::vector<DayEncounter>& encounters);

}  // namespace holdfast::adapters::openemr
