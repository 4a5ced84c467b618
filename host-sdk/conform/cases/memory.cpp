// SPDX-License-Identifier: MIT
// Who owns what: sinks, errors and borrowed texts.
#include <unistd.h>

#include <fstream>

#include "guarded_text.hpp"
#include "host_cases.hpp"

// There in a build with a sanitizer, which keeps freed memory for a while.
extern "C" void __asan_init() __attribute__((weak));  // NOLINT: their names
extern "C" void __tsan_init() __attribute__((weak));  // NOLINT

namespace holdfast::conform {
namespace {

constexpr std::string_view nobody = "conform-no-such-id";

// A sink that takes `room` bytes and then refuses; counts what comes after its refusal.
struct NarrowSink {
  std::size_t room;
  int refusals = 0;
  static holdfast_status write(void* ctx, const void*, std::size_t len) {
    auto& self = *static_cast<NarrowSink*>(ctx);
    if (self.refusals > 0 || len > self.room) {
      ++self.refusals;
      return HOLDFAST_E_UNAVAILABLE;
    }
    self.room -= len;
    return HOLDFAST_OK;
  }
};

holdfast_status get_into(HostBench& bench, NarrowSink& narrow, holdfast_error& error) {
  const auto id = id_of(any(bench.practice().clients, "client"));
  const auto calls = bench.calls();
  const holdfast_sink sink{&narrow, NarrowSink::write};
  return calls.clients().get(calls.host(), str(itself), str(id), &sink, &error);
}

// An unknown client asked for with an error of which only `size` bytes are the callee's.
std::string error_bytes(HostBench& bench, std::uint32_t size) {
  const auto calls = bench.calls();
  std::string out(sizeof(holdfast_error), '\x5a');
  std::memcpy(out.data(), &size, sizeof size);
  std::string taken;
  const auto sink = into(taken);
  alignas(holdfast_error) char place[sizeof(holdfast_error)];
  std::memcpy(place, out.data(), out.size());
  auto* error = reinterpret_cast<holdfast_error*>(place);
  must(calls.clients().get(calls.host(), str(itself), str(nobody), &sink, error) != HOLDFAST_OK,
       "an unknown client is found");
  return {place, sizeof place};
}

std::size_t resident_pages() {
  std::size_t whole = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return resident;
}

}  // namespace

std::vector<HostCase> memory_cases() {
  return {
      {"memory.sink-refuses", "a sink's refusal ends the call with the sink's status",
       [](HostBench& bench) {
         NarrowSink narrow{0};
         auto error = fresh_error();
         const auto status = get_into(bench, narrow, error);
         must(status != HOLDFAST_OK, "a refusing sink is ignored");
         must(status == HOLDFAST_E_UNAVAILABLE, "the sink's own status is lost");
       }},
      {"memory.sink-refuses-later", "a sink that fails at any byte fails the call",
       [](HostBench& bench) {
         for (const std::size_t room : {1U, 7U, 16U, 31U}) {
           NarrowSink narrow{room};
           auto error = fresh_error();
           must(get_into(bench, narrow, error) == HOLDFAST_E_UNAVAILABLE,
                "the answer is cut short and called whole");
         }
       }},
      {"memory.sink-stops", "nothing is written to a sink that has refused",
       [](HostBench& bench) {
         NarrowSink narrow{0};
         auto error = fresh_error();
         get_into(bench, narrow, error);
         must(narrow.refusals == 1, "writes on after the sink refused");
       }},
      {"memory.error-size-zero", "an error of size 0 is left alone",
       [](HostBench& bench) {
         const auto bytes = error_bytes(bench, 0);
         must(bytes.find_first_not_of('\x5a', sizeof(std::uint32_t)) == std::string::npos,
              "writes into an error that says it has no room");
       }},
      {"memory.error-small", "an error is filled only as far as its size, with a NUL at the end",
       [](HostBench& bench) {
         constexpr std::uint32_t size = 20;
         const auto bytes = error_bytes(bench, size);
         must(bytes.find_first_not_of('\x5a', size) == std::string::npos,
              "writes past the size of the error");
         const auto message = bytes.substr(8, size - 8);
         must(message.find('\0') != std::string::npos, "the message has no NUL at its end");
       }},
      {"memory.error-message", "a failure says why: its code, and a message that ends with a NUL",
       [](HostBench& bench) {
         const auto bytes = error_bytes(bench, sizeof(holdfast_error));
         std::int32_t code = 0;
         std::memcpy(&code, bytes.data() + 4, sizeof code);
         must(code == HOLDFAST_E_NOT_FOUND, "the error's code is not the status");
         must(bytes[8] != '\0' && bytes[8] != '\x5a', "no message");
         must(bytes.find('\0', 8) != std::string::npos, "the message has no NUL at its end");
       }},
      {"memory.error-untouched", "an error is filled only by a failure",
       [](HostBench& bench) {
         NarrowSink narrow{1U << 20U};
         holdfast_error error{sizeof error, 4711, "as it was"};
         must(get_into(bench, narrow, error) == HOLDFAST_OK, "a client cannot be read");
         must(error.code == 4711 && std::string_view{error.message} == "as it was",
              "success writes into the error");
       }},
      {"memory.not-terminated", "a text ends at its length: no byte behind it is read",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         const GuardedText actor{itself}, text{id};
         const auto calls = bench.calls();
         const auto answer =
             ask(calls.clients().get, calls.host(), actor.borrowed(), text.borrowed());
         must(id_of(answer.json()) == id, "another client than the one asked for");
       }},
      {"memory.json-not-terminated", "a payload ends at its length: no byte behind it is read",
       [](HostBench& bench) {
         const Json query{{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 1}};
         const GuardedText text{query.dump()};
         const auto calls = bench.calls();
         ask(calls.clients().search, calls.host(), str(itself), text.borrowed()).json();
       }},
      {"memory.borrowed", "an input is not looked at after the call",
       [](HostBench& bench) {
         const auto id = id_of(any(bench.practice().clients, "client"));
         GuardedText actor{itself}, text{id};
         const auto calls = bench.calls();
         ask(calls.clients().get, calls.host(), actor.borrowed(), text.borrowed()).json();
         actor.take_back();
         text.take_back();
         must(id_of(calls.client(itself, id).json()) == id, "the client is not there any more");
       }},
      {"memory.null-text", "an empty text may have a NULL pointer",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const auto answer =
             ask(calls.clients().get, calls.host(), holdfast_str{nullptr, 0}, str("x"));
         must(answer.status == HOLDFAST_E_DENIED, "an empty actor is not denied");
       }},
      {"memory.answer-size", "no answer is larger than 256 KiB",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const Json query{{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 1000}};
         must(calls.search(itself, query).text.size() <= payload::max_payload_bytes,
              "an answer is too large");
         const auto list = calls.sessions(itself, session_query("1990-01-01", "2100-01-01", 1000));
         must(list.text.size() <= payload::max_payload_bytes, "an answer is too large");
       }},
      {"memory.no-growth", "the same question ten thousand times takes no more memory than before",
       [](HostBench& bench) {
         if (__asan_init || __tsan_init) skip("a sanitizer looks at memory");
         const auto id = id_of(any(bench.practice().clients, "client"));
         const auto calls = bench.calls();
         const auto ask_often = [&](int times) {
           for (int i = 0; i < times; ++i) {
             calls.client(itself, id);
             calls.client(itself, nobody);
           }
         };
         ask_often(500);
         const auto before = resident_pages();
         ask_often(4500);
         const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
         const auto after = resident_pages();
         must(after < before || (after - before) * page < 4U * 1024 * 1024, "memory grows");
       }},
  };
}

}  // namespace holdfast::conform
