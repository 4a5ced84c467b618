// SPDX-License-Identifier: MIT
// What a case about a host is given: the host, made by an adapter or a vendor's own, and what is
// known about the practice behind it.
#pragma once
#include <cstdint>

#include "base_host.hpp"
#include "facts.hpp"

namespace holdfast::conform {

class HostBench {
 public:
  virtual ~HostBench() = default;
  HostBench() = default;
  HostBench(const HostBench&) = delete;
  HostBench& operator=(const HostBench&) = delete;

  virtual const holdfast_host& host() = 0;
  Calls calls() { return Calls{host()}; }

  // Ends the host and makes it anew over the same data, as a restart does.
  virtual void reopen() { skip("only an adapter's host can be made anew here"); }
  // Makes a host in a process that was forked before any was made.
  virtual bool is_ours() const { return false; }
  virtual BaseHost& base() { skip("only an adapter stands on a host of this program"); }

  const Practice& practice() {
    if (!practice_) practice_ = read_practice(calls());
    return *practice_;
  }

  Facts facts;
  std::uint64_t seed = 1;
  std::string golden;  // path; empty: none

 private:
  std::optional<Practice> practice_;
};

using HostCase = CaseOn<HostBench>;
std::vector<HostCase> all_host_cases();

}  // namespace holdfast::conform
