// SPDX-License-Identifier: MIT
// Every payload a host answers follows its published schema, and the schemas' own examples are
// taken.
#include "host_cases.hpp"
#include "schemas.hpp"

namespace holdfast::conform {
namespace {

void all_must_follow(const std::vector<Json>& payloads, const char* schema) {
  any(payloads, schema);
  for (const auto& payload : payloads) must_follow_schema(payload, schema);
}

}  // namespace

std::vector<HostCase> schema_cases() {
  return {
      {"schema.client", "a client follows client.schema.json",
       [](HostBench& bench) { all_must_follow(bench.practice().clients, "client"); }},
      {"schema.course", "a course follows course.schema.json",
       [](HostBench& bench) { all_must_follow(bench.practice().courses, "course"); }},
      {"schema.clinician", "a clinician follows clinician.schema.json",
       [](HostBench& bench) { all_must_follow(bench.practice().clinicians, "clinician"); }},
      {"schema.session", "a session follows session.schema.json",
       [](HostBench& bench) { all_must_follow(bench.practice().sessions, "session"); }},
      {"schema.person", "a person follows person.schema.json",
       [](HostBench& bench) {
         if (bench.facts.actors.empty()) skip("needs actors in --facts");
         for (const auto& one : bench.facts.actors)
           must_follow_schema(bench.calls().describe(one.actor).json(), "person");
       }},
      {"schema.changes", "changes follow changes.schema.json",
       [](HostBench& bench) {
         must_follow_schema(bench.calls().changes("", 1000).json(), "changes");
         must_follow_schema(bench.calls().changes("", 1).json(), "changes");
       }},
      {"schema.clients", "a search's answer follows clients.schema.json",
       [](HostBench& bench) {
         const auto query = example_of("client-query");
         must_follow_schema(bench.calls().search(itself, query).json(), "clients");
       }},
      {"schema.sessions", "a list's answer follows sessions.schema.json",
       [](HostBench& bench) {
         const auto query = session_query("1990-01-01", "2100-01-01", 50);
         must_follow_schema(bench.calls().sessions(itself, query).json(), "sessions");
       }},
      {"schema.receipt", "a receipt follows receipt.schema.json",
       [](HostBench& bench) {
         auto record = example_of("record");
         for (const auto* member : {"course", "session"}) record.erase(member);
         record["client"] = id_of(any(bench.practice().clients, "client"));
         const auto answer = bench.calls().put(itself, "conform-example", record.dump());
         if (answer.status == HOLDFAST_E_UNSUPPORTED) skip("does not take client totals");
         must_follow_schema(answer.json(), "receipt");
       }},
      {"schema.payload-rules", "payloads are UTF-8, at most 32 levels deep, without double keys",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         for (const auto& client : bench.practice().clients)
           payload::parse_object(calls.client(itself, id_of(client)).text, "client");
         for (const auto& session : bench.practice().sessions)
           payload::parse_object(calls.session(itself, id_of(session)).text, "session");
         payload::parse_object(calls.changes("", 1000).text, "changes");
       }},
  };
}

}  // namespace holdfast::conform
