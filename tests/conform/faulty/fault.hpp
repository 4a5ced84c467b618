// SPDX-License-Identifier: MIT
// The one thing that is wrong in this run: HOLDFAST_FAULT names it, nothing else is touched.
#pragma once
#include <cstdlib>
#include <string_view>

namespace faulty {

inline bool is_fault(std::string_view name) {
  const char* fault = std::getenv("HOLDFAST_FAULT");  // NOLINT(concurrency-mt-unsafe)
  return fault && name == fault;
}

// Whether the fault begins with `family`, as in "load-".
inline bool is_fault_of(std::string_view family) {
  const char* fault = std::getenv("HOLDFAST_FAULT");  // NOLINT(concurrency-mt-unsafe)
  return fault && std::string_view{fault}.starts_with(family);
}

}  // namespace faulty
