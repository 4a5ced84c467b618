// SPDX-License-Identifier: MIT
// The practice as its FHIR server knows it, in the words of the payloads. A course is an
// EpisodeOfCare ("EpisodeOfCare/1"); where a patient has none, a CareTeam ("CareTeam/2"); where
// there is none either, a patient and a clinician who meet ("c-1~dr-1"). A session is an
// Appointment or an Encounter without one. All [thread-safe]; who treats whom is kept for five
// minutes.
#pragma once
#include <date/tz.h>

#include <functional>
#include <holdfast/cpp/payload.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "mapping/care.hpp"
#include "mapping/people.hpp"
#include "server.hpp"

namespace holdfast::adapters::fhir {

class Directory {
 public:
  Directory(const Settings& settings, Server& server, const std::string& zone);

  // Empty: there is none.
  std::optional<payload::Client> client(const std::string& id);
  std::optional<payload::Clinician> clinician(const std::string& id);
  std::optional<payload::Course> course(const std::string& id);
  std::optional<payload::Session> session(const std::string& id);
  std::optional<payload::Person> person(const std::string& actor);

  std::vector<payload::Client> clients(const std::string& text, std::size_t most);
  struct Sessions {
    std::vector<payload::Session> sessions;  // ordered by start, then id
    bool is_cut = false;
  };
  Sessions sessions(const payload::SessionQuery& query);

  // The clinician who acts in this PractitionerRole ("7"); empty: nobody who still does.
  std::string clinician_in_role(const std::string& role);

  bool treats(const std::string& clinician, const std::string& client);

  // For the mirror: what a resource of the server's makes, and what it needs before it.
  std::optional<payload::Course> course_of(mapping::Treatment treatment);
  // `encounters` are those of an appointment. Empty: no session of anybody known.
  using CoursesOf = std::function<std::vector<payload::Course>(const std::string& client)>;
  std::optional<payload::Session> session_of(mapping::Meeting meeting, const Json& encounters,
                                             const CoursesOf& courses_of);
  std::optional<payload::Session> session_of(mapping::Meeting meeting, const Json& encounters);
  std::optional<payload::Course> made_course(const std::string& id);  // "c-1~dr-1" as a course
  void forget(const std::string& client);
  Json encounters_of(const std::string& appointment);  // "Appointment/3"
  // The courses of a patient as the server lists them.
  std::vector<payload::Course> courses_of(const std::string& client);

 private:
  mapping::RoleOf role(const std::string& id);
  void resolve(std::vector<std::string>& clinicians, const std::vector<std::string>& roles);
  std::vector<payload::Course> ask_courses(const std::string& client);
  bool have_met(const std::string& client, const std::string& clinician);
  payload::Day day_of(payload::Instant instant) const;
  payload::Instant midnight(payload::Day day) const;

  const Settings& settings_;
  Server& server_;
  const date::time_zone* zone_;
  std::mutex mutex_;
  struct Known {
    std::vector<payload::Course> courses;
    std::chrono::steady_clock::time_point until;
  };
  std::unordered_map<std::string, Known> courses_;  // by client
  struct KnownRole {
    mapping::RoleOf role;
    std::chrono::steady_clock::time_point until;
  };
  std::unordered_map<std::string, KnownRole> roles_;  // by id
};

inline constexpr char course_joint = '~';  // no FHIR id holds it

}  // namespace holdfast::adapters::fhir
