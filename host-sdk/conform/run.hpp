// SPDX-License-Identifier: MIT
// Runs cases, each in a process of its own with a time limit, so that one crash or hang is one line
// of the report and nothing of one case is left for the next.
#pragma once
#include <chrono>

#include "case.hpp"

namespace holdfast::conform {

struct Result {
  std::string name, promise;
  Outcome outcome = Outcome::pass;
  std::string text;
  std::chrono::milliseconds took{0};
};

struct RunOptions {
  std::chrono::milliseconds limit{10'000};  // a case
  bool in_process = false;                  // for a debugger: no fork, no limit
};

Result run(const Case& one, const RunOptions& options);

// Runs `body` in a child process that ends with it; the exit status, or minus the signal's number.
int in_child(const std::function<int()>& body);
// The same in several at once; the first status that is not 0, or 0.
int in_children(int many, const std::function<int()>& body);

}  // namespace holdfast::conform
