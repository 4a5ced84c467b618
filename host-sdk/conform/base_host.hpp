// SPDX-License-Identifier: MIT
// The host that conformance cases stand on: log, clock and a folder, all of which a case can turn.
#pragma once
#include <holdfast/holdfast.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace holdfast::conform {

class BaseHost {
 public:
  explicit BaseHost(std::string directory);
  BaseHost(const BaseHost&) = delete;
  BaseHost& operator=(const BaseHost&) = delete;

  const holdfast_host* abi() const { return &abi_; }
  std::string logged();
  void say_that_it_forks() { abi_.flags |= HOLDFAST_HOST_PREFORK; }

  // An extension that no adapter can know: what it does not serve falls through to this.
  static constexpr const char* vendor_id = "org.example.conform/1";

  std::atomic<std::int64_t> now_ms{1'795'430'400'000};  // 2026-11-23T08:00:00Z
  std::string zone = "Europe/Berlin";
  std::string directory;
  std::atomic<int> asked{0};                       // for extensions, ours and others
  std::atomic<bool> was_called_as_another{false};  // a table of ours got somebody else's host

 private:
  static const void* extension(const holdfast_host* host, const char* id);
  static BaseHost& of(const holdfast_host* host);

  holdfast_host abi_;
  std::mutex mutex_;
  std::string logged_;
};

}  // namespace holdfast::conform
