// SPDX-License-Identifier: MIT
// sessions/1: booked, held, missed and cancelled; series; days in the practice's zone.
#include <date/tz.h>

#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

using payload::Day;
using std::chrono::days;

const std::vector<Json>& all_sessions(HostBench& bench) {
  any(bench.practice().sessions, "session");
  return bench.practice().sessions;
}

payload::Instant start_of(const Json& session) {
  const auto start = payload::parse_instant(session.value("start", ""));
  must(start.has_value(), "a session's start is no instant");
  return *start;
}

Day day_of(const Json& session) {
  const auto day = payload::parse_day(session.value("day", ""));
  must(day.has_value(), "a session's day is no day");
  return *day;
}

Json list(HostBench& bench, Day from, Day to) {
  return bench.calls()
      .sessions(itself, session_query(payload::to_text(from), payload::to_text(to)))
      .json()
      .value("sessions", Json::array());
}

bool holds(const Json& sessions, const std::string& id) {
  return std::any_of(sessions.begin(), sessions.end(),
                     [&](const Json& each) { return id_of(each) == id; });
}

void must_be_invalid(HostBench& bench, const Json& query, const char* otherwise) {
  must(bench.calls().sessions(itself, query).status == HOLDFAST_E_INVALID, otherwise);
}

const date::time_zone* zone_of(HostBench& bench) {
  const auto& clock = bench.calls().clock();
  const char* name = clock.zone(&bench.host());
  return date::locate_zone(name ? name : "UTC");
}

// A session of that sort must be listed on its day, and get must say the same.
void must_be_told(HostBench& bench, const char* attendance) {
  bool is_any = false;
  for (const auto& session : all_sessions(bench)) {
    if (session.value("attendance", "") != attendance || session.value("removed", false)) continue;
    is_any = true;
    const auto day = day_of(session);
    must(holds(list(bench, day, day + days{1}), id_of(session)),
         std::string("a session is not listed on its day: ") + attendance);
    must(bench.calls().session(itself, id_of(session)).json().value("attendance", "") == attendance,
         std::string("get says otherwise of a session: ") + attendance);
  }
  if (!is_any) skip(std::string("the test practice holds no session that is ") + attendance);
}

// A day on which the practice's clocks change.
std::vector<Day> days_of_change(HostBench& bench) {
  const auto* zone = zone_of(bench);
  std::vector<Day> changes;
  for (const auto& session : all_sessions(bench)) {
    const auto day = day_of(session);
    const auto noon = date::sys_seconds{day.time_since_epoch()} + std::chrono::hours{12};
    const auto before = zone->get_info(noon - std::chrono::hours{24}).offset;
    if (zone->get_info(noon).offset != before) changes.push_back(day);
  }
  if (changes.empty()) skip("no session on a day on which the clocks change");
  return changes;
}

}  // namespace

