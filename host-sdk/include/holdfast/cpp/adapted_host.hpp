// SPDX-License-Identifier: MIT
// What a C++ adapter returns from create(): a host over a base host. Whatever the adapter does not
// serve falls through to the base, and is called there with the base, not with the adapter's host,
// so that each host finds its own `data`. Header-only, C++20. Ownership: the base outlives the
// AdaptedHost. Threads: as each extension says.
//
//   class MyHost : public holdfast::AdaptedHost {
//    public:
//     explicit MyHost(const holdfast_host* base) : AdaptedHost(base, {"My system", "1.0.0"}) {}
//    private:
//     const void* serve(std::string_view id) const noexcept override;  // nullptr: the base's
//   };
#pragma once
#include <holdfast/holdfast.h>

#include <holdfast/cpp/guard.hpp>
#include <string_view>

namespace holdfast {

template <class Table>
inline constexpr const char* extension_id = nullptr;
template <>
inline constexpr const char* extension_id<holdfast_host_changes> = HOLDFAST_HOST_CHANGES;
template <>
inline constexpr const char* extension_id<holdfast_host_clients> = HOLDFAST_HOST_CLIENTS;
template <>
inline constexpr const char* extension_id<holdfast_host_clock> = HOLDFAST_HOST_CLOCK;
template <>
inline constexpr const char* extension_id<holdfast_host_identity> = HOLDFAST_HOST_IDENTITY;
template <>
inline constexpr const char* extension_id<holdfast_host_log> = HOLDFAST_HOST_LOG;
template <>
inline constexpr const char* extension_id<holdfast_host_notify> = HOLDFAST_HOST_NOTIFY;
template <>
inline constexpr const char* extension_id<holdfast_host_records> = HOLDFAST_HOST_RECORDS;
template <>
inline constexpr const char* extension_id<holdfast_host_sessions> = HOLDFAST_HOST_SESSIONS;
template <>
inline constexpr const char* extension_id<holdfast_host_store> = HOLDFAST_HOST_STORE;

class AdaptedHost {
 public:
  struct Label {
    const char *name, *version;  // static texts
  };
  AdaptedHost(const holdfast_host* base, Label label)
      : base_(base), abi_{sizeof(holdfast_host),
                          HOLDFAST_ABI_MAJOR,
                          HOLDFAST_ABI_MINOR,
                          base->flags,
                          this,
                          label.name,
                          label.version,
                          extension} {}
  virtual ~AdaptedHost() = default;
  AdaptedHost(const AdaptedHost&) = delete;
  AdaptedHost& operator=(const AdaptedHost&) = delete;

  const holdfast_host* abi() const noexcept { return &abi_; }
  const holdfast_host* base() const noexcept { return base_; }

  template <class Table>
  const Table* base_table() const noexcept {
    return extension_of<Table>(base_, extension_id<Table>);
  }

  // The object behind a host that this library made.
  static AdaptedHost& of(const holdfast_host* host) noexcept {
    return *static_cast<AdaptedHost*>(host->data);
  }

 private:
  // The adapter's own table for `id`, or nullptr.
  virtual const void* serve(std::string_view id) const noexcept = 0;

  // A function with a table's own signature that calls the base's function with the base.
  template <auto Member>
  struct Forward;
  template <class Table, class Result, class... Arguments,
            Result (*Table::*Member)(const holdfast_host*, Arguments...)>
  struct Forward<Member> {
    static Result call(const holdfast_host* host, Arguments... arguments) {
      const auto& self = of(host);
      return (self.base_table<Table>()->*Member)(self.base_, arguments...);
    }
  };

  template <class Table>
  const void* forwarded(const Table& table) const noexcept {
    return base_table<Table>() ? &table : nullptr;
  }

  const void* fall_through(std::string_view id) const noexcept;
  static const void* extension(const holdfast_host* host, const char* id) {
    const auto& self = of(host);
    const auto* served = self.serve(id);
    return served ? served : self.fall_through(id);
  }

  const holdfast_host* base_;
  holdfast_host abi_;
};

inline const void* AdaptedHost::fall_through(std::string_view id) const noexcept {
  static constexpr holdfast_host_log log{sizeof log, 0, Forward<&holdfast_host_log::log>::call};
  static constexpr holdfast_host_clock clock{sizeof clock, 0,
                                             Forward<&holdfast_host_clock::now_ms>::call,
                                             Forward<&holdfast_host_clock::zone>::call};
  static constexpr holdfast_host_store store{sizeof store, 0,
                                             Forward<&holdfast_host_store::directory>::call};
  static constexpr holdfast_host_clients clients{sizeof clients,
                                                 0,
                                                 Forward<&holdfast_host_clients::get>::call,
                                                 Forward<&holdfast_host_clients::search>::call,
                                                 Forward<&holdfast_host_clients::course>::call,
                                                 Forward<&holdfast_host_clients::clinician>::call};
  static constexpr holdfast_host_sessions sessions{sizeof sessions, 0,
                                                   Forward<&holdfast_host_sessions::get>::call,
                                                   Forward<&holdfast_host_sessions::list>::call};
  static constexpr holdfast_host_changes changes{sizeof changes, 0,
                                                 Forward<&holdfast_host_changes::since>::call};
  static constexpr holdfast_host_identity identity{sizeof identity, 0,
                                                   Forward<&holdfast_host_identity::describe>::call,
                                                   Forward<&holdfast_host_identity::may>::call};
  static constexpr holdfast_host_records records{sizeof records, 0,
                                                 Forward<&holdfast_host_records::put>::call,
                                                 Forward<&holdfast_host_records::retract>::call};
  static constexpr holdfast_host_notify notify{sizeof notify, 0,
                                               Forward<&holdfast_host_notify::post>::call,
                                               Forward<&holdfast_host_notify::withdraw>::call};
  if (id == HOLDFAST_HOST_LOG) return forwarded(log);
  if (id == HOLDFAST_HOST_CLOCK) return forwarded(clock);
  if (id == HOLDFAST_HOST_STORE) return forwarded(store);
  if (id == HOLDFAST_HOST_CLIENTS) return forwarded(clients);
  if (id == HOLDFAST_HOST_SESSIONS) return forwarded(sessions);
  if (id == HOLDFAST_HOST_CHANGES) return forwarded(changes);
  if (id == HOLDFAST_HOST_IDENTITY) return forwarded(identity);
  if (id == HOLDFAST_HOST_RECORDS) return forwarded(records);
  if (id == HOLDFAST_HOST_NOTIFY) return forwarded(notify);
  // An id that this SDK does not know cannot be wrapped: the base's table is called with our host.
  return base_->get_extension(base_, std::string{id}.c_str());
}

}  // namespace holdfast
