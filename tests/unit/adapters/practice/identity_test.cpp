// SPDX-License-Identifier: MIT
#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("a user is described with roles and links") {
  OpenPractice practice;
  const auto therapist = practice.describe("u-therapist-2").json();
  CHECK(therapist["kind"] == "staff");
  CHECK(therapist["roles"] == Json::array({"therapist"}));
  CHECK(therapist["clinician"] == "dr-2");
  CHECK(therapist["covers"] == Json::parse(R"([{"clinician":"dr-1","until":"2026-12-03"}])"));
  const auto both = practice.describe("u-therapist-3").json();
  CHECK(both["roles"] == Json::array({"therapist", "supervisor"}));
  CHECK(both["supervises"] == Json::array({"dr-1", "dr-2"}));
  CHECK(practice.describe("u-external").json()["supervises_until"] == "2027-02-21");
  const auto client = practice.describe("u-client-3").json();
  CHECK(client["kind"] == "client");
  CHECK(client["client"] == "c-3");
  CHECK(client["roles"].empty());
  const auto carer = practice.describe("u-carer-2").json();
  CHECK(carer["kind"] == "carer");
  CHECK(carer["cares_for"] == Json::array({"c-23"}));
}

TEST_CASE("unknown users, nobody and the plugin itself are not people") {
  OpenPractice practice;
  for (const auto* actor : {"", "u-nobody", "holdfast:system", "U-ADMIN"})
    CHECK(practice.describe(actor).status == HOLDFAST_E_NOT_FOUND);
  CHECK(practice.may("u-nobody", "read", "practice").status == HOLDFAST_E_NOT_FOUND);
}

TEST_CASE("who has left is known, and has no access") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  CHECK(practice.describe("u-gone").status == HOLDFAST_E_DENIED);
  CHECK(practice.may("u-gone", "read", "practice").status == HOLDFAST_E_DENIED);
  CHECK(practice.client("u-gone", "c-a").status == HOLDFAST_E_DENIED);
}

TEST_CASE("one person may hold every role") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  CHECK(practice.describe("u-a").json()["roles"].size() == 5);
  for (const auto* action : {"read", "write"})
    for (const auto* subject : {"client:c-a", "course:co-a", "practice"})
      CHECK(practice.may("u-a", action, subject).status == HOLDFAST_OK);
}

TEST_CASE("the practice says who may read and write what") {
  OpenPractice practice;
  struct Rule {
    const char *actor, *action, *subject;
    bool allowed;
  };
  for (const auto& rule : {
           Rule{"u-therapist-1", "read", "client:c-1", true},
           Rule{"u-therapist-1", "write", "course:co-1", true},
           Rule{"u-therapist-1", "read", "client:c-9", false},
           Rule{"u-therapist-2", "write", "client:c-1", true},  // by cover
           Rule{"u-therapist-3", "read", "client:c-1", true},   // as supervisor
           Rule{"u-therapist-3", "write", "client:c-1", false},
           Rule{"u-supervisor", "read", "course:co-17", true},
           Rule{"u-supervisor", "write", "course:co-17", false},
           Rule{"u-external", "read", "course:co-17", true},
           Rule{"u-external", "read", "course:co-1", false},
           Rule{"u-frontdesk", "read", "client:c-1", true},
           Rule{"u-frontdesk", "write", "client:c-1", false},
           Rule{"u-records", "write", "client:c-1", true},
           Rule{"u-admin", "read", "client:c-1", false},
           Rule{"u-admin", "write", "practice", true},
           Rule{"u-therapist-1", "read", "practice", true},
           Rule{"u-therapist-1", "write", "practice", false},
           Rule{"u-client-1", "read", "client:c-1", true},
           Rule{"u-client-1", "write", "client:c-1", false},
           Rule{"u-client-1", "read", "practice", false},
           Rule{"u-client-20", "read", "course:co-couple", true},
           Rule{"u-client-20", "read", "client:c-19", false},  // partners never see each other
           Rule{"u-carer-1", "read", "client:c-23", true},
           Rule{"holdfast:system", "write", "client:c-1", true},
           Rule{"holdfast:system", "read", "client:c-none", false},
       }) {
    INFO(rule.actor << " " << rule.action << " " << rule.subject);
    CHECK(practice.may(rule.actor, rule.action, rule.subject).status ==
          (rule.allowed ? HOLDFAST_OK : HOLDFAST_E_DENIED));
  }
}

TEST_CASE("an action or a subject of no known kind is refused") {
  OpenPractice practice;
  CHECK(practice.may("u-admin", "delete", "practice").status == HOLDFAST_E_INVALID);
  for (const auto* subject : {"", "client", "client:", "session:s-1", "practice:1", ":c-1"}) {
    INFO(subject);
    CHECK(practice.may("u-admin", "read", subject).status == HOLDFAST_E_INVALID);
  }
}
