// SPDX-License-Identifier: MIT
// records/1: written once, whatever is retried, killed or started again.
#include <sys/mman.h>

#include <csignal>
#include <fstream>

#include "host_cases.hpp"
#include "run.hpp"

namespace holdfast::conform {
namespace {

const Json& client(HostBench& bench) { return any(bench.practice().clients, "client"); }

Json record(HostBench& bench, std::string_view kind = "comment") {
  return {{"schema", "holdfast.record/1"}, {"kind", kind},        {"client", id_of(client(bench))},
          {"at", "2026-11-23T08:00:00Z"},  {"day", "2026-11-23"}, {"text", "conformance"}};
}

// The receipt's id; a kind that is not taken here skips the case.
std::string receipt(HostBench& bench, std::string_view key, const Json& record) {
  const auto answer = bench.calls().put(itself, key, record.dump());
  if (answer.status == HOLDFAST_E_UNSUPPORTED) skip("does not take this kind of record");
  const auto id = id_of(answer.json());
  must(!id.empty(), "a receipt without an id");
  return id;
}

void must_be_refused(HostBench& bench, const Json& record, const char* otherwise) {
  const auto answer = bench.calls().put(itself, "conform-refused", record.dump());
  must(answer.status == HOLDFAST_E_INVALID || answer.status == HOLDFAST_E_NOT_FOUND, otherwise);
  must(!answer.why.empty(), "refuses without a reason");
}

// Memory that a process leaves behind when it is killed.
struct Remains {
  char* text = static_cast<char*>(
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  Remains() = default;
  Remains(const Remains&) = delete;
  Remains& operator=(const Remains&) = delete;
  ~Remains() { ::munmap(text, 4096); }
};

// Puts in a process of its own, which is killed the moment the receipt is in the sink. The receipt.
std::string put_and_die(HostBench& bench, std::string_view key, const Json& record) {
  const Remains remains;
  const int status = in_child([&] {
    const auto calls = bench.calls();
    const holdfast_sink sink{remains.text,
                             [](void* to, const void* data, std::size_t len) -> holdfast_status {
                               std::memcpy(to, data, std::min<std::size_t>(len, 4095));
                               ::raise(SIGKILL);
                               return HOLDFAST_OK;
                             }};
    auto error = fresh_error();
    const auto text = record.dump();
    calls.records().put(calls.host(), str(itself), str(key), str(text), &sink, &error);
    return 1;
  });
  must(status == -SIGKILL, "the receipt never came");
  return id_of(Json::parse(remains.text));
}

}  // namespace

std::vector<HostCase> record_cases() {
  return {
      {"records.put", "put answers a receipt",
       [](HostBench& bench) { receipt(bench, "conform-1", record(bench)); }},
      {"records.same-key-once", "the same key stores once: a repeat answers the first receipt",
       [](HostBench& bench) {
         const auto first = receipt(bench, "conform-1", record(bench));
         auto other = record(bench);
         other["text"] = "a retry may look different";
         must(receipt(bench, "conform-1", other) == first, "the same key stores twice");
       }},
      {"records.other-key", "another key is another record",
       [](HostBench& bench) {
         must(receipt(bench, "conform-1", record(bench)) !=
                  receipt(bench, "conform-2", record(bench)),
              "two keys, one receipt");
       }},
      {"records.odd-keys", "a key is only bytes: case, quotes, spaces and newlines all count",
       [](HostBench& bench) {
         std::set<std::string> receipts;
         const auto keys = {"k", "K", "k ", " k", "k\n", "k'", "k\"", "k%", "k\\", "k;--", "k/k"};
         for (const auto* key : keys) receipts.insert(receipt(bench, key, record(bench)));
         must(receipts.size() == keys.size(), "two keys are taken for one");
       }},
      {"records.empty-key", "an empty key is INVALID",
       [](HostBench& bench) {
         must(bench.calls().put(itself, "", record(bench).dump()).status == HOLDFAST_E_INVALID,
              "an empty key is taken");
       }},
      {"records.long-key", "a key of 200 bytes is taken whole",
       [](HostBench& bench) {
         const std::string key(199, 'k');
         must(receipt(bench, key + "1", record(bench)) != receipt(bench, key + "2", record(bench)),
              "a long key is cut off");
       }},
      {"records.kinds", "each kind is stored once or UNSUPPORTED, never an error",
       [](HostBench& bench) {
         for (const auto* kind : {"form", "client_total", "subscales", "therapist_rating", "alert",
                                  "repair", "comment", "document"}) {
           auto one = record(bench, kind);
           if (std::string_view(kind) == "form")
             one["answers"] = {{{"item", "goals"}, {"kind", "line"}, {"value", "81"}}};
           one["values"] = {{{"name", "total"}, {"value", "31.4"}, {"min", "0"}, {"max", "40"}}};
           const auto answer = bench.calls().put(itself, std::string("kind-") + kind, one.dump());
           must(answer.ok() || answer.status == HOLDFAST_E_UNSUPPORTED,
                std::string(kind) + " is neither taken nor UNSUPPORTED: " + answer.why);
         }
       }},
      {"records.unknown-kind", "an unknown kind is INVALID or UNSUPPORTED",
       [](HostBench& bench) {
         const auto answer = bench.calls().put(itself, "kind", record(bench, "conformance").dump());
         must(answer.status == HOLDFAST_E_INVALID || answer.status == HOLDFAST_E_UNSUPPORTED,
              "an unknown kind is taken");
       }},
      {"records.unknown-client", "a record of a client who is not there is refused",
       [](HostBench& bench) {
         auto one = record(bench);
         one["client"] = "conform-no-such-id";
         must_be_refused(bench, one, "writes into nobody's file");
       }},
      {"records.missing-field", "a record without one of its required fields is refused",
       [](HostBench& bench) {
         for (const auto* field : {"schema", "kind", "client", "at"}) {
           auto one = record(bench);
           one.erase(field);
           must_be_refused(bench, one, "a required field may be missing");
         }
       }},
      {"records.other-schema", "a record of another schema is refused",
       [](HostBench& bench) {
         auto one = record(bench);
         one["schema"] = "holdfast.record/9";
         must_be_refused(bench, one, "a record of another schema is taken");
       }},
      {"records.nobody-puts", "an empty actor writes nothing",
       [](HostBench& bench) {
         must(bench.calls().put("", "conform-nobody", record(bench).dump()).status ==
                  HOLDFAST_E_DENIED,
              "nobody writes");
       }},
      {"records.retract", "what was put can be marked as entered in error, twice over",
       [](HostBench& bench) {
         receipt(bench, "conform-1", record(bench));
         for (int turn = 0; turn < 2; ++turn) {
           const auto answer = bench.calls().retract(itself, "conform-1", "entered in error");
           must(answer.ok(), "cannot be retracted: " + answer.why);
         }
       }},
      {"records.retract-unknown", "retracting what was never put is OK",
       [](HostBench& bench) {
         must(bench.calls().retract(itself, "conform-never-put", "entered in error").ok(),
              "what was never put cannot be retracted");
       }},
      {"records.put-after-retract", "a late retry after a retraction does not write again",
       [](HostBench& bench) {
         const auto first = receipt(bench, "conform-1", record(bench));
         bench.calls().retract(itself, "conform-1", "entered in error");
         must(receipt(bench, "conform-1", record(bench)) == first, "a retraction forgets the key");
       }},
      {"records.restart", "the same key is known after a restart",
       [](HostBench& bench) {
         const auto first = receipt(bench, "conform-1", record(bench));
         bench.reopen();
         must(receipt(bench, "conform-1", record(bench)) == first, "a restart forgets the key");
       }},
      {"records.clock-back", "the same key is known when the clock has gone back a day",
       [](HostBench& bench) {
         auto& base = bench.base();
         const auto first = receipt(bench, "conform-1", record(bench));
         base.now_ms -= 24 * 3'600'000;
         must(receipt(bench, "conform-1", record(bench)) == first, "the clock decides");
       }},
      {"records.crash-between", "killed between storing and answering, a retry stores once",
       [](HostBench& bench) {
         if (!bench.is_ours()) skip("only where this program makes the host");
         bench.calls().records();
         const auto one = record(bench);
         bench.reopen();  // so that each process makes a host of its own
         const auto first = put_and_die(bench, "conform-1", one);
         must(receipt(bench, "conform-1", one) == first, "a retry stores twice");
         must(receipt(bench, "conform-2", one) != first, "another key has the same receipt");
       }},
      {"records.two-processes", "two processes with the same key get one record",
       [](HostBench& bench) {
         if (!bench.is_ours()) skip("only where this program makes the host");
         bench.calls().records();
         const auto one = record(bench);
         bench.reopen();
         const auto told = bench.base().directory + "/../receipts";
         const int status = in_children(3, [&] {
           const auto id = receipt(bench, "conform-1", one);
           std::ofstream(told, std::ios::app) << id + "\n";
           return 0;
         });
         must(status == 0, "one of several processes with the same key is refused");
         std::ifstream receipts(told);
         for (std::string id; std::getline(receipts, id);)
           must(id == receipt(bench, "conform-1", one), "two processes get two receipts");
         const auto first = receipt(bench, "conform-1", one);
         must(receipt(bench, "conform-1", one) == first, "two records under one key");
       }},
  };
}

}  // namespace holdfast::conform
