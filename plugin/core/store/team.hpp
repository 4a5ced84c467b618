// SPDX-License-Identifier: MIT
// What is counted about the courses of one clinician since a day, for figures about several
// clinicians together. Whoever shows it adds them up and leaves out what is too little to tell;
// what is still sealed is not counted.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct ClientLevel {
  ClientKey client;
  double mean = 0;  // POMP, of the client's own totals
  std::uint64_t ratings = 0;
};

struct SessionsRated {
  std::uint64_t held = 0, rated = 0;
};

struct CheckInsTalked {
  std::uint64_t raised = 0, talked_about = 0;  // something done was noted, or "talked through"
};

struct Since {
  ClinicianId clinician;
  Day day;
  Instant now;
};

class Team {
 public:
  explicit Team(Connection& connection) : connection_(connection) {}

  // Their courses in which a check-in or a repair is open.
  std::set<CourseId> flagged_courses(const ClinicianId& clinician) const;
  std::vector<ClientLevel> levels(const Since& since) const;
  SessionsRated sessions(const Since& since) const;
  CheckInsTalked check_ins(const Since& since) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
