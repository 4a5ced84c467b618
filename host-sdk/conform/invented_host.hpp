// SPDX-License-Identifier: MIT
// A native host with an invented practice of any size, which can misbehave in one manner: what a
// plugin must live through.
#pragma once
#include <atomic>
#include <string>

#include "base_host.hpp"
#include "call.hpp"

namespace holdfast::conform {

enum class Manner {
  well,
  half_json,            // every payload is cut in the middle
  foreign_encoding,     // UTF-16
  not_utf8,             // names in Latin-1
  endless,              // a payload without an end
  nothing,              // OK without a payload
  too_deep,             // brackets
  other_schema,         // well-formed, of another schema
  small_tables,         // tables that say they are too small, functions NULL
  no_functions,         // tables of the right size, functions NULL
  small_host,           // the host's own struct says it is too small
  other_major,          // a host of ABI major 2
  unavailable,          // everything is UNAVAILABLE
  denied,               // everything is DENIED
  unknown_status,       // everything is 77
  message_without_end,  // refusals whose message fills all 248 bytes, not UTF-8
  same_cursor,          // more changes for ever, the cursor never moves
  forward_references,   // sessions before courses before clients
  unknown_kinds,        // changes of a kind of tomorrow
  twice,                // every change comes twice
  odd_ids,              // quotes, newlines, tags in ids and names
  no_name,              // host.name and host.version are NULL
  no_zone,              // a zone that does not exist
  clock_zero,
  clock_negative,
  clock_far,      // the year 292 million
  never_answers,  // calls hang until let_go()
  no_extensions,  // get_extension is always NULL
};

class InventedHost {
 public:
  struct Wish {
    Manner manner = Manner::well;
    int clients = 3;
  };
  InventedHost(std::string directory, Wish wish);
  InventedHost(const InventedHost&) = delete;
  InventedHost& operator=(const InventedHost&) = delete;

  const holdfast_host* abi() const { return &abi_; }
  void let_go() { is_let_go_ = true; }
  bool is_waiting() const { return is_waiting_; }
  bool was_stopped() const { return was_stopped_; }  // the plugin refused an endless payload
  int calls() const { return calls_; }

  static constexpr const char* therapist = "u-1";
  static constexpr const char* tag = "<script>conform</script>";  // stands in odd ids and names

 private:
  friend struct InventedTables;
  static InventedHost& of(const holdfast_host* host) {
    return *static_cast<InventedHost*>(host->data);
  }
  static const void* extension(const holdfast_host* host, const char* id);

  holdfast_status answer(const Json& payload, const holdfast_sink* out, holdfast_error* err);
  holdfast_status refuse(holdfast_status status, holdfast_error* err);
  holdfast_status pour(const holdfast_sink* out);
  void wait_if_asked();
  Json changes(std::string_view cursor, std::uint32_t limit);
  Json thing(std::string_view kind, int number) const;
  Json person(std::string_view actor) const;
  std::string id(std::string_view kind, int number) const;
  int count_of(std::string_view kind) const;
  int number_of(std::string_view kind, std::string_view id) const;

  Wish wish_;
  std::string directory_;
  holdfast_host abi_;
  std::atomic<bool> is_let_go_{false}, is_waiting_{false}, was_stopped_{false};
  std::atomic<int> calls_{0};
};

}  // namespace holdfast::conform
