// SPDX-License-Identifier: MIT
// A practice of plain values for the sections that need a whole house: clients with one course and
// forty held sessions each.
#pragma once
#include <memory>
#include <string>

#include "../unit/core/practice/stand_in_host.hpp"
#include "folder.hpp"
#include "service/house.hpp"
#include "service/mirror_host.hpp"

namespace holdfast::bench {

inline constexpr int sessions_of_course = 40;

inline std::string course_id(int client) { return "course-" + std::to_string(client); }
inline std::string session_id(int client, int number) {
  return "session-" + std::to_string(client) + "-" + std::to_string(number);
}
inline Day session_day(int number) { return Day{std::chrono::days{20000 + 7 * number}}; }

struct Practice {
  Folder folder;
  tests::StandInHost host;
  std::unique_ptr<service::House> house;

  explicit Practice(int clients) {
    host.folder = folder.path();
    host.clock = Instant{session_day(sessions_of_course)} + std::chrono::hours{12};
    practice::Clinician lead;
    lead.id = ClinicianId{"clinician-1"};
    lead.name = "Dr Example";
    lead.person = PersonId{"person-1"};
    host.clinicians[lead.id.value] = lead;
    practice::Person person;
    person.id = lead.person;
    person.name = lead.name;
    person.roles = {Role::therapist};
    person.clinician = lead.id;
    host.people["actor-1"] = person;
    for (int i = 1; i <= clients; ++i) add_client(i);
    house = service::House::open({}, host);
    service::mirror_host(*house, std::chrono::minutes{5});
  }

 private:
  void add_client(int number) {
    practice::Client client;
    client.id = ClientId{"client-" + std::to_string(number)};
    client.name = "Client " + std::to_string(number);
    host.clients[client.id.value] = client;
    practice::Course course;
    course.id = CourseId{course_id(number)};
    course.client = client.id;
    course.clinicians = {ClinicianId{"clinician-1"}};
    host.courses[course.id.value] = course;
    for (int i = 1; i <= sessions_of_course; ++i) {
      practice::Session session;
      session.id = SessionId{session_id(number, i)};
      session.course = course.id;
      session.clinician = course.clinicians.front();
      session.day = session_day(i);
      session.start = Instant{session.day} + std::chrono::minutes{480 + number % 600};
      session.minutes = 50;
      session.attendance = Attendance::held;
      host.sessions[session.id.value] = session;
    }
  }
};

}  // namespace holdfast::bench
