// SPDX-License-Identifier: MIT
#include "base_host.hpp"

#include <holdfast/cpp/guard.hpp>
#include <utility>

namespace holdfast::conform {
namespace {

// The one that cases stand on; tables have no other way to notice a foreign pointer.
std::atomic<const holdfast_host*> current{nullptr};

}  // namespace

BaseHost::BaseHost(std::string folder)
    : directory(std::move(folder)),
      abi_{sizeof abi_, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, 0, this, "holdfast-conform",
           "1.0.0",     extension} {
  current = &abi_;
}

BaseHost& BaseHost::of(const holdfast_host* host) {
  const auto* mine = current.load();
  auto& self = *static_cast<BaseHost*>(mine->data);
  if (host != mine) self.was_called_as_another = true;
  return self;
}

std::string BaseHost::logged() {
  const std::lock_guard lock(mutex_);
  return logged_;
}

const void* BaseHost::extension(const holdfast_host* host, const char* id) {
  static const holdfast_host_log log{sizeof log, 0,
                                     [](const holdfast_host* h, std::int32_t, holdfast_str text) {
                                       auto& self = of(h);
                                       const std::lock_guard lock(self.mutex_);
                                       self.logged_.append(view(text)).push_back('\n');
                                     }};
  static const holdfast_host_clock clock{
      sizeof clock, 0, [](const holdfast_host* h) { return of(h).now_ms.load(); },
      [](const holdfast_host* h) -> const char* { return of(h).zone.c_str(); }};
  static const holdfast_host_store store{
      sizeof store, 0, [](const holdfast_host* h) { return of(h).directory.c_str(); }};
  static const std::uint32_t vendor[2] = {sizeof vendor, 0};
  const std::string_view wanted = id;
  ++of(host).asked;
  if (wanted == HOLDFAST_HOST_LOG) return &log;
  if (wanted == HOLDFAST_HOST_CLOCK) return &clock;
  if (wanted == HOLDFAST_HOST_STORE) return &store;
  if (wanted == vendor_id) return vendor;
  return nullptr;
}

}  // namespace holdfast::conform
