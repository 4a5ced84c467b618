// SPDX-License-Identifier: MIT
#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("a client is answered to those who may know of them") {
  OpenPractice practice;
  for (const auto* actor : {"holdfast:system", "u-therapist-1", "u-frontdesk", "u-supervisor",
                            "u-records", "u-client-1", "u-therapist-2"}) {
    INFO(actor);
    const auto answer = practice.client(actor, "c-1");
    REQUIRE(answer.status == HOLDFAST_OK);
    CHECK(answer.json()["name"] == "Ada Sample");
    CHECK(answer.json()["initials"] == "AS");
  }
  for (const auto* actor :
       {"u-therapist-3x", "", "u-admin", "u-client-2", "u-carer-1", "u-external"}) {
    INFO(actor);
    CHECK(practice.client(actor, "c-1").status == HOLDFAST_E_DENIED);
  }
}

TEST_CASE("a therapist sees the clients of their own courses and of the sessions they lead") {
  OpenPractice practice;
  CHECK(practice.client("u-therapist-1", "c-9").status == HOLDFAST_E_DENIED);
  CHECK(practice.client("u-therapist-2", "c-9").status == HOLDFAST_OK);
  // The partner in the couple and the members of the group take part in sessions of dr-3.
  CHECK(practice.client("u-therapist-3", "c-20").status == HOLDFAST_OK);
  CHECK(practice.client("u-therapist-1", "c-20").status == HOLDFAST_E_DENIED);
}

TEST_CASE("an external supervisor reads initials, and nothing after the agreed day") {
  OpenPractice practice;
  const auto answer = practice.client("u-external", "c-17");
  REQUIRE(answer.status == HOLDFAST_OK);
  CHECK(answer.json()["name"] == "QS");
  CHECK_FALSE(answer.json().contains("birth_date"));
  CHECK(answer.text.find("Quinn") == std::string::npos);
  CHECK(practice.search("u-external", "quinn").json()["clients"].empty());
  CHECK(practice.search("u-external", "qs").json()["clients"].size() == 1);
  practice.base.now_ms += 100ll * 24 * 3600 * 1000;
  CHECK(practice.client("u-external", "c-17").status == HOLDFAST_E_DENIED);
}

TEST_CASE("a cover ends with its last day") {
  OpenPractice practice;
  CHECK(practice.client("u-therapist-2", "c-1").status == HOLDFAST_OK);
  practice.base.now_ms += 11ll * 24 * 3600 * 1000;
  CHECK(practice.client("u-therapist-2", "c-1").status == HOLDFAST_E_DENIED);
}

TEST_CASE("separated carers see the child they care for and nobody else") {
  OpenPractice practice;
  for (const auto* carer : {"u-carer-1", "u-carer-2"}) {
    CHECK(practice.client(carer, "c-23").status == HOLDFAST_OK);
    CHECK(practice.client(carer, "c-22").status == HOLDFAST_E_DENIED);
  }
  CHECK(practice.client("u-carer-3", "c-22").status == HOLDFAST_OK);
}

TEST_CASE("search puts the best match first and shows only what the actor may see") {
  OpenPractice practice;
  const auto names = [&](const char* actor, const std::string& text) {
    std::vector<std::string> found;
    for (const auto& client : practice.search(actor, text).list("clients"))
      found.push_back(client["name"].get<std::string>());
    return found;
  };
  CHECK(names("u-frontdesk", "").size() == 24);
  CHECK(names("u-frontdesk", "").front() == "Ada Sample");
  CHECK(names("u-frontdesk", "SAMPLE").size() == 3);
  // "Sam" begins a first name before it begins a surname.
  CHECK(names("u-frontdesk", "sam").front() == "Sami Example");
  CHECK(names("u-frontdesk", "c-7") == std::vector<std::string>{"Greta Pattern"});
  CHECK(names("u-therapist-1", "").size() == 8);
  CHECK(names("u-client-1", "") == std::vector<std::string>{"Ada Sample"});
  CHECK(names("u-admin", "").empty());
  CHECK(names("u-frontdesk", "100% _' OR 1=1").empty());
  CHECK(practice.search("u-frontdesk", "", 3).json()["clients"].size() == 3);
}

TEST_CASE("search folds case beyond ASCII and leaves out clients merged into another") {
  OpenPractice practice{"{}"};
  auto import = small_import();
  import["clients"].push_back({{"id", "c-b"}, { "name", "\xC3\x84nne Beispiel" }});
  import["clients"].push_back({{"id", "c-c"},
                               {"name", "\xC3\x84nne Twice"},
                               { "merged_into",
                                 "c-b" }});
  practice.reopen_with(import);
  REQUIRE(practice.why == "");
  const auto found = practice.search("u-a", "\xC3\xA4nne").json()["clients"];
  REQUIRE(found.size() == 1);
  CHECK(found[0]["id"] == "c-b");
}

TEST_CASE("courses and clinicians are answered by id") {
  OpenPractice practice;
  const auto group = practice.course("u-therapist-2", "co-group").json();
  CHECK(group["clinicians"] == Json::array({"dr-3", "dr-2"}));
  CHECK(group["setting"] == "group");
  CHECK(practice.course("u-therapist-1", "co-group").status == HOLDFAST_E_DENIED);
  CHECK(practice.course("u-client-16", "co-group").status == HOLDFAST_OK);
  CHECK(practice.course("u-therapist-1", "co-none").status == HOLDFAST_E_NOT_FOUND);
  const auto one = practice.clinician("u-client-1", "dr-1").json();
  CHECK(one["supervisors"] == Json::array({"dr-3"}));
  CHECK(one["person"] == "u-therapist-1");
  CHECK(practice.clinician("", "dr-1").status == HOLDFAST_E_DENIED);
}
