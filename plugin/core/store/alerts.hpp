// SPDX-License-Identifier: MIT
// Alerts: what detection found, with every number it was found with, as facts; what people did
// about them, as events; and how they stand now, as a projection of the two.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

enum class AlertKind {
  check_in,  // asks for attention: A, B, E, T
  notice,    // a line of its own: L, N
  note,      // found by a re-run for a session long past
  own,       // opened by the therapist without a score
};
enum class AlertStatus { open, acknowledged, snoozed, closed, withdrawn };

struct StoredAlert {
  AlertId id;
  std::string rule;   // "A" "B" "T" "L" "N" "E", empty of an own check-in
  std::string cause;  // one open check-in per course and cause: what may join it
  AlertId joins;      // empty, or the open check-in that this finding was added to
  RatingId rating;    // empty for N
  SessionId session;
  CourseId course;
  ClientKey subject;
  ClinicianId clinician;
  std::string instrument, version;
  Instant found_at;
  Day day;
  AlertKind kind = AlertKind::check_in;
  // The numbers of the sentence and of the calculation page; POMP unless said otherwise.
  std::string raw;                // the score as the instrument counts it, decimal text
  double score = 0;               // y
  double expected = 0;            // M before this rating
  double sd = 0;                  // predictive
  double z = 0;                   // (M − y)/sd
  double low = 0, high = 0;       // usual range
  double highest = 0;             // highest earlier y
  double evidence = 0;            // E: points, of which from the tension answer:
  double tension_points = 0;      // E
  double evidence_threshold = 0;  // E
  std::optional<double> previous_score, previous_z;  // B: the rating before
  std::string area;                                  // subscale that leads; empty: none
  std::optional<int> tension;
  int earlier = 0;  // ratings before this one
  int parameter_version = 1;
  bool strong = false;                // A
  bool said_directly = false;         // T: a direct "yes" item
  bool before_third_session = false;  // N
};

struct AlertEvent {
  std::string id;
  AlertId alert;
  // acknowledged, snoozed, not_a_dip, logged, reopened, closed, joined, withdrawn, handed_over,
  // seen; promoted: takes the place of the check-in it joined, which is about to be withdrawn;
  // recalculated: a re-run found it with other numbers
  std::string kind;
  std::string reason;
  std::optional<Day> until;  // snoozed
  // logged: what was done, in the practice's words: kind of strain, what was tried, the client's
  // words.
  std::string strain, tried, words;
  ClinicianId handed_to;  // handed_over: whose check-in it is from now on
  std::string by;         // person id; empty: Holdfast
  Instant at;
  std::string numbers;  // recalculated: as alert_numbers.hpp writes them
};

struct AlertNow {
  StoredAlert alert;                 // with the numbers of the last re-run
  std::optional<StoredAlert> found;  // as it was found, where those were other ones
  AlertId joins;                     // empty, or the check-in that it counts for now
  ClinicianId clinician;             // whose it is now; alert.clinician: whose it was when found
  AlertStatus status = AlertStatus::open;
  int findings = 1;  // itself and those that joined and stand
  Day last_day;      // of the newest of them
  std::optional<Day> snoozed_until;
  Instant changed_at;
};

// A person closed a check-in, "not a dip" or done, and nobody opened it again.
struct Closing {
  std::string event;
  Instant at;
  ClientKey subject;
  std::string cause;
};

inline bool is_open(const AlertNow& alert) {
  return alert.status != AlertStatus::closed && alert.status != AlertStatus::withdrawn;
}

class Alerts {
 public:
  explicit Alerts(Connection& connection) : connection_(connection) {}

  // Stores the fact and its projection; one that joins counts for the check-in it joins.
  void insert(const StoredAlert& alert);
  // Stores the event and carries it into the projection.
  void record(const AlertEvent& event);

  std::optional<AlertNow> find(const AlertId& id) const;
  std::vector<AlertEvent> events(const AlertId& id) const;
  std::vector<Closing> closings_of_course(const CourseId& course) const;
  std::vector<StoredAlert> joined(const AlertId& id) const;  // that stand
  // Oldest first: check-ins, and what was withdrawn.
  std::vector<AlertNow> of_course(const CourseId& course) const;
  std::vector<AlertNow> everything_of_course(const CourseId& course) const;  // joined ones too
  std::vector<StoredAlert> facts_of_course(const CourseId& course) const;    // joined ones too
  std::vector<StoredAlert> of_rating(const RatingId& rating) const;
  // Open, acknowledged, and snoozed until `today` or earlier.
  std::vector<AlertNow> open_of_clinician(const ClinicianId& clinician, Day today) const;
  std::optional<AlertNow> open_of_cause(const CourseId& course, const ClientKey& subject,
                                        std::string_view cause) const;
  std::vector<std::pair<std::string, std::int64_t>> count_by_rule() const;  // "" is an own one
  struct Budget {
    int alerts = 0;   // A, B, E
    int ratings = 0;  // client totals
  };
  Budget budget(const ClinicianId& clinician, Day from, Day to) const;

  void rebuild();  // the projection, from facts and events

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
