// SPDX-License-Identifier: MIT
#include <chrono>
#include <set>

#include "open_practice.hpp"

using namespace practice_test;

namespace {

// Fails when a change names what no change before it has told.
struct Mirror {
  std::set<std::string> clinicians, clients, courses, sessions;

  void take(const Json& change) {
    const auto kind = change["kind"].get<std::string>();
    const auto id = change["id"].get<std::string>();
    if (kind == "clinician") clinicians.insert(id);
    if (kind == "client") clients.insert(id);
    if (kind == "course") take_course(id, change["data"]);
    if (kind == "session") take_session(id, change);
    if (kind == "merge" || kind == "unmerge") {
      CHECK(clients.count(id) == 1);
      CHECK(clients.count(change["into"].get<std::string>()) == 1);
    }
  }
  void take_course(const std::string& id, const Json& data) {
    CHECK(clients.count(data["client"].get<std::string>()) == 1);
    for (const auto& clinician : data["clinicians"])
      CHECK(clinicians.count(clinician.get<std::string>()) == 1);
    courses.insert(id);
  }
  void take_session(const std::string& id, const Json& change) {
    if (change.value("removed", false)) {
      sessions.erase(id);
      return;
    }
    CHECK(courses.count(change["data"]["course"].get<std::string>()) == 1);
    CHECK(clinicians.count(change["data"]["clinician"].get<std::string>()) == 1);
    for (const auto& client : change["data"].value("participants", Json::array()))
      CHECK(clients.count(client.get<std::string>()) == 1);
    sessions.insert(id);
  }
};

Json many(int clients, int sessions_each) {
  auto import = small_import();
  for (int n = 0; n < clients; ++n) {
    const auto number = std::to_string(n);
    import["clients"].push_back({{"id", "m-" + number}, { "name", "Synthetic " + number }});
    import["courses"].push_back({{"id", "mo-" + number},
                                 {"client", "m-" + number},
                                 { "clinicians",
                                   { "dr-a" } }});
    for (int s = 0; s < sessions_each; ++s)
      import["sessions"].push_back(
          {{"id", "ms-" + number + "-" + std::to_string(s)},
           {"course", "mo-" + number},
           {"clinician", "dr-a"},
           {"start", "2026-03-0" + std::to_string(1 + s % 9) + "T09:00:00Z"},
           { "attendance",
             "held" }});
  }
  return import;
}

}  // namespace

TEST_CASE("an empty cursor tells everything, and nothing refers forward") {
  OpenPractice practice;
  for (const uint32_t limit : {1u, 7u, 1000u}) {
    std::string cursor;
    Mirror mirror;
    for (const auto& change : practice.all_changes(cursor, limit)) mirror.take(change);
    CHECK(mirror.clinicians.size() == 3);
    CHECK(mirror.clients.size() == 24);
    CHECK(mirror.courses.size() == 25);
    CHECK(mirror.sessions.size() > 1000);
    CHECK(practice.all_changes(cursor).empty());
  }
}

TEST_CASE(
    "everything comes in the order clinicians, clients, courses, sessions, as get answers it") {
  OpenPractice practice;
  std::string cursor;
  const std::vector<std::string> order = {"clinician", "client", "course", "session"};
  std::size_t phase = 0;
  for (const auto& change : practice.all_changes(cursor)) {
    const auto kind = change["kind"].get<std::string>(), id = change["id"].get<std::string>();
    while (phase < order.size() && order[phase] != kind) ++phase;
    REQUIRE(phase < order.size());
    if (kind == "clinician")
      CHECK(change["data"].dump() == practice.clinician("holdfast:system", id).text);
    if (kind == "client")
      CHECK(change["data"].dump() == practice.client("holdfast:system", id).text);
    if (kind == "course")
      CHECK(change["data"].dump() == practice.course("holdfast:system", id).text);
    if (kind == "session" && id.back() == '7')
      CHECK(change["data"].dump() == practice.session("holdfast:system", id).text);
  }
}

TEST_CASE("the same cursor gives the same changes") {
  OpenPractice practice;
  const auto first = practice.since("", 10);
  CHECK(practice.since("", 10).text == first.text);
  const auto cursor = first.json()["cursor"].get<std::string>();
  CHECK(practice.since(cursor, 10).text == practice.since(cursor, 10).text);
}

TEST_CASE("after everything, only what really changed comes") {
  OpenPractice practice{"{}"};
  auto import = small_import();
  practice.reopen_with(import);
  std::string cursor;
  CHECK(practice.all_changes(cursor).size() == 4);
  practice.reopen_with(import);
  CHECK(practice.all_changes(cursor).empty());
  import["sessions"][0]["attendance"] = "held";
  practice.reopen_with(import);
  const auto changes = practice.all_changes(cursor);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["kind"] == "session");
  CHECK(changes[0]["data"]["attendance"] == "held");
  import["sessions"][0]["removed"] = true;
  practice.reopen_with(import);
  const auto removed = practice.all_changes(cursor);
  REQUIRE(removed.size() == 1);
  CHECK(removed[0]["removed"].get<bool>());
  CHECK_FALSE(removed[0].contains("data"));
  // A new mirror is never told of it.
  std::string fresh;
  for (const auto& change : practice.all_changes(fresh)) CHECK(change["kind"] != "session");
}

