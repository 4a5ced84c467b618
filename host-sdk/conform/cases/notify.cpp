// SPDX-License-Identifier: MIT
// notify/1: shown once, taken back, never with content.
#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

// Somebody who can be told: from the facts, or a clinician's own login.
std::string person(HostBench& bench) {
  if (!bench.facts.person.empty()) return bench.facts.person;
  for (const auto& clinician : bench.practice().clinicians)
    if (const auto id = clinician.value("person", ""); !id.empty()) return id;
  skip("nobody to send a notice to: say \"person\" in --facts");
}

Json notice(HostBench& bench, std::string_view category = "check_in") {
  return {{"schema", "holdfast.notice/1"},
          {"to", person(bench)},
          {"category", category},
          {"link", "/check-ins/conform"}};
}

Answer post(HostBench& bench, std::string_view key, const Json& notice) {
  auto answer = bench.calls().post(itself, key, notice.dump());
  if (answer.status == HOLDFAST_E_UNSUPPORTED) skip("does not take notices");
  return answer;
}

void must_be_refused(HostBench& bench, const Json& notice, const char* otherwise) {
  const auto answer = post(bench, "conform-refused", notice);
  must(answer.status == HOLDFAST_E_INVALID || answer.status == HOLDFAST_E_NOT_FOUND, otherwise);
  must(!answer.why.empty(), "refuses without a reason");
}

}  // namespace

std::vector<HostCase> notify_cases() {
  return {
      {"notify.post", "a notice can be posted",
       [](HostBench& bench) {
         const auto answer = post(bench, "conform-1", notice(bench));
         must(answer.ok(), "a notice is refused: " + answer.why);
       }},
      {"notify.same-key", "the same key a second time is OK, also after a restart",
       [](HostBench& bench) {
         const auto one = notice(bench);
         must(post(bench, "conform-1", one).ok(), "a notice is refused");
         must(post(bench, "conform-1", one).ok(), "the same key is refused the second time");
         if (!bench.is_ours()) return;
         bench.reopen();
         must(post(bench, "conform-1", one).ok(), "the same key is refused after a restart");
       }},
      {"notify.categories", "every category is taken",
       [](HostBench& bench) {
         for (const auto* category :
              {"check_in", "read_today", "form_due", "handover", "delivery_parked"}) {
           const auto answer = post(bench, std::string("k-") + category, notice(bench, category));
           must(answer.ok(), std::string(category) + " is refused: " + answer.why);
         }
       }},
      {"notify.unknown-category", "an unknown category is INVALID",
       [](HostBench& bench) {
         must(post(bench, "conform-1", notice(bench, "conformance")).status == HOLDFAST_E_INVALID,
              "an unknown category is taken");
       }},
      {"notify.unknown-person", "a person who is not there is NOT_FOUND, with a reason",
       [](HostBench& bench) {
         auto one = notice(bench);
         one["to"] = "conform-nobody";
         const auto answer = post(bench, "conform-1", one);
         must(answer.status == HOLDFAST_E_NOT_FOUND && !answer.why.empty(),
              "a notice to nobody is not NOT_FOUND");
       }},
      {"notify.missing-field", "a notice without one of its required fields is refused",
       [](HostBench& bench) {
         for (const auto* field : {"schema", "to", "category"}) {
           auto one = notice(bench);
           one.erase(field);
           must_be_refused(bench, one, "a required field may be missing");
         }
       }},
      {"notify.unknown-field", "an unknown field of a notice is ignored",
       [](HostBench& bench) {
         auto one = notice(bench);
         one["a_field_of_tomorrow"] = 1;
         must(post(bench, "conform-1", one).ok(), "an unknown field is not ignored");
       }},
      {"notify.empty-key", "an empty key is INVALID",
       [](HostBench& bench) {
         must(post(bench, "", notice(bench)).status == HOLDFAST_E_INVALID, "an empty key is taken");
       }},
      {"notify.nobody-posts", "an empty actor posts nothing",
       [](HostBench& bench) {
         const auto answer = bench.calls().post("", "conform-nobody", notice(bench).dump());
         must(answer.status == HOLDFAST_E_DENIED, "nobody posts");
       }},
      {"notify.withdraw", "a notice can be taken back, twice over",
       [](HostBench& bench) {
         must(post(bench, "conform-1", notice(bench)).ok(), "a notice is refused");
         for (int turn = 0; turn < 2; ++turn)
           must(bench.calls().withdraw(itself, "conform-1").ok(), "a notice cannot be taken back");
       }},
      {"notify.withdraw-unknown", "taking back what was never posted is OK",
       [](HostBench& bench) {
         must(bench.calls().withdraw(itself, "conform-never-posted").ok(),
              "what was never posted cannot be taken back");
       }},
      {"notify.post-after-withdraw", "a late retry after a withdrawal is OK",
       [](HostBench& bench) {
         const auto one = notice(bench);
         post(bench, "conform-1", one);
         bench.calls().withdraw(itself, "conform-1");
         must(post(bench, "conform-1", one).ok(), "a late retry is refused");
       }},
  };
}

}  // namespace holdfast::conform