std::vector<HostCase> session_cases() {
  return {
      {"sessions.get", "get answers the session that was asked for",
       [](HostBench& bench) {
         for (const auto& session : all_sessions(bench))
           must(id_of(bench.calls().session(itself, id_of(session)).json()) == id_of(session),
                "another session than the one asked for");
       }},
      {"sessions.unknown", "an id no session has is NOT_FOUND, with a reason",
       [](HostBench& bench) {
         const auto answer = bench.calls().session(itself, "conform-no-such-id");
         must(answer.status == HOLDFAST_E_NOT_FOUND && !answer.why.empty(),
              "an unknown session is not NOT_FOUND");
       }},
      {"sessions.refer", "a session names a course and a clinician that are there",
       [](HostBench& bench) {
         for (const auto& session : all_sessions(bench)) {
           must(bench.calls().course(itself, session.value("course", "")).ok(),
                "a session of no course");
           must(bench.calls().clinician(itself, session.value("clinician", "")).ok(),
                "a session with a clinician who is not there");
         }
       }},
      {"sessions.order", "a list is ordered by start, then id",
       [](HostBench& bench) {
         const auto sessions =
             sessions_between(bench.calls(), Day{days{10'957}}, Day{days{40'000}});
         for (std::size_t i = 1; i < sessions.size(); ++i)
           must(std::pair{start_of(sessions[i - 1]), id_of(sessions[i - 1])} <
                    std::pair{start_of(sessions[i]), id_of(sessions[i])},
                "a list is out of order");
       }},
      {"sessions.list-agrees", "list and get say the same of a session",
       [](HostBench& bench) {
         const auto day = day_of(all_sessions(bench).front());
         for (const auto& session : list(bench, day, day + days{1}))
           must(bench.calls().session(itself, id_of(session)).json() == session,
                "list and get differ");
       }},
      {"sessions.from-to", "from is part of a list, to is not",
       [](HostBench& bench) {
         for (const auto& session : all_sessions(bench)) {
           if (session.value("removed", false)) continue;
           const auto day = day_of(session);
           must(holds(list(bench, day, day + days{1}), id_of(session)), "from is left out");
           must(!holds(list(bench, day - days{1}, day), id_of(session)), "to is included");
           must(!holds(list(bench, day + days{1}, day + days{2}), id_of(session)),
                "a session is listed on the day after");
         }
       }},
      {"sessions.limit", "a list keeps to its limit and says that there is more",
       [](HostBench& bench) {
         if (all_sessions(bench).size() < 2) skip("the test practice holds one session");
         const auto answer =
             bench.calls().sessions(itself, session_query("1990-01-01", "2100-01-01", 1)).json();
         must(answer.value("sessions", Json::array()).size() == 1, "more sessions than the limit");
         must(answer.value("more", false), "does not say that there is more");
       }},
      {"sessions.limit-range", "a limit of 0 or of 1001 is INVALID",
       [](HostBench& bench) {
         must_be_invalid(bench, session_query("2026-01-01", "2026-02-01", 0), "limit 0 is taken");
         must_be_invalid(bench, session_query("2026-01-01", "2026-02-01", 1001),
                         "limit 1001 is taken");
       }},
      {"sessions.days", "days that are none, or the wrong way round, are INVALID",
       [](HostBench& bench) {
         must_be_invalid(bench, session_query("2026-02-30", "2026-03-01"), "30 February is a day");
         must_be_invalid(bench, session_query("23.11.2026", "24.11.2026"), "any text is a day");
         must_be_invalid(bench, session_query("2026-11-24", "2026-11-23"), "to may be before from");
       }},
      {"sessions.course", "a list for a course holds that course's sessions alone, and all of them",
       [](HostBench& bench) {
         const auto course = all_sessions(bench).front().value("course", "");
         auto query = session_query("1990-01-01", "2100-01-01");
         query["course"] = course;
         const auto answer = bench.calls().sessions(itself, query).json();
         const auto listed = answer.value("sessions", Json::array());
         for (const auto& session : listed)
           must(session.value("course", "") == course, "another course's session");
         if (answer.value("more", false)) return;
         for (const auto& session : all_sessions(bench))
           if (session.value("course", "") == course && !session.value("removed", false))
             must(holds(listed, id_of(session)), "a session of the course is missing");
       }},
      {"sessions.held", "a held session is told",
       [](HostBench& bench) { must_be_told(bench, "held"); }},
      {"sessions.booked", "a booked session is told",
       [](HostBench& bench) { must_be_told(bench, "booked"); }},
      {"sessions.no-show", "a session that the client missed is told, and stays a session",
       [](HostBench& bench) { must_be_told(bench, "no_show"); }},
      {"sessions.cancelled", "a cancelled session is told, whoever cancelled it",
       [](HostBench& bench) {
         bool is_any = false;
         for (const auto& session : all_sessions(bench)) {
           const auto attendance = session.value("attendance", "");
           if (!attendance.starts_with("cancelled")) continue;
           is_any = true;
           must_be_told(bench, attendance.c_str());
           if (session.contains("cancelled_at"))
             must(payload::parse_instant(session.value("cancelled_at", "")).has_value(),
                  "cancelled_at is no instant");
         }
         if (!is_any) skip("the test practice holds no cancelled session");
       }},
      {"sessions.recurring",
       "each meeting of a series is a session with an id and a start of its own",
       [](HostBench& bench) {
         std::map<std::string, std::map<std::string, std::set<payload::Instant>>> starts;
         std::set<std::string> ids;
         for (const auto& session : all_sessions(bench)) {
           must(ids.insert(id_of(session)).second, "two sessions have the same id");
           starts[session.value("course", "")][session.value("clinician", "")].insert(
               start_of(session));
         }
         bool is_any = false;
         for (const auto& [course, by_clinician] : starts)
           for (const auto& [clinician, times] : by_clinician) is_any |= times.size() > 1;
         if (!is_any) skip("no course with two sessions at different times");
       }},
      {"sessions.zone", "a session's day is the day of its start in the practice's zone",
       [](HostBench& bench) {
         const auto* zone = zone_of(bench);
         for (const auto& session : all_sessions(bench)) {
           const auto local = zone->to_local(start_of(session));
           const auto day = date::floor<date::days>(local).time_since_epoch();
           must(day_of(session).time_since_epoch() == day, "a session is on another day");
         }
       }},
      {"sessions.clock-change", "on days when the clocks change no session is lost or told twice",
       [](HostBench& bench) {
         for (const auto day : days_of_change(bench)) {
           std::multiset<std::string> singly, together;
           for (int i = -1; i <= 1; ++i)
             for (const auto& session : list(bench, day + days{i}, day + days{i + 1}))
               singly.insert(id_of(session));
           for (const auto& session : list(bench, day - days{1}, day + days{2}))
             together.insert(id_of(session));
           must(singly == together, "day by day other sessions than in one list");
         }
       }},
      {"sessions.query-unknown-field", "an unknown field of a query is ignored",
       [](HostBench& bench) {
         auto query = session_query("2026-01-01", "2026-02-01");
         query["a_field_of_tomorrow"] = 1;
         must(bench.calls().sessions(itself, query).ok(), "an unknown field is not ignored");
       }},
  };
}

}  // namespace holdfast::conform
