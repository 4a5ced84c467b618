// SPDX-License-Identifier: MIT
#include "practice/demo.hpp"

#include <map>
#include <set>

#include "open_practice.hpp"

using namespace practice_test;
namespace practice = holdfast::adapters::practice;
using holdfast::Zone;
using holdfast::payload::Day;
using std::chrono::days;

namespace {

practice::Contents demo(std::uint64_t seed, const char* today) {
  return practice::make_demo({seed, *holdfast::payload::parse_day(today)}, Zone{"Europe/Berlin"});
}

std::string dump(const OpenPractice& opened) {
  std::string cursor, text;
  for (const auto& change : opened.all_changes(cursor)) text += change.dump() + "\n";
  for (const auto* user : {"u-therapist-1", "u-supervisor", "u-client-24", "u-carer-3"})
    text += opened.describe(user).text + "\n";
  return text + cursor;
}

}  // namespace

TEST_CASE("the same seed and day make the same practice to the byte, another seed another one") {
  const std::string config = R"({"demo":true,"seed":5,"today":"2026-11-23"})";
  OpenPractice one{config}, two{config}, other{R"({"demo":true,"seed":6,"today":"2026-11-23"})"};
  CHECK(dump(one) == dump(two));
  CHECK(dump(one) != dump(other));
}

TEST_CASE("the demo has its cast, and every name is plainly made up") {
  const auto made = demo(1, "2026-11-23");
  CHECK(made.clinicians.size() == 3);
  CHECK(made.clients.size() == 24);
  CHECK(made.courses.size() == 25);
  CHECK(made.users.size() == 8 + 24 + 3);
  std::set<std::string> names;
  for (const auto& client : made.clients) {
    names.insert(client.name);
    bool is_marked = false;
    for (const auto* mark :
         {"Sample", "Specimen", "Example", "Mockup", "Fictive", "Trial", "Pattern", "Testcase"})
      is_marked = is_marked || client.name.find(mark) != std::string::npos;
    CHECK(is_marked);
  }
  CHECK(names.size() == 24);
}

TEST_CASE("sessions reach from two years back to sixty days ahead") {
  const auto today = *holdfast::payload::parse_day("2026-11-23");
  const auto made = demo(1, "2026-11-23");
  CHECK(made.sessions.front().day >= today - days{104 * 7});
  CHECK(made.sessions.front().day < today - days{100 * 7});
  CHECK(made.sessions.back().day <= today + days{60});
  CHECK(made.sessions.back().day > today + days{50});
  CHECK(made.sessions.size() > 1000);
  CHECK(made.sessions.size() < 2500);
}

TEST_CASE("whatever the weekday, each clinician has a session held and one to come today") {
  for (const auto* today :
       {"2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28",
        "2026-11-29", "2026-12-25", "2026-08-08", "2028-02-29", "2027-01-01"}) {
    INFO(today);
    std::map<std::string, std::map<std::string, int>> attendance;
    for (const auto& session : demo(1, today).sessions)
      if (holdfast::payload::to_text(session.day) == today)
        ++attendance[session.clinician][session.attendance];
    CHECK(attendance.size() == 3);
    for (const auto& [clinician, counts] : attendance) {
      CHECK(counts.count("held") == 1);
      CHECK(counts.count("booked") == 1);
      CHECK(counts.size() == 2);
    }
  }
}

TEST_CASE("in the working day each clinician has a session now, one just held and one ahead") {
  const Zone zone{"Europe/Berlin"};
  for (int hour = 0; hour < 24; ++hour) {
    INFO(hour);
    const auto today = *holdfast::payload::parse_day("2026-11-23");
    const auto now = zone.instant_of(today, std::chrono::hours{hour});
    std::set<std::string> at_work, just_held, just_ahead;
    for (const auto& session : practice::make_demo({1, today, hour}, zone).sessions) {
      if (session.day != today) continue;
      const auto away = session.start - now;
      if (away == away.zero()) at_work.insert(session.clinician);
      if (away < away.zero() && away >= std::chrono::hours{-4}) just_held.insert(session.clinician);
      if (away >= away.zero() && away <= std::chrono::hours{4})
        just_ahead.insert(session.clinician);
      CHECK((session.attendance == "held") == (session.start < now));
    }
    if (hour >= 9 && hour <= 17) CHECK(at_work.size() == 3);
    if (hour >= 10 && hour <= 20) CHECK(just_held.size() >= 1);
    if (hour >= 7 && hour <= 17) CHECK(just_ahead.size() >= 1);
  }
}

TEST_CASE("today's sessions begin between eight and five, each at an hour of its own") {
  const Zone zone{"Europe/Berlin"};
  for (int hour = 0; hour < 24; ++hour) {
    INFO(hour);
    const auto today = *holdfast::payload::parse_day("2026-11-23");
    std::map<std::string, holdfast::payload::Instant> busy_until;
    for (const auto& session : practice::make_demo({1, today, hour}, zone).sessions) {
      if (session.day != today) continue;
      CHECK(session.start >= zone.instant_of(today, std::chrono::hours{8}));
      CHECK(session.start <= zone.instant_of(today, std::chrono::hours{17}));
      auto& until = busy_until[session.clinician];
      CHECK(until <= session.start);
      until = session.start + std::chrono::minutes{*session.minutes};
    }
  }
}

