// SPDX-License-Identifier: MIT
// What a page needs, in one reading each: Today, the picture of a course, the caseload. Nothing
// here knows who is asking; whoever shows it leaves out what is sealed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "practice/host.hpp"
#include "store/alerts.hpp"
#include "store/forms.hpp"
#include "store/mirror.hpp"
#include "store/ratings.hpp"
#include "store/repairs.hpp"

namespace holdfast::store {

struct TodayRow {
  // A standing rating of this session; a form that was left blank is one too.
  struct Answered {
    Rater rater = Rater::client;
    ClientKey subject;
    std::string instrument;
    bool declined = false;
  };
  NumberedSession session;
  CourseId course;
  std::vector<ClinicianId> clinicians;  // of the course; the session may be another's
  ClientId client;
  std::string client_name, initials;
  std::optional<Day> birth_date;
  bool client_active = true;
  std::vector<ClientKey> people;  // who takes part, the client first; empty: without a key yet
  std::vector<FormGiven> forms;   // of this session
  std::vector<Answered> answered;
  std::vector<AlertNow> open;  // of the course
};

struct OverdueForm {
  FormGiven form;
  ClientId client;
  std::string client_name;
};

// Who takes part in sessions of a course beside its own client.
struct PartnerOfCourse {
  CourseId course;
  std::string name, initials;
  ClientId client;
};

struct CaseloadRow {
  practice::Course course;
  std::string client_name, initials;
  std::string repair;  // state of the open episode; empty: none
  std::optional<Instant> next_session;
};

// The end of a course, the newest first.
struct CourseLatest {
  struct Held {
    Day day;
    bool is_rated = false;  // by the client, blank forms too
  };
  int sessions = 0;            // held until now
  std::vector<Held> held;      // the last two of them
  std::vector<double> totals;  // POMP: the client's last twelve that are not sealed now
};

// Everything the picture draws, sealed and unsealed alike.
struct CoursePicture {
  practice::Course course;
  practice::Client client;
  std::vector<NumberedSession> sessions;  // no-shows and cancelled ones too
  std::vector<StoredRating> ratings;
  std::vector<AlertNow> alerts;
  std::vector<RepairNow> repairs;
  std::vector<CommentOfRating> comments;  // addressed to the therapist
};

class Pages {
 public:
  explicit Pages(Connection& connection) : connection_(connection) {}

  // Sessions of the day by start, of these clinicians.
  std::vector<TodayRow> today(Day day, const std::vector<ClinicianId>& clinicians) const;
  // Of the whole practice (front desk), a part of the day at a time.
  std::vector<TodayRow> today(Day day, const DayPart& part) const;
  std::vector<OverdueForm> overdue(const ClinicianId& clinician,
                                   Instant before) const;  // given before
  std::optional<CoursePicture> picture(const CourseId& course) const;
  bool has_ratings(const std::vector<ClinicianId>& clinicians) const;  // of their clients
  std::vector<CaseloadRow> caseload(const ClinicianId& clinician, Instant now) const;
  std::vector<PartnerOfCourse> partners(const ClinicianId& clinician) const;
  CourseLatest latest(const CourseId& course, Instant now) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
