// SPDX-License-Identifier: MIT
// Repair episodes: their events as facts, and how each stands now.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct RepairNow {
  RepairId id;
  CourseId course;
  ClientKey subject;
  ClinicianId clinician;
  AlertId alert;  // that opened it
  RatingId opened_by;
  Day opened;
  std::string state;  // open, improving, repaired, new_level, unrepaired, ended
  double level = 0;   // P, frozen
  double lowest = 0;
  double recovered = 0;
  int ratings = 0;  // since the alert
  int repeats = 0;  // alerts that joined
  bool talked_through = false;
  std::optional<Day> closed;
  bool asks_for_new_level = false;  // R5 met, the therapist has not answered
};

struct RepairEvent {
  std::string id;
  RepairId repair;
  CourseId course;
  ClientKey subject;
  std::string kind;  // opened, state, repeated, talked_through, new_level_accepted,
                     // new_level_declined, transferred, withdrawn
  RatingId rating;   // empty: not by a rating
  SessionId session;
  std::string detail;  // state: its name; else free
  std::string by;      // person id; empty: Holdfast
  Instant at;
};

class Repairs {
 public:
  explicit Repairs(Connection& connection) : connection_(connection) {}

  void put(const RepairNow& repair);
  void record(const RepairEvent& event);  // the fact only; put() carries what follows from it
  std::optional<RepairNow> find(const RepairId& id) const;
  std::optional<RepairNow> open_of_course(const CourseId& course, const ClientKey& subject) const;
  std::vector<RepairNow> of_course(const CourseId& course) const;
  std::vector<RepairEvent> events(const RepairId& id) const;
  std::vector<RepairEvent> marks_of_course(const CourseId& course) const;  // by people only
  // The projection, before a re-run.
  void forget_course(const CourseId& course, const ClientKey& subject);
  void forget_all();

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
