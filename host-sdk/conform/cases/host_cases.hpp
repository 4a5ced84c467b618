// SPDX-License-Identifier: MIT
// The groups of cases that every host must pass, whether an adapter made it or a vendor.
#pragma once
#include "host_bench.hpp"

namespace holdfast::conform {

std::vector<HostCase> base_cases();
std::vector<HostCase> extension_cases();
std::vector<HostCase> memory_cases();
std::vector<HostCase> input_cases();
std::vector<HostCase> identity_cases();
std::vector<HostCase> client_cases();
std::vector<HostCase> session_cases();
std::vector<HostCase> change_cases();
std::vector<HostCase> record_cases();
std::vector<HostCase> notify_cases();
std::vector<HostCase> thread_cases();
std::vector<HostCase> fork_cases();
std::vector<HostCase> schema_cases();
std::vector<HostCase> golden_cases();

// Adds `more` to `all`; a group's function builds its list from lambdas without captures.
template <class Bench>
void append(std::vector<CaseOn<Bench>>& all, std::vector<CaseOn<Bench>> more) {
  for (auto& one : more) all.push_back(one);
}

}  // namespace holdfast::conform
