// SPDX-License-Identifier: MIT
// The faulty practice over the C ABI: what an adapter's tables do, and what goes wrong in them.
#include <sys/stat.h>

#include <csignal>
#include <cstring>

#include "fault.hpp"
#include "practice.hpp"

namespace faulty {
namespace {

using holdfast::view;

Practice& of(const holdfast_host* host) {
  return static_cast<Practice&>(holdfast::AdaptedHost::of(host));
}

// As guarded() does, but for what is wrong with the error.
template <class Body>
holdfast_status answered(holdfast_error* err, Body&& body) {
  holdfast_error own{sizeof own, 0, {}};
  const auto status = holdfast::guarded(&own, body);
  if (status == HOLDFAST_OK) {
    if (is_fault("error-on-success")) std::strcpy(err->message, "all is well");
    return status;
  }
  if (is_fault("says-no-size") || (is_fault("error-overrun") && err->size > 0)) {
    std::memcpy(err->message, own.message, sizeof own.message);
    return status;
  }
  holdfast::fail(err, status, own.message);
  if (is_fault("error-code")) err->code = 0;
  return is_fault("unknown-to-ok") ? HOLDFAST_OK : status;
}

void put(const holdfast_sink& sink, const std::string& text) {
  if (is_fault("sink-own-status")) {
    if (sink.write(sink.ctx, text.data(), text.size()) != HOLDFAST_OK)
      throw holdfast::Failure(HOLDFAST_E_INTERNAL, "the sink is full");
    return;
  }
  if (is_fault("sink-again")) {
    if (const auto status = sink.write(sink.ctx, text.data(), text.size())) {
      (void)sink.write(sink.ctx, text.data(), text.size());
      throw holdfast::Failure(status, "the sink is full");
    }
    return;
  }
  if (is_fault("sink-cut")) {
    if (const auto status = sink.write(sink.ctx, text.data(), 1))
      throw holdfast::Failure(status, "the sink is full");
    (void)sink.write(sink.ctx, text.data() + 1, text.size() - 1);
    return;
  }
  holdfast::put(sink, text);
}

template <const char* const* kind>
holdfast_status get(const holdfast_host* host, holdfast_str actor, holdfast_str id,
                    const holdfast_sink* out, holdfast_error* err) {
  return answered(err, [&] { put(*out, of(host).get(*kind, view(actor), view(id))); });
}

const char* const client_kind = "client";
const char* const course_kind = "course";
const char* const clinician_kind = "clinician";
const char* const session_kind = "session";

template <auto Member>
holdfast_status list(const holdfast_host* host, holdfast_str actor, holdfast_str query,
                     const holdfast_sink* out, holdfast_error* err) {
  return answered(err, [&] {
    if (is_fault("query-reads-on")) (void)std::string(query.ptr, query.len + 1);
    put(*out, (of(host).*Member)(view(actor), view(query)));
  });
}

holdfast_status since(const holdfast_host* host, holdfast_str cursor, uint32_t limit,
                      const holdfast_sink* out, holdfast_error* err) {
  return answered(err, [&] { put(*out, of(host).changes(view(cursor), limit)); });
}

holdfast_status describe(const holdfast_host* host, holdfast_str actor, const holdfast_sink* out,
                         holdfast_error* err) {
  return answered(err, [&] { put(*out, of(host).describe(view(actor))); });
}

holdfast_status may(const holdfast_host* host, holdfast_str actor, holdfast_str action,
                    holdfast_str subject, holdfast_error* err) {
  return answered(err, [&] { of(host).may(view(actor), view(action), view(subject)); });
}

holdfast_status put_record(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                           holdfast_str json, const holdfast_sink* out, holdfast_error* err) {
  return answered(err, [&] {
    put(*out, of(host).put(view(actor), view(key), view(json)));
    of(host).finish_put();
  });
}

holdfast_status retract(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                        holdfast_str, holdfast_error* err) {
  return answered(err, [&] { of(host).retract(view(actor), view(key)); });
}

holdfast_status post(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                     holdfast_str json, holdfast_error* err) {
  return answered(err, [&] { of(host).post(view(actor), view(key), view(json)); });
}

holdfast_status withdraw(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                         holdfast_error* err) {
  return answered(err, [&] { of(host).withdraw(view(actor), view(key)); });
}

void log_badly(const holdfast_host*, int32_t, holdfast_str text) {
  if (text.len > 50'000) ::raise(SIGSEGV);
}
int64_t now_badly(const holdfast_host*) { return is_fault("clock-seconds") ? 1'795'430'400 : 0; }
const char* zone_badly(const holdfast_host*) { return "Mars/Olympus"; }
const char* folder_badly(const holdfast_host*) { return "relative"; }

constexpr holdfast_host_clients clients{sizeof clients,    0,
                                        get<&client_kind>, list<&Practice::search>,
                                        get<&course_kind>, get<&clinician_kind>};
constexpr holdfast_host_clients small_clients{8, 0, nullptr, nullptr, nullptr, nullptr};
constexpr holdfast_host_clients hollow_clients{sizeof clients, 0,       get<&client_kind>,
                                               nullptr,        nullptr, nullptr};
constexpr holdfast_host_sessions session_table{sizeof session_table, 0, get<&session_kind>,
                                               list<&Practice::sessions>};
constexpr holdfast_host_changes change_table{sizeof change_table, 0, since};
constexpr holdfast_host_identity identity{sizeof identity, 0, describe, may};
constexpr holdfast_host_records records{sizeof records, 0, put_record, retract};
constexpr holdfast_host_notify notices{sizeof notices, 0, post, withdraw};
constexpr holdfast_host_log bad_log{sizeof bad_log, 0, log_badly};
constexpr holdfast_host_clock bad_clock{sizeof bad_clock, 0, now_badly, zone_badly};
constexpr holdfast_host_store bad_store{sizeof bad_store, 0, folder_badly};

bool is(std::string_view id, std::string_view known) {
  return is_fault("near-miss") ? id.starts_with(known.substr(0, known.size() - 1)) : id == known;
}

}  // namespace

const void* Practice::serve(std::string_view id) const noexcept {
  if (is_fault("answers-all") && id.find('/') != std::string_view::npos && id.size() > 1 &&
      !id.starts_with("holdfast.host"))
    return &clients;
  if (is_fault("table-per-call") && id == HOLDFAST_HOST_CLIENTS)
    return new holdfast_host_clients{clients};
  if (is_fault("no-sessions") && id == HOLDFAST_HOST_SESSIONS) return nullptr;
  if (is_fault("log-crashes") && id == HOLDFAST_HOST_LOG) return &bad_log;
  if (is_fault_of("clock-") && !is_fault("clock-change") && !is_fault("clock-decides") &&
      id == HOLDFAST_HOST_CLOCK)
    return &bad_clock;
  if (is_fault("folder-relative") && id == HOLDFAST_HOST_STORE) return &bad_store;
  if (is_fault_of("wrong-base") && id == HOLDFAST_HOST_LOG)
    return base()->get_extension(base(), HOLDFAST_HOST_LOG);
  if (is(id, HOLDFAST_HOST_CLIENTS))
    return is_fault("small-table")    ? &small_clients
           : is_fault("hollow-table") ? &hollow_clients
                                      : &clients;
  if (is(id, HOLDFAST_HOST_SESSIONS)) return &session_table;
  if (is(id, HOLDFAST_HOST_CHANGES)) return &change_table;
  if (is(id, HOLDFAST_HOST_IDENTITY)) return &identity;
  if (is(id, HOLDFAST_HOST_RECORDS)) return &records;
  if (is(id, HOLDFAST_HOST_NOTIFY)) return &notices;
  return nullptr;
}

}  // namespace faulty
