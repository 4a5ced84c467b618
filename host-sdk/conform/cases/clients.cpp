// SPDX-License-Identifier: MIT
// clients/1: clients, courses, clinicians.
#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

constexpr std::string_view unknown = "conform-no-such-id";

Json query(std::string_view text, int limit) {
  return {{"schema", "holdfast.client-query/1"}, {"text", text}, {"limit", limit}};
}

Json found_by(HostBench& bench, std::string_view text, int limit = 200) {
  return bench.calls().search(itself, query(text, limit)).json().value("clients", Json::array());
}

bool holds(const Json& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&](const Json& each) { return id_of(each) == id; });
}

const Json& living_client(HostBench& bench) {
  for (const auto& client : bench.practice().clients)
    if (!client.contains("merged_into")) return client;
  skip("the test practice holds no client");
}

}  // namespace

std::vector<HostCase> client_cases() {
  return {
      {"clients.get", "get answers the client that was asked for",
       [](HostBench& bench) {
         any(bench.practice().clients, "client");
         for (const auto& client : bench.practice().clients)
           must(id_of(bench.calls().client(itself, id_of(client)).json()) == id_of(client),
                "another client than the one asked for");
       }},
      {"clients.unknown", "an id nobody has is NOT_FOUND, with a reason",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         for (const auto& answer : {calls.client(itself, unknown), calls.course(itself, unknown),
                                    calls.clinician(itself, unknown)}) {
           must(answer.status == HOLDFAST_E_NOT_FOUND, "an unknown id is not NOT_FOUND");
           must(!answer.why.empty() && answer.text.empty(), "refuses without a reason");
         }
       }},
      {"clients.course-refers", "a course names a client and clinicians that are there",
       [](HostBench& bench) {
         any(bench.practice().courses, "course");
         for (const auto& course : bench.practice().courses) {
           must(bench.calls().client(itself, course.value("client", "")).ok(),
                "a course of no client");
           const auto clinicians = course.value("clinicians", Json::array());
           must(!clinicians.empty(), "a course without a clinician");
           for (const auto& clinician : clinicians)
             must(bench.calls().clinician(itself, clinician.get<std::string>()).ok(),
                  "a course with a clinician who is not there");
         }
       }},
      {"clients.search-by-name", "a search for a whole name finds its client",
       [](HostBench& bench) {
         const auto& client = living_client(bench);
         must(holds(found_by(bench, client.value("name", "")), id_of(client)),
              "a client is not found by name");
       }},
      {"clients.search-nothing", "a search for what nobody is called finds nobody",
       [](HostBench& bench) {
         living_client(bench);
         for (const auto* text : {"conform-no-such-name", "%", "' OR 1=1 --"})
           must(found_by(bench, text).empty(), "a search finds what does not match");
       }},
      {"clients.search-all", "an empty text lists, and what it lists get answers",
       [](HostBench& bench) {
         const auto all = found_by(bench, "");
         must(!all.empty() || bench.practice().clients.empty(), "lists nobody");
         for (const auto& client : all)
           must(bench.calls().client(itself, id_of(client)).ok(), "lists who is not there");
       }},
      {"clients.search-limit", "a search keeps to its limit",
       [](HostBench& bench) {
         if (found_by(bench, "").size() < 2) skip("the test practice holds one client");
         must(found_by(bench, "", 1).size() == 1, "more clients than the limit");
       }},
      {"clients.query-schema", "a query of another schema is INVALID",
       [](HostBench& bench) {
         auto other = query("", 5);
         other["schema"] = "holdfast.client-query/9";
         must(bench.calls().search(itself, other).status == HOLDFAST_E_INVALID,
              "a query of another schema is taken");
       }},
      {"clients.merged", "a client entered twice names the one who stays, who is there",
       [](HostBench& bench) {
         bool is_any = false;
         for (const auto& client : bench.practice().clients) {
           if (!client.contains("merged_into")) continue;
           is_any = true;
           must(bench.calls().client(itself, client.value("merged_into", "")).ok(),
                "merged into a client who is not there");
         }
         if (!is_any) skip("the test practice holds no merged client");
       }},
  };
}

}  // namespace holdfast::conform
