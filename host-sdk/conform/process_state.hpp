// SPDX-License-Identifier: MIT
// What belongs to the whole process and is nobody's to change but the host's.
#pragma once
#include <string>
#include <vector>

namespace holdfast::conform {

struct ProcessState {
  std::string signal_mask, signal_handlers;
  std::vector<std::string> descriptors;  // number and target
  int threads = 0;
  std::string working_directory, locale, environment;
  unsigned umask = 0;
  int rounding = 0;  // of floating point
};

ProcessState process_state();

}  // namespace holdfast::conform
