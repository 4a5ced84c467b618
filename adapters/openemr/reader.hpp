// SPDX-License-Identifier: MIT
// OpenEMR's rows as Holdfast's clients, clinicians, courses and sessions.
//
//   client     a patient; its id is the pid
//   clinician  a user who treats: authorized, or named by an encounter or appointment; users.id
//   course     a patient with a clinician, "PID-USER": the patient's provider, or one who has an
//              encounter or appointment with the patient
//   session    an appointment, "a-EID", one day of a series, "a-EID-20261123", or an encounter
//              without an appointment of that day and clinician, "e-ID" of form_encounter
//
// Times are what a clock on the practice's wall shows: OpenEMR keeps no zone.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <optional>
#include <string>
#include <vector>

#include "features.hpp"
#include "settings.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::openemr {

// A range of ids: after `after` up to and with `last`, at most `limit` of them.
struct Range {
  std::int64_t after = 0;
  std::int64_t last = 0;
  std::int64_t limit = 1;
};
inline Range only(std::int64_t id) { return {id - 1, id, 1}; }

// Days from and to, both included; a patient and a clinician, or 0 for all. `one_to_one`: an
// encounter tells of the one appointment it is for; else of every one of its day.
struct Wanted {
  payload::Day from{}, to{};
  std::int64_t pid = 0, provider = 0;
  bool one_to_one = true;
};

// A session with what decides who may see it.
struct Visit {
  payload::Session session;
  std::int64_t pid = 0, provider = 0;
  std::string sensitivity;  // of its encounter; empty: none
  std::string access;       // "section|value" of its category
  bool has_encounter = false;
};

// The row of an appointment or encounter and all sessions it stands for.
struct Visits {
  std::int64_t row = 0;
  std::vector<Visit> visits;
};

// A number as OpenEMR writes it: digits, no zero before. Empty: not one.
std::optional<std::int64_t> number_of(std::string_view text);

// Minutes after midnight of "09:30:00"; 0 for what is no time.
std::chrono::minutes clock_of(std::string_view text);

struct CourseId {
  std::int64_t pid = 0, provider = 0;
};
std::optional<CourseId> course_id(std::string_view text);
std::string course_id(const CourseId& id);

class Reader {
 public:
  struct Setup {
    const Features& features;
    const Settings& settings;
    const Zone& zone;
    payload::Day today;
  };
  Reader(Connection& connection, Setup setup) : connection_(connection), setup_(setup) {}

  std::vector<payload::Client> clients(const Range& range);
  std::vector<payload::Clinician> clinicians(const Range& range);
  std::vector<payload::Course> courses(const CourseId& after, std::int64_t last_pid,
                                       std::int64_t limit);
  std::vector<payload::Course> courses_of(std::int64_t pid);
  std::vector<Visits> appointments(const Range& range, const Wanted& wanted);
  std::vector<Visits> encounters(const Range& range, const Wanted& wanted);

  std::optional<payload::Client> client(std::string_view id);
  std::optional<payload::Clinician> clinician(std::string_view id);
  std::optional<payload::Course> course(std::string_view id);
  std::optional<Visit> visit(std::string_view session_id);
  // Every appointment, or day of a series, of that patient and clinician on that day.
  std::vector<Visit> appointments_on(const CourseId& course, payload::Day day);
  // The number of the latest encounter that is an appointment's.
  std::optional<std::int64_t> encounter_of(const Visit& appointment);
  // All sessions of those days, in the order of start and id.
  std::vector<Visit> visits_between(const Wanted& wanted);
  // The days on which a series, as its row stands, has a session, told or to be told.
  std::vector<Visit> series_days(std::int64_t row);

  payload::Day first_day() const;  // earlier than any session
  payload::Day horizon() const;    // sessions are told up to here
  Connection& connection() { return connection_; }
  const Setup& setup() const { return setup_; }

 private:
  struct AppointmentRow;
  std::vector<Visit> visits_of(const AppointmentRow& row, const Wanted& wanted);
  Range page_of(const char* end_of_page, const Range& range, const Wanted& wanted);
  std::vector<std::int64_t> series_of(std::int64_t pid, std::int64_t provider);
  // Which facility, "ID:CODE:NAME" with its place-of-service code, and what kind of place that is:
  // room, video or phone; neither where OpenEMR does not say.
  void locate(payload::Session& session, std::string_view facility) const;
  std::string attendance_of(const std::string& status, payload::Day day, bool has_encounter) const;

  Connection& connection_;
  Setup setup_;
};

}  // namespace holdfast::adapters::openemr
