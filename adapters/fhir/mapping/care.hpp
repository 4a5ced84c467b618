// SPDX-License-Identifier: MIT
// Who treats whom, and when they met: episodes, care teams, appointments and encounters, read into
// plain values. Which course a meeting belongs to is for who knows all courses to say.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <optional>
#include <string>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

// An EpisodeOfCare or a CareTeam. Who is referred to on another server is nobody here.
struct Treatment {
  std::string id;  // "EpisodeOfCare/1", "CareTeam/2"
  std::string patient;
  std::vector<std::string> clinicians;  // Practitioner ids; an episode's manager first
  std::vector<std::string> roles;       // PractitionerRole ids, still to be resolved
  std::vector<std::string> teams;       // CareTeam ids, still to be resolved
  std::optional<payload::Day> started, ended;
  std::string end_reason;
  bool is_in_error = false;
};
Treatment treatment_of_episode(const Json& episode, const Names& names);
Treatment treatment_of_team(const Json& team, const Names& names);

// An Appointment or an Encounter.
struct Meeting {
  std::string id;  // "Appointment/3", "Encounter/4"
  std::vector<std::string> patients;
  std::vector<std::string> clinicians, roles;
  std::optional<payload::Instant> start;
  std::optional<int> minutes;
  std::string attendance = "booked";
  std::string place;        // empty: not told
  std::string appointment;  // of an encounter: "Appointment/3"
  std::string episode;      // of an encounter: "EpisodeOfCare/1"
  bool is_in_error = false;
};
Meeting meeting_of_appointment(const Json& appointment, const Names& names);
Meeting meeting_of_encounter(const Json& encounter, const Names& names);

}  // namespace holdfast::adapters::fhir::mapping
