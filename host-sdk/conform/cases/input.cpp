// SPDX-License-Identifier: MIT
// Bad input: ids and payloads that the contract forbids, or that only look dangerous.
#include <random>

#include "host_cases.hpp"

namespace holdfast::conform {
namespace {

std::string record_of(HostBench& bench) {
  const Json record{{"schema", "holdfast.record/1"},
                    {"kind", "comment"},
                    {"client", id_of(any(bench.practice().clients, "client"))},
                    {"at", "2026-11-23T08:00:00Z"},
                    {"text", "conformance"}};
  return record.dump();
}

void must_refuse(const Answer& answer, std::initializer_list<holdfast_status> with,
                 const char* otherwise) {
  must(std::find(with.begin(), with.end(), answer.status) != with.end(), otherwise);
  must(!answer.why.empty(), "refuses without a reason");
}

void put_refused(HostBench& bench, const std::string& payload, const char* otherwise) {
  must_refuse(bench.calls().put(itself, "conform-bad-input", payload),
              {HOLDFAST_E_INVALID, HOLDFAST_E_LIMIT}, otherwise);
}

std::string in_utf16(std::string_view text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) (wide += c) += '\0';
  return wide;
}

}  // namespace

std::vector<HostCase> input_cases() {
  return {
      {"input.id-with-nul", "a NUL is part of an id, not its end",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         must_refuse(bench.calls().client(itself, id + std::string("\0x", 2)),
                     {HOLDFAST_E_NOT_FOUND, HOLDFAST_E_INVALID}, "an id ends at a NUL");
       }},
      {"input.id-not-utf8", "an id that is not UTF-8 is INVALID",
       [](HostBench& bench) {
         for (const auto* id :
              {"\xff\xfe", "c\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80"})
           must_refuse(bench.calls().client(itself, id), {HOLDFAST_E_INVALID},
                       "an id that is not UTF-8 is not INVALID");
       }},
      {"input.id-too-long", "an id of 129 bytes is INVALID; one of 128 is only unknown",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         must_refuse(calls.client(itself, std::string(129, 'c')), {HOLDFAST_E_INVALID},
                     "an id of 129 bytes is not INVALID");
         must_refuse(calls.client(itself, std::string(128, 'c')), {HOLDFAST_E_NOT_FOUND},
                     "an id of 128 bytes is not simply unknown");
       }},
      {"input.id-with-quotes", "quotes, newlines and wildcards in an id are only characters",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         for (const auto& odd :
              {id + "' OR '1'='1", id + "\"", id + "\n", id + "%", id + ";--", std::string("%"),
               std::string("_"), id + "\\", "../" + id, id + "\t", id + " "})
           must_refuse(bench.calls().client(itself, odd),
                       {HOLDFAST_E_NOT_FOUND, HOLDFAST_E_INVALID}, "an odd id finds somebody");
       }},
      {"input.id-fuzz", "no bytes as an id or an actor crash the host or open a file",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         std::mt19937_64 random{bench.seed};
         for (int turn = 0; turn < 300; ++turn) {
           std::string bytes(random() % 140, ' ');
           for (auto& byte : bytes) byte = static_cast<char>(random() % 256);
           must(!calls.client(itself, bytes).ok(), "random bytes are somebody's id");
           must(!calls.client(bytes, bytes).ok(), "random bytes are somebody");
         }
       }},
      {"input.half-json", "a payload that is cut off anywhere is INVALID",
       [](HostBench& bench) {
         const auto record = record_of(bench);
         for (std::size_t length = 0; length < record.size(); length += 5)
           put_refused(bench, record.substr(0, length), "half a payload is taken");
       }},
      {"input.not-an-object", "a payload that is no object is INVALID",
       [](HostBench& bench) {
         for (const auto* payload : {"[]", "null", "1", "\"text\"", "true", "{} {}"})
           put_refused(bench, payload, "a payload that is no object is taken");
       }},
      {"input.foreign-encoding", "a payload in another encoding than UTF-8 is refused",
       [](HostBench& bench) {
         auto latin = record_of(bench);
         latin.replace(latin.find("conformance"), 11, "G\xfcnther");
         put_refused(bench, latin, "Latin-1 is taken for UTF-8");
         put_refused(bench, in_utf16(record_of(bench)), "UTF-16 is taken for UTF-8");
       }},
      {"input.too-large", "a payload over 256 KiB is refused",
       [](HostBench& bench) {
         auto record = Json::parse(record_of(bench));
         record["padding"] = std::string(payload::max_payload_bytes, 'x');
         put_refused(bench, record.dump(), "a payload over 256 KiB is taken");
       }},
      {"input.too-deep", "a payload nested deeper than 32 levels is refused",
       [](HostBench& bench) {
         auto record = record_of(bench);
         record.pop_back();
         put_refused(bench,
                     record + ",\"deep\":" + std::string(40, '[') + std::string(40, ']') + "}",
                     "a payload of 40 levels is taken");
       }},
      {"input.very-deep", "a hundred thousand brackets are refused without a crash",
       [](HostBench& bench) {
         put_refused(bench, std::string(100'000, '['), "brackets alone are taken");
       }},
      {"input.duplicate-key", "a payload with the same key twice is refused",
       [](HostBench& bench) {
         auto record = record_of(bench);
         record.pop_back();
         put_refused(bench, record + ",\"kind\":\"alert\"}", "a key may come twice");
       }},
      {"input.query-half-json", "a query that is not whole is INVALID",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         for (const auto* query : {"", "{", "{\"schema\":", "[]"}) {
           must_refuse(ask(calls.clients().search, calls.host(), str(itself), str(query)),
                       {HOLDFAST_E_INVALID}, "half a client query is taken");
           must_refuse(ask(calls.session_table().list, calls.host(), str(itself), str(query)),
                       {HOLDFAST_E_INVALID}, "half a session query is taken");
         }
       }},
      {"input.unknown-field", "an unknown field of a payload is ignored",
       [](HostBench& bench) {
         auto record = Json::parse(record_of(bench));
         record["a_field_of_tomorrow"] = {{"nested", true}};
         const auto answer = bench.calls().put(itself, "conform-unknown-field", record.dump());
         if (answer.status == HOLDFAST_E_UNSUPPORTED) skip("does not take comments");
         must(answer.ok(), "an unknown field is not ignored: " + answer.why);
       }},
  };
}

}  // namespace holdfast::conform
