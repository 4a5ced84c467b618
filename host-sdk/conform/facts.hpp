// SPDX-License-Identifier: MIT
// What a suite may know about the practice behind a host: what the host itself tells the plugin
// (its changes), and what the vendor says about people in a facts file.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "calls.hpp"

namespace holdfast::conform {

// "holdfast.conform-facts/1": people of the test practice and what they may see.
struct ActorFacts {
  std::string actor;
  std::vector<std::string> reads, not_reads;    // client ids
  std::vector<std::string> writes, not_writes;  // client ids
};
struct Facts {
  std::vector<ActorFacts> actors;
  std::string expired_actor;
  std::string person;  // who may be sent a notice
};
// Throws Failure naming the member.
Facts parse_facts(std::string_view json);

// Everything the practice holds, as changes/1 gives it from the beginning; where there is no
// changes/1, what search and the session list give.
struct Practice {
  std::vector<Json> clinicians, clients, courses, sessions;
};
Practice read_practice(const Calls& calls);

// One of a kind, or the case is skipped because the test practice holds none.
const Json& any(const std::vector<Json>& all, const char* what);
std::string id_of(const Json& thing);

// Every entry of a changes sweep from the beginning, page by page.
std::vector<Json> sweep(const Calls& calls, std::uint32_t limit);

Json session_query(std::string_view from, std::string_view to, int limit = 1000);
// All sessions from `from` up to before `to`, narrowed until each answer is whole.
std::vector<Json> sessions_between(const Calls& calls, payload::Day from, payload::Day to);

}  // namespace holdfast::conform
