// SPDX-License-Identifier: MIT
#include "access/decision.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace holdfast;
using namespace holdfast::access;
using std::chrono::days;

namespace {

const Day today = *parse_day("2026-11-23");
const Subject course{CourseId{"co-1"}, ClientId{"c-1"}, {ClinicianId{"dr-1"}}, false};

Principal staff(std::vector<Role> roles, std::string clinician = "") {
  practice::Person person;
  person.id = PersonId{"u"};
  person.roles = std::move(roles);
  person.clinician = ClinicianId{std::move(clinician)};
  return principal_of(person);
}

bool allowed(const Principal& who, Action action, const Subject& subject = course) {
  return decide(who, action, subject, today).allowed;
}

Subject flagged() {
  auto subject = course;
  subject.flagged = true;
  return subject;
}

}  // namespace

TEST_CASE("nobody may do anything") {
  for (std::size_t i = 0; i < action_count; ++i)
    CHECK_FALSE(allowed(Principal{}, static_cast<Action>(i), flagged()));
}

TEST_CASE("each role reaches exactly its own actions on a course that is not its own") {
  const std::map<Role, std::vector<Action>> expected{
      {Role::front_desk, {Action::see_schedule, Action::hand_over}},
      {Role::therapist, {Action::see_caseload, Action::see_own_report, Action::break_glass}},
      {Role::supervisor, {Action::see_caseload, Action::see_team_report, Action::break_glass}},
      {Role::external_supervisor, {}},
      {Role::records_officer, {Action::see_audit, Action::keep_records}},
      {Role::admin,
       {Action::see_practice_report, Action::see_settings, Action::change_settings,
        Action::see_delivery_queue}},
  };
  for (const auto& [role, actions] : expected)
    for (std::size_t i = 0; i < action_count; ++i) {
      const auto action = static_cast<Action>(i);
      const bool wanted = std::find(actions.begin(), actions.end(), action) != actions.end();
      CAPTURE(to_word(role), i);
      CHECK(allowed(staff({role}, "dr-9"), action, flagged()) == wanted);
    }
}

TEST_CASE("a therapist reaches the own course and no settings") {
  const auto therapist = staff({Role::therapist}, "dr-1");
  for (const auto action : {Action::see_schedule, Action::hand_over, Action::rate_as_therapist,
                            Action::see_picture, Action::see_check_in, Action::act_on_check_in})
    CHECK(allowed(therapist, action));
  for (const auto action : {Action::see_settings, Action::see_audit, Action::rate_as_client})
    CHECK_FALSE(allowed(therapist, action));
}

TEST_CASE("cover opens a colleague's course until the day it ends") {
  auto cover = staff({Role::therapist}, "dr-2");
  CHECK_FALSE(allowed(cover, Action::see_picture));
  cover.person.covers = {{ClinicianId{"dr-1"}, today}};
  CHECK(allowed(cover, Action::see_picture));
  CHECK(decide(cover, Action::see_picture, course, today).why == "cover");
  CHECK_FALSE(decide(cover, Action::see_picture, course, today + days{1}).allowed);
}

TEST_CASE("a supervisor sees flagged courses of supervisees and acts on none") {
  auto supervisor = staff({Role::supervisor}, "dr-5");
  supervisor.person.supervises = {ClinicianId{"dr-1"}};
  CHECK_FALSE(allowed(supervisor, Action::see_picture));
  CHECK(allowed(supervisor, Action::see_picture, flagged()));
  CHECK_FALSE(allowed(supervisor, Action::act_on_check_in, flagged()));
}

TEST_CASE("an external supervisor sees initials only, until a date") {
  auto external = staff({Role::external_supervisor});
  external.person.supervises = {ClinicianId{"dr-1"}};
  CHECK_FALSE(allowed(external, Action::see_picture, flagged()));
  external.person.supervises_until = today;
  const auto decision = decide(external, Action::see_picture, flagged(), today);
  CHECK(decision.allowed);
  CHECK(decision.initials_only);
  CHECK_FALSE(decide(external, Action::see_picture, flagged(), today + days{1}).allowed);
}

TEST_CASE("a client reaches the own form only, a carer the ward's") {
  practice::Person person;
  person.kind = practice::Kind::client;
  person.client = ClientId{"c-1"};
  const auto client = principal_of(person);
  CHECK(allowed(client, Action::rate_as_client));
  for (std::size_t i = 0; i < action_count; ++i)
    if (static_cast<Action>(i) != Action::rate_as_client)
      CHECK_FALSE(allowed(client, static_cast<Action>(i), flagged()));
  person.client = ClientId{"c-2"};
  CHECK_FALSE(allowed(principal_of(person), Action::rate_as_client));
  person.kind = practice::Kind::carer;
  person.client = {};
  person.cares_for = {ClientId{"c-1"}};
  CHECK(allowed(principal_of(person), Action::rate_as_client));
}

TEST_CASE("a carer looks at the ward's ratings where the rule and the ward let them, nobody else") {
  practice::Person person;
  person.kind = practice::Kind::carer;
  person.cares_for = {ClientId{"c-1"}};
  const auto carer = principal_of(person);
  auto open = course;
  CHECK_FALSE(allowed(carer, Action::see_as_carer, open));
  open.carers_may_look = true;
  CHECK(allowed(carer, Action::see_as_carer, open));
  CHECK_FALSE(allowed(carer, Action::see_picture, open));
  open.client = ClientId{"c-2"};
  CHECK_FALSE(allowed(carer, Action::see_as_carer, open));
  open.client = ClientId{"c-1"};
  CHECK_FALSE(allowed(staff({Role::therapist}, "dr-1"), Action::see_as_carer, open));
  person.kind = practice::Kind::client;
  CHECK_FALSE(allowed(principal_of(person), Action::see_as_carer, open));
}

TEST_CASE("roles of a client or carer in the host's data open nothing") {
  practice::Person person;
  person.kind = practice::Kind::carer;
  person.roles = {Role::therapist, Role::admin, Role::front_desk};
  person.clinician = ClinicianId{"dr-1"};
  CHECK_FALSE(allowed(principal_of(person), Action::see_picture));
  CHECK_FALSE(allowed(principal_of(person), Action::see_settings));
}
