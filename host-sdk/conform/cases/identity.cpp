// SPDX-License-Identifier: MIT
// Who is acting, and what that person may see: unknown means no.
#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

constexpr std::string_view stranger = "conform-nobody";

void must_be_closed(const Answer& answer, const char* otherwise) {
  must(answer.status == HOLDFAST_E_DENIED || answer.status == HOLDFAST_E_NOT_FOUND, otherwise);
}

const std::vector<ActorFacts>& actors(HostBench& bench) {
  if (bench.facts.actors.empty()) skip("needs actors in --facts");
  return bench.facts.actors;
}

// One actor with something in `list`, or the case is skipped.
const ActorFacts& actor_with(HostBench& bench, std::vector<std::string> ActorFacts::*list) {
  for (const auto& one : actors(bench))
    if (!(one.*list).empty()) return one;
  skip("--facts names no actor of this sort");
}

std::string record_for(const std::string& client) {
  return Json{{"schema", "holdfast.record/1"},
              {"kind", "comment"},
              {"client", client},
              {"at", "2026-11-23T08:00:00Z"},
              {"text", "conformance"}}
      .dump();
}

Json all_clients() {
  return {{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 1000}};
}

}  // namespace

std::vector<HostCase> identity_cases() {
  return {
      {"identity.nobody-reads", "an empty actor is denied every client, course and session",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto& practice = bench.practice();
         must(calls.client("", id_of(any(practice.clients, "client"))).status == HOLDFAST_E_DENIED,
              "a client is shown to nobody");
         must(calls.course("", id_of(any(practice.courses, "course"))).status == HOLDFAST_E_DENIED,
              "a course is shown to nobody");
         must(calls.session("", id_of(any(practice.sessions, "session"))).status ==
                  HOLDFAST_E_DENIED,
              "a session is shown to nobody");
       }},
      {"identity.nobody-lists", "an empty actor is denied search and list",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         must(calls.search("", all_clients()).status == HOLDFAST_E_DENIED, "nobody may search");
         must(calls.sessions("", session_query("2000-01-01", "2100-01-01")).status ==
                  HOLDFAST_E_DENIED,
              "nobody may list sessions");
       }},
      {"identity.stranger-reads", "an actor the host does not know reads nothing",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto id = id_of(any(bench.practice().clients, "client"));
         must_be_closed(calls.client(stranger, id), "a client is shown to a stranger");
         must_be_closed(calls.search(stranger, all_clients()), "a stranger may search");
       }},
      {"identity.odd-actor", "quotes and wildcards in an actor make nobody",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         for (const auto* actor :
              {"' OR '1'='1", "%", "*", "holdfast:system ", "Holdfast:system", "holdfast:system\n"})
           must(!bench.calls().client(actor, id).ok(), "an odd actor is let in");
       }},
      {"identity.system-reads", "the plugin itself may read every client, course and session",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto& practice = bench.practice();
         any(practice.clients, "client");
         for (std::size_t i = 0; i < std::min<std::size_t>(practice.clients.size(), 20); ++i)
           must(calls.client(itself, id_of(practice.clients[i])).ok(), "a client is withheld");
         for (std::size_t i = 0; i < std::min<std::size_t>(practice.courses.size(), 20); ++i)
           must(calls.course(itself, id_of(practice.courses[i])).ok(), "a course is withheld");
       }},
      {"identity.describe", "describe says who an actor is",
       [](HostBench& bench) {
         const auto person = bench.calls().describe(actors(bench).front().actor).json();
         must(!id_of(person).empty() && !person.value("name", "").empty(), "no id or no name");
         must(person.contains("roles") && person["roles"].is_array(), "no roles");
       }},
      {"identity.describe-stranger", "an unknown actor is NOT_FOUND, with a reason",
       [](HostBench& bench) {
         for (const auto actor : {stranger, std::string_view{}}) {
           const auto answer = bench.calls().describe(actor);
           must_be_closed(answer, "a stranger is described");
           must(!answer.why.empty(), "refuses without a reason");
         }
       }},
      {"identity.describe-expired", "who has left the practice is DENIED or NOT_FOUND",
       [](HostBench& bench) {
         if (bench.facts.expired_actor.empty()) skip("needs expired_actor in --facts");
         must_be_closed(bench.calls().describe(bench.facts.expired_actor),
                        "who has left is still described");
         const auto id = id_of(any(bench.practice().clients, "client"));
         must_be_closed(bench.calls().client(bench.facts.expired_actor, id),
                        "who has left still reads");
       }},
      {"identity.may-stranger", "a stranger may nothing",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto id = id_of(any(bench.practice().clients, "client"));
         for (const auto* action : {"read", "write"})
           for (const auto& subject : {"client:" + id, std::string("practice")})
             must(!calls.may(stranger, action, subject).ok(), "a stranger may");
       }},
      {"identity.may-action", "an action other than read and write is refused",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         for (const auto* action : {"", "READ", "delete", "read "})
           must(!bench.calls().may(itself, action, "client:" + id).ok(), "any action is allowed");
       }},
      {"identity.may-subject", "a subject other than client:ID, course:ID and practice is refused",
       [](HostBench& bench) {
         for (const auto* subject : {"", "client", "client:", "file:x", "practice:1", ":"})
           must(!bench.calls().may(itself, "read", subject).ok(), "any subject is allowed");
       }},
      {"identity.may-unknown-client", "nobody may read a client that is not there",
       [](HostBench& bench) {
         for (const auto* subject : {"client:conform-no-such-id", "course:conform-no-such-id"})
           must(!bench.calls().may(itself, "read", subject).ok(), "an unknown client may be read");
       }},
      {"identity.reads-own", "an actor reads the clients that are theirs",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::reads);
         for (const auto& id : one.reads) {
           must(bench.calls().client(one.actor, id).ok(), "an actor's own client is withheld");
           must(bench.calls().may(one.actor, "read", "client:" + id).ok(),
                "may says no to what get allows");
         }
       }},
      {"identity.not-others", "an actor is refused the clients that are not theirs",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::not_reads);
         for (const auto& id : one.not_reads) {
           must_be_closed(bench.calls().client(one.actor, id), "another's client is shown");
           must(!bench.calls().may(one.actor, "read", "client:" + id).ok(),
                "may says yes to what get denies");
         }
       }},
      {"identity.refusal-is-silent", "a refusal does not name the client",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::not_reads);
         for (const auto& id : one.not_reads) {
           const auto name = bench.calls().client(itself, id).json().value("name", "");
           const auto refused = bench.calls().client(one.actor, id);
           must(name.empty() || refused.why.find(name) == std::string::npos,
                "a refusal tells the name");
           must(refused.text.empty(), "a refusal comes with an answer");
         }
       }},
      {"identity.search-own", "a search shows an actor no client that get would deny",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::not_reads);
         const auto found = bench.calls().search(one.actor, all_clients());
         if (found.status == HOLDFAST_E_DENIED) return;
         for (const auto& client : found.json().value("clients", Json::array()))
           for (const auto& id : one.not_reads)
             must(id_of(client) != id, "a search shows another's client");
       }},
      {"identity.list-own", "a session list shows an actor no session that get would deny",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::not_reads);
         const auto list =
             bench.calls().sessions(one.actor, session_query("2000-01-01", "2100-01-01"));
         if (list.status == HOLDFAST_E_DENIED) return;
         for (const auto& session : list.json().value("sessions", Json::array()))
           must(bench.calls().session(one.actor, id_of(session)).ok(),
                "a list shows another's session");
       }},
      {"identity.writes-own", "may-write and put agree for clients that are the actor's",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::writes);
         for (const auto& id : one.writes) {
           must(bench.calls().may(one.actor, "write", "client:" + id).ok(), "may not write");
           const auto put = bench.calls().put(one.actor, "conform-own-" + id, record_for(id));
           must(put.ok() || put.status == HOLDFAST_E_UNSUPPORTED, "put is refused: " + put.why);
         }
       }},
      {"identity.writes-not-others", "nothing is written into the file of a client not one's own",
       [](HostBench& bench) {
         const auto& one = actor_with(bench, &ActorFacts::not_writes);
         for (const auto& id : one.not_writes) {
           must(!bench.calls().may(one.actor, "write", "client:" + id).ok(), "may write");
           must(!bench.calls().put(one.actor, "conform-other-" + id, record_for(id)).ok(),
                "writes into another's file");
         }
       }},
  };
}

}  // namespace holdfast::conform
