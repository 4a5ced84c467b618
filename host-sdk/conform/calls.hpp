// SPDX-License-Identifier: MIT
// A host's extensions as plain functions. What the host does not offer skips the case.
#pragma once
#include "call.hpp"

namespace holdfast::conform {

class Calls {
 public:
  explicit Calls(const holdfast_host& host) : host_(&host) {}

  template <class Table>
  const Table& table(const char* id) const {
    const auto* found = extension_of<Table>(host_, id);
    if (!found) skip(std::string("does not offer ") + id);
    return *found;
  }
  const auto& clients() const { return table<holdfast_host_clients>(HOLDFAST_HOST_CLIENTS); }
  const auto& session_table() const {
    return table<holdfast_host_sessions>(HOLDFAST_HOST_SESSIONS);
  }
  const auto& change_table() const { return table<holdfast_host_changes>(HOLDFAST_HOST_CHANGES); }
  const auto& identity() const { return table<holdfast_host_identity>(HOLDFAST_HOST_IDENTITY); }
  const auto& records() const { return table<holdfast_host_records>(HOLDFAST_HOST_RECORDS); }
  const auto& notices() const { return table<holdfast_host_notify>(HOLDFAST_HOST_NOTIFY); }
  const auto& clock() const { return table<holdfast_host_clock>(HOLDFAST_HOST_CLOCK); }
  const auto& store() const { return table<holdfast_host_store>(HOLDFAST_HOST_STORE); }
  const auto& log() const { return table<holdfast_host_log>(HOLDFAST_HOST_LOG); }
  const holdfast_host* host() const { return host_; }

  using Text = std::string_view;
  Answer client(Text actor, Text id) const {
    return ask(clients().get, host_, str(actor), str(id));
  }
  Answer course(Text actor, Text id) const {
    return ask(clients().course, host_, str(actor), str(id));
  }
  Answer clinician(Text actor, Text id) const {
    return ask(clients().clinician, host_, str(actor), str(id));
  }
  Answer search(Text actor, const Json& query) const {
    return ask(clients().search, host_, str(actor), str(query.dump()));
  }
  Answer session(Text actor, Text id) const {
    return ask(session_table().get, host_, str(actor), str(id));
  }
  Answer sessions(Text actor, const Json& query) const {
    return ask(session_table().list, host_, str(actor), str(query.dump()));
  }
  Answer changes(Text cursor, std::uint32_t limit) const {
    return ask(change_table().since, host_, str(cursor), limit);
  }
  Answer describe(Text actor) const { return ask(identity().describe, host_, str(actor)); }
  Answer may(Text actor, Text action, Text subject) const {
    return tell(identity().may, host_, str(actor), str(action), str(subject));
  }
  Answer put(Text actor, Text key, Text record) const {
    return ask(records().put, host_, str(actor), str(key), str(record));
  }
  Answer retract(Text actor, Text key, Text reason) const {
    return tell(records().retract, host_, str(actor), str(key), str(reason));
  }
  Answer post(Text actor, Text key, Text notice) const {
    return tell(notices().post, host_, str(actor), str(key), str(notice));
  }
  Answer withdraw(Text actor, Text key) const {
    return tell(notices().withdraw, host_, str(actor), str(key));
  }

 private:
  const holdfast_host* host_;
};

inline constexpr std::string_view itself = HOLDFAST_ACTOR_SYSTEM;

}  // namespace holdfast::conform
