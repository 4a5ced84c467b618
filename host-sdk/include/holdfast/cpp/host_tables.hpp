// SPDX-License-Identifier: MIT
// The C tables of a host that is written as one C++ class: what comes in over the C ABI becomes
// views, what the class answers goes into the sink, what it throws becomes a status. Header-only,
// C++20. Everything here is [thread-safe] as far as the class is.
//
//   class Practice : public holdfast::AdaptedHost {
//     std::string client(std::string_view actor, std::string_view id);  // and so on
//     const void* serve(std::string_view id) const noexcept override {
//       return holdfast::HostTables<Practice>::of(id);
//     }
//   };
#pragma once
#include <holdfast/cpp/adapted_host.hpp>
#include <string_view>

namespace holdfast {

// Something that is handed over under a key: a record, a notice, a reason for taking it back.
struct Delivery {
  std::string_view actor, key, text;
};

// May this actor do this to that?
struct Question {
  std::string_view actor, action, subject;
};

// `Practice` has client, course, clinician, session, search and sessions of (actor, text);
// changes(cursor, limit); describe(actor) and may(Question); put_record, retract_record,
// post_notice and withdraw_notice of a Delivery.
template <class Practice>
class HostTables {
 public:
  // The table for an extension id, or nullptr.
  static const void* of(std::string_view id) noexcept {
    static constexpr holdfast_host_clients clients{sizeof clients,
                                                   0,
                                                   answer<&Practice::client>,
                                                   answer<&Practice::search>,
                                                   answer<&Practice::course>,
                                                   answer<&Practice::clinician>};
    static constexpr holdfast_host_sessions sessions{sizeof sessions, 0, answer<&Practice::session>,
                                                     answer<&Practice::sessions>};
    static constexpr holdfast_host_changes changes{sizeof changes, 0, since};
    static constexpr holdfast_host_identity identity{sizeof identity, 0, describe, may};
    static constexpr holdfast_host_records records{sizeof records, 0, put_record, retract};
    static constexpr holdfast_host_notify notify{sizeof notify, 0, post, withdraw};
    if (id == HOLDFAST_HOST_CLIENTS) return &clients;
    if (id == HOLDFAST_HOST_SESSIONS) return &sessions;
    if (id == HOLDFAST_HOST_CHANGES) return &changes;
    if (id == HOLDFAST_HOST_IDENTITY) return &identity;
    if (id == HOLDFAST_HOST_RECORDS) return &records;
    if (id == HOLDFAST_HOST_NOTIFY) return &notify;
    return nullptr;
  }

 private:
  static Practice& practice_of(const holdfast_host* host) {
    return static_cast<Practice&>(AdaptedHost::of(host));
  }

  template <auto Member>
  static holdfast_status answer(const holdfast_host* host, holdfast_str first, holdfast_str second,
                                const holdfast_sink* out, holdfast_error* err) {
    return guarded(err, [&] { put(*out, (practice_of(host).*Member)(view(first), view(second))); });
  }
  static holdfast_status since(const holdfast_host* host, holdfast_str cursor, uint32_t limit,
                               const holdfast_sink* out, holdfast_error* err) {
    return guarded(err, [&] { put(*out, practice_of(host).changes(view(cursor), limit)); });
  }
  static holdfast_status describe(const holdfast_host* host, holdfast_str actor,
                                  const holdfast_sink* out, holdfast_error* err) {
    return guarded(err, [&] { put(*out, practice_of(host).describe(view(actor))); });
  }
  static holdfast_status may(const holdfast_host* host, holdfast_str actor, holdfast_str action,
                             holdfast_str subject, holdfast_error* err) {
    return guarded(err, [&] {
      practice_of(host).may(Question{view(actor), view(action), view(subject)});
    });
  }
  static holdfast_status put_record(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                                    holdfast_str json, const holdfast_sink* out,
                                    holdfast_error* err) {
    return guarded(err, [&] {
      put(*out, practice_of(host).put_record(Delivery{view(actor), view(key), view(json)}));
    });
  }
  static holdfast_status retract(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                                 holdfast_str reason, holdfast_error* err) {
    return guarded(err, [&] {
      practice_of(host).retract_record(Delivery{view(actor), view(key), view(reason)});
    });
  }
  static holdfast_status post(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                              holdfast_str json, holdfast_error* err) {
    return guarded(err, [&] {
      practice_of(host).post_notice(Delivery{view(actor), view(key), view(json)});
    });
  }
  static holdfast_status withdraw(const holdfast_host* host, holdfast_str actor, holdfast_str key,
                                  holdfast_error* err) {
    return guarded(err, [&] {
      practice_of(host).withdraw_notice(Delivery{view(actor), view(key), {}});
    });
  }
};

}  // namespace holdfast
