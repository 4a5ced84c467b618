// SPDX-License-Identifier: MIT
#include "abi/host_over_abi.hpp"

#include <holdfast/holdfast.h>

#include <algorithm>
#include <holdfast/cpp/guard.hpp>

#include "abi/payload.hpp"

namespace holdfast::abi {
namespace {

using practice::Answer;
using practice::Outcome;

Outcome outcome_of(holdfast_status status) {
  switch (status) {
    case HOLDFAST_OK:
      return Outcome::ok;
    case HOLDFAST_E_NOT_FOUND:
      return Outcome::not_found;
    case HOLDFAST_E_DENIED:
      return Outcome::denied;
    case HOLDFAST_E_INVALID:
      return Outcome::invalid;
    case HOLDFAST_E_UNSUPPORTED:
      return Outcome::unsupported;
    case HOLDFAST_E_UNAVAILABLE:
      return Outcome::unavailable;
    default:
      return Outcome::failed;
  }
}

// The host's message, NUL or not: it filled at most what it was given.
std::string why(const holdfast_error& error, holdfast_status status) {
  const auto length = ::strnlen(error.message, sizeof error.message);
  if (length > 0) return std::string(error.message, length);
  return "the host answered with status " + std::to_string(status) + " and no message";
}

template <class T>
Answer<T> unsupported(const char* id) {
  return {Outcome::unsupported, std::nullopt, std::string("the host does not offer ") + id};
}

// A host that answers without end is stopped here.
constexpr std::size_t answer_limit = 8 * 1024 * 1024;

struct Collected {
  std::string bytes;
  static holdfast_status write(void* ctx, const void* data, std::size_t len) {
    auto& bytes = static_cast<Collected*>(ctx)->bytes;
    if (len > answer_limit - bytes.size()) return HOLDFAST_E_LIMIT;
    try {
      bytes.append(static_cast<const char*>(data), len);
    } catch (...) {
      return HOLDFAST_E_MEMORY;
    }
    return HOLDFAST_OK;
  }
};

// Calls the host with a sink and reads what came back.
template <class T, class Call>
Answer<T> asked(Call call, Result<T> (*read)(std::string_view)) {
  Collected collected;
  const holdfast_sink sink{&collected, Collected::write};
  holdfast_error error{sizeof error, 0, {}};
  const auto status = call(&sink, &error);
  if (status != HOLDFAST_OK) return {outcome_of(status), std::nullopt, why(error, status)};
  auto value = read(collected.bytes);
  if (!value)
    return {Outcome::failed, std::nullopt,
            "the host's answer is not as its schema says: " + value.problems().front().field +
                ": " + value.problems().front().message};
  return {Outcome::ok, std::move(*value), {}};
}

template <class Call>
Answer<std::monostate> told(Call call) {
  holdfast_error error{sizeof error, 0, {}};
  const auto status = call(&error);
  if (status != HOLDFAST_OK) return {outcome_of(status), std::nullopt, why(error, status)};
  return {Outcome::ok, std::monostate{}, {}};
}

template <class Member>
struct TableOf;
template <class Table, class Function>
struct TableOf<Function Table::*> {
  using type = Table;
};

// The host's table, when it is as large as ABI 1.0 says and has these functions; a host that lies
// about either is one that does not offer it.
template <auto First, auto... Rest>
const typename TableOf<decltype(First)>::type* usable(const holdfast_host& host, const char* id) {
  using Table = typename TableOf<decltype(First)>::type;
  const auto* table = extension_of<Table>(&host, id);
  if (!table || table->size < sizeof(Table)) return nullptr;
  return table->*First && ((table->*Rest) && ...) ? table : nullptr;
}

const holdfast_str self = str(practice::system_actor);
static_assert(practice::system_actor == HOLDFAST_ACTOR_SYSTEM);

}  // namespace

void HostOverAbi::attach() {
  log_ = usable<&holdfast_host_log::log>(host_, HOLDFAST_HOST_LOG);
  clock_ =
      usable<&holdfast_host_clock::now_ms, &holdfast_host_clock::zone>(host_, HOLDFAST_HOST_CLOCK);
  store_ = usable<&holdfast_host_store::directory>(host_, HOLDFAST_HOST_STORE);
  identity_ = usable<&holdfast_host_identity::describe, &holdfast_host_identity::may>(
      host_, HOLDFAST_HOST_IDENTITY);
  clients_ = usable<&holdfast_host_clients::get, &holdfast_host_clients::search,
                    &holdfast_host_clients::course, &holdfast_host_clients::clinician>(
      host_, HOLDFAST_HOST_CLIENTS);
  sessions_ = usable<&holdfast_host_sessions::get, &holdfast_host_sessions::list>(
      host_, HOLDFAST_HOST_SESSIONS);
  changes_ = usable<&holdfast_host_changes::since>(host_, HOLDFAST_HOST_CHANGES);
  records_ = usable<&holdfast_host_records::put, &holdfast_host_records::retract>(
      host_, HOLDFAST_HOST_RECORDS);
  notify_ = usable<&holdfast_host_notify::post, &holdfast_host_notify::withdraw>(
      host_, HOLDFAST_HOST_NOTIFY);
}

std::string HostOverAbi::name() const { return host_.name ? host_.name : ""; }

Instant HostOverAbi::now() const {
  // A host's broken clock may say anything; what is written has four digits for the year, and
  // nothing computed from it overflows.
  constexpr std::int64_t last = 253'402'300'799'999;  // the end of the year 9999, UTC
  if (clock_)
    return Instant{
        std::chrono::milliseconds{std::clamp<std::int64_t>(clock_->now_ms(&host_), 0, last)}};
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string HostOverAbi::zone() const {
  const char* zone = clock_ ? clock_->zone(&host_) : nullptr;
  return zone ? zone : "UTC";
}

std::string HostOverAbi::directory() const {
  const char* directory = store_ ? store_->directory(&host_) : nullptr;
  return directory ? directory : "";
}

void HostOverAbi::log(int severity, std::string_view text) const {
  if (log_) log_->log(&host_, severity, str(text));
}

Answer<practice::Person> HostOverAbi::describe(std::string_view actor) const {
  if (!identity_) return unsupported<practice::Person>(HOLDFAST_HOST_IDENTITY);
  return asked<practice::Person>(
      [&](auto* out, auto* err) { return identity_->describe(&host_, str(actor), out, err); },
      read_person);
}

Answer<practice::Client> HostOverAbi::client(std::string_view actor, const ClientId& id) const {
  if (!clients_) return unsupported<practice::Client>(HOLDFAST_HOST_CLIENTS);
  return asked<practice::Client>(
      [&](auto* out, auto* err) {
        return clients_->get(&host_, str(actor), str(id.value), out, err);
      },
      read_client);
}

Answer<practice::Course> HostOverAbi::course(std::string_view actor, const CourseId& id) const {
  if (!clients_) return unsupported<practice::Course>(HOLDFAST_HOST_CLIENTS);
  return asked<practice::Course>(
      [&](auto* out, auto* err) {
        return clients_->course(&host_, str(actor), str(id.value), out, err);
      },
      read_course);
}

Answer<practice::Clinician> HostOverAbi::clinician(std::string_view actor,
                                                   const ClinicianId& id) const {
  if (!clients_) return unsupported<practice::Clinician>(HOLDFAST_HOST_CLIENTS);
  return asked<practice::Clinician>(
      [&](auto* out, auto* err) {
        return clients_->clinician(&host_, str(actor), str(id.value), out, err);
      },
      read_clinician);
}

Answer<practice::Session> HostOverAbi::session(std::string_view actor, const SessionId& id) const {
  if (!sessions_) return unsupported<practice::Session>(HOLDFAST_HOST_SESSIONS);
  return asked<practice::Session>(
      [&](auto* out, auto* err) {
        return sessions_->get(&host_, str(actor), str(id.value), out, err);
      },
      read_session);
}

Answer<practice::Changes> HostOverAbi::changes(std::string_view cursor, std::uint32_t limit) const {
  if (!changes_) return unsupported<practice::Changes>(HOLDFAST_HOST_CHANGES);
  return asked<practice::Changes>(
      [&](auto* out, auto* err) { return changes_->since(&host_, str(cursor), limit, out, err); },
      read_changes);
}

Answer<std::string> HostOverAbi::put(std::string_view key, std::string_view record_json) const {
  if (!records_) return unsupported<std::string>(HOLDFAST_HOST_RECORDS);
  return asked<std::string>(
      [&](auto* out, auto* err) {
        return records_->put(&host_, self, str(key), str(record_json), out, err);
      },
      read_receipt);
}

Answer<std::monostate> HostOverAbi::retract(std::string_view key, std::string_view reason) const {
  if (!records_) return unsupported<std::monostate>(HOLDFAST_HOST_RECORDS);
  return told(
      [&](auto* err) { return records_->retract(&host_, self, str(key), str(reason), err); });
}

Answer<std::monostate> HostOverAbi::post(std::string_view key, std::string_view notice_json) const {
  if (!notify_) return unsupported<std::monostate>(HOLDFAST_HOST_NOTIFY);
  return told(
      [&](auto* err) { return notify_->post(&host_, self, str(key), str(notice_json), err); });
}

Answer<std::monostate> HostOverAbi::withdraw(std::string_view key) const {
  if (!notify_) return unsupported<std::monostate>(HOLDFAST_HOST_NOTIFY);
  return told([&](auto* err) { return notify_->withdraw(&host_, self, str(key), err); });
}

}  // namespace holdfast::abi
