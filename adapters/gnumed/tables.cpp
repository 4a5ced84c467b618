// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include "gnumed.hpp"

namespace holdfast::adapters::gnumed {
namespace {

Gnumed& gnumed_of(const holdfast_host* host) { return static_cast<Gnumed&>(AdaptedHost::of(host)); }

// `member` of Gnumed, given views of the borrowed texts, its answer put into the sink.
template <auto Member>
holdfast_status answer(const holdfast_host* host, holdfast_str first, holdfast_str second,
                       const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] { put(*out, (gnumed_of(host).*Member)(view(first), view(second))); });
}

holdfast_status since(const holdfast_host* host, holdfast_str cursor, uint32_t limit,
                      const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] { put(*out, gnumed_of(host).changes(view(cursor), limit)); });
}

holdfast_status describe(const holdfast_host* host, holdfast_str actor, const holdfast_sink* out,
                         holdfast_error* err) {
  return guarded(err, [&] { put(*out, gnumed_of(host).describe(view(actor))); });
}

holdfast_status may(const holdfast_host* host, holdfast_str actor, holdfast_str action,
                    holdfast_str subject, holdfast_error* err) {
  return guarded(err, [&] { gnumed_of(host).may({view(actor), view(action), view(subject)}); });
}

holdfast_status put_record(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                           holdfast_str json, const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    put(*out, gnumed_of(host).put_record({view(actor), view(key), view(json)}));
  });
}

holdfast_status retract(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                        holdfast_str reason, holdfast_error* err) {
  return guarded(err, [&] {
    gnumed_of(host).retract_record({view(actor), view(key), view(reason)});
  });
}

holdfast_status post(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                     holdfast_str json, holdfast_error* err) {
  return guarded(err, [&] { gnumed_of(host).post_notice({view(actor), view(key), view(json)}); });
}

holdfast_status withdraw(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                         holdfast_error* err) {
  return guarded(err, [&] { gnumed_of(host).withdraw_notice({view(actor), view(key), {}}); });
}

constexpr holdfast_host_clients clients{sizeof clients,          0,
                                        answer<&Gnumed::client>, answer<&Gnumed::search>,
                                        answer<&Gnumed::course>, answer<&Gnumed::clinician>};
constexpr holdfast_host_sessions sessions{sizeof sessions, 0, answer<&Gnumed::session>,
                                          answer<&Gnumed::sessions>};
constexpr holdfast_host_changes changes{sizeof changes, 0, since};
constexpr holdfast_host_identity identity{sizeof identity, 0, describe, may};
constexpr holdfast_host_records records{sizeof records, 0, put_record, retract};
constexpr holdfast_host_notify notify{sizeof notify, 0, post, withdraw};

}  // namespace

const void* table_of(std::string_view id) noexcept {
  if (id == HOLDFAST_HOST_CLIENTS) return &clients;
  if (id == HOLDFAST_HOST_SESSIONS) return &sessions;
  if (id == HOLDFAST_HOST_CHANGES) return &changes;
  if (id == HOLDFAST_HOST_IDENTITY) return &identity;
  if (id == HOLDFAST_HOST_RECORDS) return &records;
  if (id == HOLDFAST_HOST_NOTIFY) return &notify;
  return nullptr;
}

}  // namespace holdfast::adapters::gnumed
