// SPDX-License-Identifier: MIT
// The host's clients, clinicians, courses and sessions as last told: what pages read. Filled in
// tick().
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "practice/host.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

// A session with its number: the rank of the course's held sessions by start, then host id. One
// that is booked has the number it will have when held; one that was missed or cancelled has 0.
struct NumberedSession {
  practice::Session session;
  int number = 0;
};

// A session that the client stayed away from: not there, or cancelled within a day of it.
struct MissedSession {
  SessionId id;
  Instant start;
  Day day;
  Attendance attendance = Attendance::no_show;
  int held_before = 0;  // held sessions of the course before this one
};

// What one page shows of a day.
struct DayPart {
  int from = 0;      // so many sessions are passed over
  int most = 0;      // 0: all of them
  std::string name;  // only of clients whose name holds this; empty: of everybody
};

class Mirror {
 public:
  explicit Mirror(Connection& connection) : connection_(connection) {}

  void put(const practice::Client& client);
  void put(const practice::Clinician& clinician);
  void put(const practice::Course& course);
  void put(const practice::Session& session);
  void remove(const ClientId& id);
  void remove(const ClinicianId& id);
  void remove(const CourseId& id);
  void remove(const SessionId& id);

  std::optional<practice::Client> client(const ClientId& id) const;
  std::optional<practice::Clinician> clinician(const ClinicianId& id) const;
  std::optional<practice::Course> course(const CourseId& id) const;
  std::optional<NumberedSession> session(const SessionId& id) const;
  std::vector<practice::Clinician> clinicians() const;
  std::vector<practice::Course> courses_of_client(const ClientId& client) const;
  std::vector<practice::Course> courses_of_clinician(const ClinicianId& clinician) const;
  std::vector<NumberedSession> sessions_of_course(const CourseId& course) const;     // by start
  std::vector<MissedSession> missed_of_course(const CourseId& course) const;         // by start
  std::vector<NumberedSession> sessions_of_day(Day day, const DayPart& part) const;  // by start
  int count_of_day(Day day) const;
  int count_of_day_before(Day day, Instant start) const;
  std::vector<NumberedSession> sessions_of_day(Day day, const ClinicianId& clinician) const;
  std::optional<practice::Session> next_session(const CourseId& course, Instant after) const;
  std::optional<practice::Session> previous_held(const CourseId& course, Instant before) const;
  // Clients whose name contains `text`, letters compared without case; at most `limit`, by name.
  std::vector<practice::Client> search(std::string_view text, int limit) const;
  // Clients of whom the store keeps something and whose course ended by `day`, the longest ago
  // first.
  std::vector<practice::Client> clients_by_end(Day day, int limit) const;

  std::string cursor() const;  // empty: never filled
  void put_cursor(std::string_view cursor, Instant at);
  std::optional<Instant> filled_at() const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