TEST_CASE(
    "a practice that changes during the first reading leaves nothing out and nothing dangling") {
  OpenPractice practice{"{}"};
  auto import = many(20, 3);
  practice.reopen_with(import);
  Mirror mirror;
  std::string cursor;
  const auto page = practice.since("", 15).json();
  for (const auto& change : page["changes"]) mirror.take(change);
  cursor = page["cursor"].get<std::string>();
  // A new clinician takes over an old course whose turn is still to come.
  import["clinicians"].push_back({{"id", "dr-0"},
                                  {"name", "Synthetic New"},
                                  { "supervisors",
                                    Json::array() }});
  import["clients"].push_back({{"id", "a-new"}, { "name", "Synthetic New" }});
  import["courses"][5]["clinicians"] = {"dr-0"};
  import["courses"].push_back({{"id", "zo"}, {"client", "a-new"}, { "clinicians", { "dr-0" } }});
  practice.reopen_with(import);
  for (const auto& change : practice.all_changes(cursor, 15)) mirror.take(change);
  CHECK(mirror.clients.size() == 22);
  CHECK(mirror.courses.size() == 22);
  CHECK(mirror.sessions.size() == 61);
  CHECK(mirror.clinicians.count("dr-0") == 1);
}

TEST_CASE("a merge and its undoing are told after the clients") {
  OpenPractice practice{"{}"};
  auto import = small_import();
  import["clients"].push_back({{"id", "c-b"}, { "name", "Synthetic Twice" }});
  practice.reopen_with(import);
  std::string cursor;
  practice.all_changes(cursor);
  import["clients"][1]["merged_into"] = "c-a";
  practice.reopen_with(import);
  const auto merged = practice.all_changes(cursor);
  REQUIRE(merged.size() == 2);
  CHECK(merged[0]["kind"] == "client");
  CHECK(merged[1] == Json{{"kind", "merge"}, {"id", "c-b"}, {"into", "c-a"}});
  std::string fresh;
  Mirror mirror;
  const auto everything = practice.all_changes(fresh);
  for (const auto& change : everything) mirror.take(change);
  CHECK(everything.back()["kind"] == "merge");
  import["clients"][1].erase("merged_into");
  practice.reopen_with(import);
  CHECK(practice.all_changes(cursor).back() ==
        Json{{"kind", "unmerge"}, {"id", "c-b"}, {"into", "c-a"}});
  fresh.clear();
  for (const auto& change : practice.all_changes(fresh)) CHECK(change["kind"] != "merge");
}

TEST_CASE("a change of zone tells the sessions whose day it moved") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  std::string cursor;
  practice.all_changes(cursor);
  practice.base.zone = "America/New_York";
  practice.open("{}");
  const auto changes = practice.all_changes(cursor);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["data"]["day"] == "2026-11-23");
}

TEST_CASE("a cursor that this practice never gave is refused") {
  OpenPractice practice, other{R"({"demo":true,"seed":2,"today":"2026-11-23"})"};
  std::string cursor, of_other;
  practice.all_changes(cursor);
  other.all_changes(of_other);
  const auto epoch = cursor.substr(0, cursor.find(' '));
  for (const auto& wrong :
       {of_other, std::string{"17"}, epoch, epoch + " log", epoch + " log x", epoch + " log -1",
        epoch + " log 99999999", epoch + " log 1 x", epoch + " sweep 9 1 x", epoch + " sweep 1",
        cursor + " ", std::string(600, 'x'), std::string{"\0", 1}, std::string{" "}}) {
    INFO(wrong);
    CHECK(practice.since(wrong).status == HOLDFAST_E_INVALID);
  }
  CHECK(practice.since("", 0).status == HOLDFAST_E_INVALID);
  CHECK(practice.since("", 1001).status == HOLDFAST_E_INVALID);
}

TEST_CASE("a page stays within 256 KiB whatever the limit") {
  OpenPractice practice{"{}"};
  auto import = many(900, 0);
  for (auto& client : import["clients"])
    client["sensitivity"] = Json::array({std::string(250, 'x')});
  practice.reopen_with(import);
  REQUIRE(practice.why == "");
  const auto answer = practice.since("", 1000);
  CHECK(answer.text.size() <= 256 * 1024);
  CHECK(answer.json()["more"].get<bool>());
  std::string cursor;
  CHECK(practice.all_changes(cursor).size() == 1 + 901 + 901 + 1);
}

TEST_CASE("reading everything takes time in proportion to its size") {
  const auto seconds_for = [](int clients) {
    OpenPractice practice{"{}"};
    practice.reopen_with(many(clients, 10));
    REQUIRE(practice.why == "");
    const auto start = std::chrono::steady_clock::now();
    std::string cursor;
    std::size_t count = 0, last = 1;
    while (last != 0) {
      const auto answer = practice.since(cursor, 1000);
      const auto page = answer.json();
      last = page["changes"].size();
      count += last;
      cursor = page["cursor"].get<std::string>();
    }
    CHECK(count == static_cast<std::size_t>(clients) * 12 + 4);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const auto small = seconds_for(500), large = seconds_for(2000);
  INFO(small << " s for 6,000 changes, " << large << " s for 24,000");
  CHECK(large < 4 * small * 3);  // four times as many; a quadratic way would take sixteen times
}
