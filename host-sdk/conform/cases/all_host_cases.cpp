// SPDX-License-Identifier: MIT
#include "host_cases.hpp"

namespace holdfast::conform {

std::vector<HostCase> all_host_cases() {
  std::vector<HostCase> all;
  for (const auto group : {base_cases, extension_cases, memory_cases, input_cases, identity_cases,
                           client_cases, session_cases, change_cases, record_cases, notify_cases,
                           thread_cases, fork_cases, schema_cases, golden_cases})
    append(all, group());
  return all;
}

}  // namespace holdfast::conform
