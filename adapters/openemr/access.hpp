// SPDX-License-Identifier: MIT
// Who is acting, and which patients, courses and sessions that person may see or change. Unknown
// means no. An actor is "staff:USER-ID" or "client:PID"; HOLDFAST_ACTOR_SYSTEM is Holdfast itself.
//
//   therapist         authorized in OpenEMR, or in the group doc or clin, and allowed
//   patients|demo:
//                     reads and writes own courses (provider or care team)
//   supervisor        whom others name as supervisor: reads the courses of those
//   front desk        in the group front and allowed patients|demo: reads every patient
//   records officer   named in the adapter's configuration: reads and writes everything
//   administrator     in the group admin: no patient
//   client            a patient whom the portal is open to: themselves
//
// A session is hidden from staff whom OpenEMR would hide its encounter from: by its sensitivity, or
// by the access rule of its calendar category.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "acl.hpp"
#include "reader.hpp"

namespace holdfast::adapters::openemr {

// Throws Failure(NOT_FOUND) for an actor who is nobody here, DENIED for one who has left or whom
// the portal is closed to.
payload::Person person_of(Reader& reader, std::string_view actor);

class Sight {
 public:
  // Throws Failure(DENIED) for nobody, an unknown or a former user.
  Sight(Reader& reader, std::string_view actor);

  bool reads_client(std::int64_t pid);
  bool writes_client(std::int64_t pid);
  bool reads_course(const CourseId& course);
  bool writes_course(const CourseId& course);
  bool reads_visit(const Visit& visit);
  bool is_staff() const { return is_system_ || person_.kind == "staff"; }
  bool administers() const { return is_system_ || has("admin"); }

  // For a query over patients: all of them, or those of these clinicians ("5,7"), or one.
  bool reads_everyone() const;
  std::string clinicians_read() const;
  std::int64_t own_pid() const;
  std::string care_teams();  // the patients whose care team this is part of: "1,4"

 private:
  bool has(std::string_view role) const;
  bool has_course(std::int64_t pid, const std::vector<std::string>& clinicians);
  bool in_care_team(std::int64_t pid);

  Reader& reader_;
  std::optional<std::set<std::int64_t>> care_teams_;
  bool is_system_ = false;
  payload::Person person_;
  Acl acl_;
};

}  // namespace holdfast::adapters::openemr
