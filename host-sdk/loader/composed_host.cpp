// SPDX-License-Identifier: MIT
#include "loader/composed_host.hpp"

#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <utility>

namespace holdfast::loader {
namespace {

enum Place : std::size_t {
  log,
  clock,
  store,
  clients,
  sessions,
  records,
  notify,
  identity,
  changes
};

constexpr const char* ids[ComposedHost::served_count] = {
    HOLDFAST_HOST_LOG,     HOLDFAST_HOST_CLOCK,    HOLDFAST_HOST_STORE,
    HOLDFAST_HOST_CLIENTS, HOLDFAST_HOST_SESSIONS, HOLDFAST_HOST_RECORDS,
    HOLDFAST_HOST_NOTIFY,  HOLDFAST_HOST_IDENTITY, HOLDFAST_HOST_CHANGES};

const ComposedHost::Served& served(const holdfast_host* host, std::size_t place) {
  return static_cast<const ComposedHost*>(host->data)->served(place);
}

// True when `field` is inside the table that the other side was built with; a vendor may also leave
// a function out.
template <class Table, class Function>
bool has(const Table& table, Function Table::*field) {
  const auto end = reinterpret_cast<const char*>(&(table.*field)) -
                   reinterpret_cast<const char*>(&table) +
                   static_cast<std::ptrdiff_t>(sizeof(Function));
  return static_cast<std::ptrdiff_t>(table.size) >= end && table.*field != nullptr;
}

// Calls `field` of whoever serves `place`, with that side's own host pointer.
template <std::size_t place, auto field>
struct Forward;

template <std::size_t place, class Table, class... Arguments,
          holdfast_status (*Table::*field)(const holdfast_host*, Arguments...)>
struct Forward<place, field> {
  static holdfast_status call(const holdfast_host* host, Arguments... arguments) {
    const auto& [by, table] = served(host, place);
    const auto& functions = *static_cast<const Table*>(table);
    if (!has(functions, field)) return HOLDFAST_E_UNSUPPORTED;
    return (functions.*field)(by, arguments...);
  }
};
template <std::size_t place, auto field>
constexpr auto forward = &Forward<place, field>::call;

void log_text(const holdfast_host* host, std::int32_t severity, holdfast_str text) {
  const auto& [by, table] = served(host, log);
  const auto& functions = *static_cast<const holdfast_host_log*>(table);
  if (has(functions, &holdfast_host_log::log)) functions.log(by, severity, text);
}
std::int64_t now_ms(const holdfast_host* host) {
  const auto& [by, table] = served(host, clock);
  return static_cast<const holdfast_host_clock*>(table)->now_ms(by);
}
const char* zone(const holdfast_host* host) {
  const auto& [by, table] = served(host, clock);
  const auto& functions = *static_cast<const holdfast_host_clock*>(table);
  return has(functions, &holdfast_host_clock::zone) ? functions.zone(by) : nullptr;
}
const char* directory(const holdfast_host* host) {
  const auto& [by, table] = served(host, store);
  return static_cast<const holdfast_host_store*>(table)->directory(by);
}

constexpr holdfast_host_log log_table{sizeof(holdfast_host_log), 0, log_text};
constexpr holdfast_host_clock clock_table{sizeof(holdfast_host_clock), 0, now_ms, zone};
constexpr holdfast_host_store store_table{sizeof(holdfast_host_store), 0, directory};
constexpr holdfast_host_clients clients_table{sizeof(holdfast_host_clients),
                                              0,
                                              forward<clients, &holdfast_host_clients::get>,
                                              forward<clients, &holdfast_host_clients::search>,
                                              forward<clients, &holdfast_host_clients::course>,
                                              forward<clients, &holdfast_host_clients::clinician>};
constexpr holdfast_host_sessions sessions_table{sizeof(holdfast_host_sessions), 0,
                                                forward<sessions, &holdfast_host_sessions::get>,
                                                forward<sessions, &holdfast_host_sessions::list>};
constexpr holdfast_host_records records_table{sizeof(holdfast_host_records), 0,
                                              forward<records, &holdfast_host_records::put>,
                                              forward<records, &holdfast_host_records::retract>};
constexpr holdfast_host_notify notify_table{sizeof(holdfast_host_notify), 0,
                                            forward<notify, &holdfast_host_notify::post>,
                                            forward<notify, &holdfast_host_notify::withdraw>};
constexpr holdfast_host_identity identity_table{
    sizeof(holdfast_host_identity), 0, forward<identity, &holdfast_host_identity::describe>,
    forward<identity, &holdfast_host_identity::may>};
constexpr holdfast_host_changes changes_table{sizeof(holdfast_host_changes), 0,
                                              forward<changes, &holdfast_host_changes::since>};

const void* table_of(std::size_t place) {
  switch (place) {
    case log:
      return &log_table;
    case clock:
      return &clock_table;
    case store:
      return &store_table;
    case clients:
      return &clients_table;
    case sessions:
      return &sessions_table;
    case records:
      return &records_table;
    case notify:
      return &notify_table;
    case identity:
      return &identity_table;
    case changes:
      return &changes_table;
    default:
      return nullptr;
  }
}

const holdfast_host* adapted(const holdfast_host& base, const holdfast_adapter_entry& adapter,
                             std::string_view config_json) {
  holdfast_error error{sizeof error, 0, {}};
  if (const auto* host = adapter.create(&base, str(config_json), &error)) return host;
  const std::string why = error.message[0] != '\0' ? error.message : "it gave no reason";
  throw Failure(error.code != HOLDFAST_OK ? error.code : HOLDFAST_E_INTERNAL,
                "adapter " + std::string(adapter.name) + ": " + why);
}

}  // namespace

ComposedHost::ComposedHost(const holdfast_host& base, const holdfast_adapter_entry& adapter,
                           std::string_view config_json)
    : adapter_(adapter),
      adapted_(adapted(base, adapter, config_json)),
      abi_{sizeof abi_, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, base.flags,
           this,        adapted_->name,     adapted_->version,  extension} {
  for (std::size_t place = 0; place < served_count; ++place) {
    const auto* below = base.get_extension(&base, ids[place]);
    const auto* above = adapted_->get_extension(adapted_, ids[place]);
    // An adapter that lets an id fall through hands back the base's own table.
    if (above && above != below)
      served_[place] = {adapted_, above};
    else if (below)
      served_[place] = {&base, below};
  }
}

ComposedHost::~ComposedHost() { adapter_.destroy(adapted_); }

const void* ComposedHost::extension(const holdfast_host* host, const char* id) {
  // An id that is not known here cannot be forwarded, since its functions' arguments are not known.
  for (std::size_t place = 0; place < served_count; ++place)
    if (std::strcmp(ids[place], id) == 0)
      return loader::served(host, place).table ? table_of(place) : nullptr;
  return nullptr;
}

}  // namespace holdfast::loader
