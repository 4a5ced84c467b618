// SPDX-License-Identifier: MIT
// changes/1: everything once, then what is new, page by page.
#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

std::string key_of(const Json& change) {
  return change.value("kind", "") + " " + change.value("id", "");
}

std::vector<std::string> keys_of(const std::vector<Json>& changes) {
  std::vector<std::string> keys;
  for (const auto& change : changes) keys.push_back(key_of(change));
  return keys;
}

// The cursor at the end of everything.
std::string last_cursor(const Calls& calls) {
  std::string cursor;
  for (;;) {
    const auto answer = calls.changes(cursor, 1000).json();
    cursor = answer.value("cursor", "");
    if (!answer.value("more", false)) return cursor;
  }
}

Json got(const Calls& calls, const std::string& kind, const std::string& id) {
  if (kind == "client") return calls.client(itself, id).json();
  if (kind == "course") return calls.course(itself, id).json();
  if (kind == "clinician") return calls.clinician(itself, id).json();
  return calls.session(itself, id).json();
}

}  // namespace

std::vector<HostCase> change_cases() {
  return {
      {"changes.from-nothing", "an empty cursor gives everything and comes to an end",
       [](HostBench& bench) {
         const auto all = sweep(bench.calls(), 1000);
         if (all.empty()) skip("the test practice is empty");
         for (const auto& change : all) must(!id_of(change).empty(), "a change without an id");
       }},
      {"changes.no-forward-reference", "nothing refers to what comes later",
       [](HostBench& bench) {
         std::set<std::string> seen;
         for (const auto& change : sweep(bench.calls(), 1000)) {
           if (const auto& data = change.value("data", Json::object()); !data.empty()) {
             for (const auto* kind : {"client", "course", "clinician"})
               if (data.contains(kind) && data[kind].is_string() && change["kind"] != kind)
                 must(seen.contains(std::string(kind) + " " + data[kind].get<std::string>()),
                      std::string("refers forward to a ") + kind);
           }
           seen.insert(key_of(change));
         }
       }},
      {"changes.page-size", "small pages give the same as large ones, in the same order",
       [](HostBench& bench) {
         const auto whole = keys_of(sweep(bench.calls(), 1000));
         must(keys_of(sweep(bench.calls(), 1)) == whole, "pages of one differ");
         must(keys_of(sweep(bench.calls(), 7)) == whole, "pages of seven differ");
       }},
      {"changes.limit-range", "a limit of 0 or of 1001 is INVALID",
       [](HostBench& bench) {
         must(bench.calls().changes("", 0).status == HOLDFAST_E_INVALID, "limit 0 is taken");
         must(bench.calls().changes("", 1001).status == HOLDFAST_E_INVALID, "limit 1001 is taken");
       }},
      {"changes.foreign-cursor", "a cursor that this host never gave is INVALID",
       [](HostBench& bench) {
         for (const std::string& cursor :
              {std::string("conform-no-cursor"), std::string("999999999999"), std::string("'"),
               last_cursor(bench.calls()) + "0x", std::string(600, 'c')})
           must(bench.calls().changes(cursor, 10).status == HOLDFAST_E_INVALID,
                "a foreign cursor is taken");
       }},
      {"changes.cursor-size", "a cursor is at most 512 bytes of UTF-8",
       [](HostBench& bench) {
         const auto cursor = last_cursor(bench.calls());
         must(!cursor.empty() && cursor.size() <= 512, "a cursor of no size");
       }},
      {"changes.same-cursor", "the same cursor gives the same changes",
       [](HostBench& bench) {
         must(bench.calls().changes("", 5).text == bench.calls().changes("", 5).text,
              "another answer the second time");
       }},
      {"changes.at-the-end", "after everything there is nothing more, and that stays so",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto answer = calls.changes(last_cursor(calls), 100).json();
         must(answer.value("changes", Json::array()).empty() && !answer.value("more", true),
              "there is more after the end");
       }},
      {"changes.data-is-current", "a change's data is what get answers",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         int looked_at = 0;
         for (const auto& change : sweep(calls, 1000)) {
           if (!change.contains("data") || change.value("removed", false)) continue;
           if (++looked_at % 7 != 1) continue;
           must(got(calls, change.value("kind", ""), id_of(change)) == change["data"],
                "a change's data is not what get answers");
         }
         if (looked_at == 0) skip("changes carry no data");
       }},
      {"changes.restart", "a cursor is good after a restart of the host",
       [](HostBench& bench) {
         const auto cursor = last_cursor(bench.calls());
         bench.reopen();
         const auto answer = bench.calls().changes(cursor, 100);
         must(answer.ok(), "a cursor is forgotten by a restart");
         must(answer.json().value("changes", Json::array()).empty(),
              "a restart changes everything");
       }},
  };
}

}  // namespace holdfast::conform
