// SPDX-License-Identifier: MIT
// A vendor's own host program, started anew for each case with the probe as its plugin.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "case.hpp"

namespace holdfast::conform {

struct VendorHost {
  // {plugin}, {config}, {config_file} and {data} stand for the probe, its configuration as JSON or
  // in a file, and a new folder.
  std::vector<std::string> command;
  std::string probe;
  std::string facts_json;
  std::uint64_t seed = 1;
  std::chrono::milliseconds patience{8000};  // within which the host must end by itself
};

std::vector<Case> vendor_host_suite(const VendorHost& host);

}  // namespace holdfast::conform
