// SPDX-License-Identifier: MIT
// One clinician, one client, a session a week, and a house with a store of its own around them.
#pragma once
#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../practice/stand_in_host.hpp"
#include "../store/builders.hpp"
#include "service/house.hpp"
#include "service/mirror_host.hpp"
#include "service/submit_rating.hpp"
#include "text/language.hpp"

namespace holdfast::service::testing {

using store::ClientKey;

inline const text::Language english{"en", std::locale::classic()};
inline const CourseId course{"course-1"};
inline const ClientId client{"client-1"};
inline const ClinicianId clinician{"clinician-1"};
inline constexpr Day first_day{std::chrono::days{20000}};  // 2024-10-04
inline constexpr std::chrono::weeks week{1};

inline Day day_of(int session) { return first_day + (session - 1) * week; }
inline Instant start_of(int session) { return Instant{day_of(session)} + std::chrono::hours{9}; }
inline SessionId session_id(int number) {
  return SessionId{"session-" + std::to_string(100 + number)};
}

// Remembers what it was given.
struct RecordingHost : tests::StandInHost {
  mutable std::vector<std::pair<std::string, std::string>> given;  // key, body
  mutable int refusals_left = 0;

  Answer<std::string> put(std::string_view key, std::string_view body) const override {
    if (refusals_left > 0 && refusals_left--)
      return {practice::Outcome::unavailable, std::nullopt, "busy"};
    given.emplace_back(key, body);
    return {practice::Outcome::ok, "host-" + std::to_string(given.size()), {}};
  }
  Answer<std::monostate> post(std::string_view key, std::string_view body) const override {
    given.emplace_back(key, body);
    return {practice::Outcome::ok, std::monostate{}, {}};
  }
};

struct PracticeOfOne {
  store::testing::Folder folder;
  RecordingHost host;
  std::unique_ptr<House> house;

  explicit PracticeOfOne(Config config = {}, int sessions = 40) {
    host.folder = folder.path().string();
    practice::Clinician lead;
    lead.id = clinician;
    lead.name = "Dr Example";
    lead.person = PersonId{"person-1"};
    host.clinicians[clinician.value] = lead;
    practice::Client someone;
    someone.id = client;
    someone.name = "Test Client";
    someone.initials = "T. C.";
    host.clients[client.value] = someone;
    practice::Course one;
    one.id = course;
    one.client = client;
    one.clinicians = {clinician};
    host.courses[course.value] = one;
    for (int i = 1; i <= sessions; ++i) host.sessions[session_id(i).value] = session(i);
    host.clock = start_of(sessions) + std::chrono::hours{1};
    practice::Person person;
    person.id = PersonId{"person-1"};
    person.roles = {Role::therapist};
    person.clinician = clinician;
    host.people["actor-1"] = person;
    practice::Person officer;
    officer.id = PersonId{"person-9"};
    officer.roles = {Role::records_officer};
    host.people["person-9"] = officer;
    config.open = Open::store;
    config.store = folder.configured();
    house = House::open(config, host);
    mirror_host(*house, std::chrono::seconds{10});
  }

  static practice::Session session(int number) {
    practice::Session session;
    session.id = session_id(number);
    session.course = course;
    session.clinician = clinician;
    session.start = start_of(number);
    session.day = day_of(number);
    session.minutes = 50;
    session.attendance = Attendance::held;
    return session;
  }

  access::Principal therapist() const {
    return access::principal_of(host.people.find("actor-1")->second);
  }

  Submission submission(int number, double each, std::string_view form = "holdfast-session") const {
    Submission submission;
    submission.definition = house->instruments().find(form);
    submission.course = course;
    submission.client = client;
    submission.clinician = clinician;
    submission.session = session_id(number);
    for (const char* line : {"goals", "tasks", "bond", "overall"})
      submission.answers.emplace(line, each);
    submission.key = std::string(form) + "-key-" + std::to_string(number);
    submission.digest = "digest-" + std::to_string(number);
    submission.submitted_by = "client";
    submission.from = "/f/{token}";
    return submission;
  }

  Submitted rate(int number, double each) {
    host.clock = std::max(host.clock, start_of(number) + std::chrono::hours{1});
    const auto reply = submit_rating(*house, submission(number, each));
    if (!reply) throw std::runtime_error(reply.refusal().sentence);
    return *reply;
  }

  template <class Work>
  auto read(Work&& work) {
    return house->store().read(std::forward<Work>(work));
  }
  ClientKey key() {
    return house->store().commit([](store::Unit& unit) { return unit.people.key_of(client); });
  }
  std::string state() {
    const auto subject = key();
    return read([&](store::Reader& reader) {
      const auto state = reader.states.course(course, subject);
      return state ? state->bytes : std::string{};
    });
  }
  CourseFile file() {
    return {{course, key(), *house}, clinician, host.clock, house->day_of(host.clock), nullptr};
  }
  std::vector<store::AlertNow> alerts() {
    return read([](store::Reader& reader) { return reader.alerts.of_course(course); });
  }
  std::size_t audit_lines() {
    return read([](store::Reader& reader) { return reader.audit.lines(1, 100000).size(); });
  }
};

}  // namespace holdfast::service::testing
