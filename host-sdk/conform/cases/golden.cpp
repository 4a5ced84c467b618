// SPDX-License-Identifier: MIT
// A recorded conversation: calls and the answers a vendor expects of the test practice, to the
// letter but for the order of members. "holdfast.conversation/1":
//
//   {"schema": "holdfast.conversation/1", "calls": [
//     {"call": "clients.get", "with": ["u-1", "c-1"], "answer": {...}},
//     {"call": "clients.get", "with": ["u-2", "c-1"], "status": -3}]}
#include <fstream>
#include <iterator>

#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

Json conversation(HostBench& bench) {
  if (bench.golden.empty()) skip("needs --golden");
  std::ifstream file(bench.golden);
  must(file.good(), "the golden conversation cannot be read");
  auto whole = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  must(whole.is_object() && whole.value("schema", "") == "holdfast.conversation/1",
       "the golden file is no holdfast.conversation/1");
  return whole["calls"];
}

Answer replay(const Calls& calls, const std::string& call, const std::vector<std::string>& with) {
  const auto at = [&](std::size_t i) -> std::string { return i < with.size() ? with[i] : ""; };
  if (call == "clients.get") return calls.client(at(0), at(1));
  if (call == "clients.course") return calls.course(at(0), at(1));
  if (call == "clients.clinician") return calls.clinician(at(0), at(1));
  if (call == "clients.search") return calls.search(at(0), Json::parse(at(1)));
  if (call == "sessions.get") return calls.session(at(0), at(1));
  if (call == "sessions.list") return calls.sessions(at(0), Json::parse(at(1)));
  if (call == "identity.describe") return calls.describe(at(0));
  if (call == "identity.may") return calls.may(at(0), at(1), at(2));
  if (call == "records.put") return calls.put(at(0), at(1), at(2));
  if (call == "records.retract") return calls.retract(at(0), at(1), at(2));
  if (call == "notify.post") return calls.post(at(0), at(1), at(2));
  if (call == "notify.withdraw") return calls.withdraw(at(0), at(1));
  fail("the golden conversation has an unknown call: " + call);
}

std::vector<std::string> texts_of(const Json& with) {
  std::vector<std::string> texts;
  for (const auto& one : with)
    texts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
  return texts;
}

// The same values whatever the order of members.
nlohmann::json sorted(const Json& json) { return nlohmann::json::parse(json.dump()); }

}  // namespace

std::vector<HostCase> golden_cases() {
  return {
      {"golden.answers", "the answers of the golden conversation are these",
       [](HostBench& bench) {
         int number = 0;
         for (const auto& one : conversation(bench)) {
           const auto where = "call " + std::to_string(++number);
           if (!one.contains("answer")) continue;
           const auto call = one.value("call", "");
           const auto answer =
               replay(bench.calls(), call, texts_of(one.value("with", Json::array())));
           must(sorted(answer.json()) == sorted(one["answer"]),
                where + ": another answer to " + call);
         }
       }},
      {"golden.statuses", "the refusals of the golden conversation are these",
       [](HostBench& bench) {
         int number = 0;
         for (const auto& one : conversation(bench)) {
           const auto where = "call " + std::to_string(++number);
           const auto call = one.value("call", "");
           const auto answer =
               replay(bench.calls(), call, texts_of(one.value("with", Json::array())));
           must(answer.status == one.value("status", 0),
                where + ": " + call + " answers status " + std::to_string(answer.status));
         }
       }},
  };
}

}  // namespace holdfast::conform
