// SPDX-License-Identifier: MIT
#include "open_practice.hpp"

using namespace practice_test;

namespace {

std::vector<std::string> ids(const Answer& answer) {
  REQUIRE(answer.status == HOLDFAST_OK);
  std::vector<std::string> found;
  for (const auto& session : answer.list("sessions"))
    found.push_back(session["id"].get<std::string>());
  return found;
}

}  // namespace

TEST_CASE("a session's day is the day in the practice's zone") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  const auto session = practice.session("u-a", "s-a").json();
  CHECK(session["start"] == "2026-11-23T23:30:00Z");
  CHECK(session["day"] == "2026-11-24");
  CHECK(session["minutes"] == 50);
  CHECK(ids(practice.list("u-a", {{"from", "2026-11-23"}, {"to", "2026-11-24"}})).empty());
  CHECK(ids(practice.list("u-a", {{"from", "2026-11-24"}, {"to", "2026-11-25"}})).size() == 1);
}

TEST_CASE("a session stays on its wall clock hour when the clocks change") {
  OpenPractice practice;
  // Ada comes on Mondays at nine, in winter time and in summer time.
  CHECK(practice.session("u-therapist-1", "s-1-2026-11-16").json()["start"] ==
        "2026-11-16T08:00:00Z");
  CHECK(practice.session("u-therapist-1", "s-1-2026-07-06").json()["start"] ==
        "2026-07-06T07:00:00Z");
}

TEST_CASE("the days of a list are from inclusive, to exclusive, in order") {
  OpenPractice practice;
  const auto today = practice.list("u-frontdesk", {{"from", "2026-11-23"}, {"to", "2026-11-24"}});
  std::string before;
  for (const auto& session : today.list("sessions")) {
    CHECK(session["day"] == "2026-11-23");
    const auto key = session["start"].get<std::string>() + session["id"].get<std::string>();
    CHECK(before < key);
    before = key;
  }
  CHECK_FALSE(today.json()["more"].get<bool>());
  CHECK(ids(practice.list("u-frontdesk", {{"from", "2026-11-23"}, {"to", "2026-11-23"}})).empty());
}

TEST_CASE("a list says when there is more than its limit") {
  OpenPractice practice;
  const Json days = {{"from", "2026-11-01"}, {"to", "2026-12-01"}, {"limit", 5}};
  const auto answer = practice.list("u-frontdesk", days).json();
  CHECK(answer["sessions"].size() == 5);
  CHECK(answer["more"].get<bool>());
}

TEST_CASE("a long list stays within 256 KiB and says that there is more") {
  OpenPractice practice;
  const auto answer = practice.list(
      "holdfast:system", {{"from", "2020-01-01"}, {"to", "2030-01-01"}, {"limit", 1000}});
  CHECK(answer.text.size() <= 256 * 1024);
  CHECK(answer.json()["more"].get<bool>());
}

TEST_CASE("a list can be of one course, and is of what the actor may see") {
  OpenPractice practice;
  const Json week = {{"from", "2026-11-16"}, {"to", "2026-11-30"}};
  auto of_course = week;
  of_course["course"] = "co-1";
  CHECK(ids(practice.list("u-therapist-1", of_course)) ==
        std::vector<std::string>{"s-1-2026-11-16", "s-1-2026-11-23"});
  CHECK(ids(practice.list("u-client-9", of_course)).empty());
  for (const auto& session : practice.list("u-therapist-1", week).list("sessions"))
    CHECK(session["clinician"] == "dr-1");
  for (const auto& session : practice.list("u-client-20", week).list("sessions"))
    CHECK(session["course"] == "co-couple");
  CHECK(ids(practice.list("u-admin", week)).empty());
}

TEST_CASE("one session is answered to those who may see it") {
  OpenPractice practice;
  CHECK(practice.session("u-therapist-1", "s-1-2026-11-23").status == HOLDFAST_OK);
  CHECK(practice.session("u-client-1", "s-1-2026-11-23").status == HOLDFAST_OK);
  CHECK(practice.session("u-client-2", "s-1-2026-11-23").status == HOLDFAST_E_DENIED);
  CHECK(practice.session("u-admin", "s-1-2026-11-23").status == HOLDFAST_E_DENIED);
  CHECK(practice.session("u-therapist-1", "s-none").status == HOLDFAST_E_NOT_FOUND);
}

TEST_CASE("a removed session leaves the lists") {
  OpenPractice practice{"{}"};
  auto import = small_import();
  practice.reopen_with(import);
  import["sessions"][0]["removed"] = true;
  practice.reopen_with(import);
  CHECK(ids(practice.list("u-a", {{"from", "2026-11-01"}, {"to", "2026-12-01"}})).empty());
  CHECK(practice.session("u-a", "s-a").json()["removed"].get<bool>());
}