TEST_CASE("the first start's hour is the one on the practice's wall") {
  OpenPractice opened{R"({"demo":true})"};
  const auto sessions =
      opened.list("u-frontdesk", {{"from", "2026-11-23"}, {"to", "2026-11-24"}}).json();
  const auto now = holdfast::payload::Instant{std::chrono::milliseconds{opened.base.now_ms}};
  int begun = 0;
  for (const auto& session : sessions["sessions"]) {
    const auto start = *holdfast::payload::parse_instant(session["start"].get<std::string>());
    begun += start <= now && now < start + std::chrono::hours{1};
  }
  CHECK(begun >= 3);
}

TEST_CASE("what is past is settled, what is to come is booked or cancelled") {
  const auto today = *holdfast::payload::parse_day("2026-11-23");
  std::map<std::string, int> counts;
  for (const auto& session : demo(1, "2026-11-23").sessions) {
    ++counts[session.attendance];
    if (session.day < today) CHECK(session.attendance != "booked");
    if (session.day > today) CHECK((session.attendance == "booked" || session.cancelled_at));
    if (session.cancelled_at) CHECK(*session.cancelled_at < session.start);
    CHECK((session.attendance.find("cancelled") == 0) == session.cancelled_at.has_value());
  }
  for (const auto* word : {"booked", "held", "no_show", "cancelled_by_client", "cancelled_late",
                           "cancelled_by_practice"}) {
    INFO(word);
    CHECK(counts[word] > 5);
  }
  CHECK(counts["held"] > 800);
}

TEST_CASE("sessions are at sensible hours and a clinician is never in two at once") {
  const Zone zone{"Europe/Berlin"};
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const auto made = demo(seed, "2026-11-28");
    std::map<std::string, holdfast::payload::Instant> busy_until;
    std::set<std::string> ids;
    for (const auto& session : made.sessions) {
      CHECK(ids.insert(session.id).second);
      const auto hour = std::chrono::duration_cast<std::chrono::hours>(
          session.start - zone.instant_of(session.day, std::chrono::minutes{0}));
      CHECK(hour.count() >= 8);
      CHECK(hour.count() <= 18);
      auto& until = busy_until[session.clinician];
      CHECK(until <= session.start);
      until = session.start + std::chrono::minutes{*session.minutes};
    }
  }
}

TEST_CASE("the practice rests in August and over Christmas") {
  for (const auto& session : demo(1, "2026-11-23").sessions) {
    const auto day = holdfast::payload::to_text(session.day).substr(5);
    CHECK_FALSE((day >= "08-03" && day <= "08-16"));
    CHECK_FALSE((day >= "12-24" || day == "01-01"));
  }
}

TEST_CASE("the demo holds a transfer, discharges, a couple, a group, an adolescent and a child") {
  const auto today = *holdfast::payload::parse_day("2026-11-23");
  const auto made = demo(1, "2026-11-23");
  std::map<std::string, holdfast::payload::Course> courses;
  for (const auto& course : made.courses) courses[course.id] = course;
  CHECK(courses["co-4"].end_reason == "transferred");
  CHECK(courses["co-4"].clinicians != courses["co-4-2"].clinicians);
  CHECK(*courses["co-4"].ended < *courses["co-4-2"].started);
  CHECK(courses["co-5"].end_reason == "completed");
  CHECK(courses["co-10"].end_reason == "dropped_out");
  for (const auto& client : made.clients) {
    const bool is_discharged = client.id == "c-5" || client.id == "c-10" || client.id == "c-14";
    CHECK(client.active != is_discharged);
  }
  for (const auto& session : made.sessions) {
    if (session.course == "co-couple") CHECK(session.participants.size() == 1);
    if (session.course == "co-group") CHECK(session.participants.size() == 3);
    const auto& course = courses[session.course];
    CHECK(session.day >= *course.started);
    if (course.ended) CHECK(session.day <= *course.ended);
  }
  const auto age = [&](const char* id) {
    for (const auto& client : made.clients)
      if (client.id == id) return (today - *client.birth_date).count() / 365;
    return decltype((today - today).count()){0};
  };
  CHECK(age("c-22") >= 13);
  CHECK(age("c-22") < 18);
  CHECK(age("c-23") < 13);
}

TEST_CASE("a demo stays what it was made as") {
  OpenPractice opened;
  const auto before = dump(opened);
  opened.base.now_ms += 30ll * 24 * 3600 * 1000;
  opened.open(R"({"demo":true})");
  CHECK(dump(opened) == before);
  opened.open(R"({"demo":true,"today":"2026-12-01"})");
  CHECK(opened.code == HOLDFAST_E_CONFLICT);
  opened.open(R"({"demo":true,"seed":9})");
  CHECK(opened.code == HOLDFAST_E_CONFLICT);
}

TEST_CASE("today is the host's date in the practice's zone when none is given") {
  OpenPractice opened{R"({"demo":true})"};
  const auto sessions = opened.list("u-frontdesk", {{"from", "2026-11-23"}, {"to", "2026-11-24"}});
  CHECK(sessions.json()["sessions"].size() >= 6);
}

TEST_CASE("a demo is never mixed into a real practice") {
  OpenPractice opened{"{}"};
  opened.reopen_with(small_import());
  opened.open(R"({"demo":true})");
  CHECK(opened.host == nullptr);
  CHECK(opened.code == HOLDFAST_E_CONFLICT);
  opened.open("{}");
  CHECK(opened.client("u-a", "c-1").status == HOLDFAST_E_NOT_FOUND);
}
