// SPDX-License-Identifier: MIT
// What came out, for people (text), for build servers (JUnit) and for programs (JSON,
// "holdfast.conform-report/1").
#pragma once
#include <string>
#include <vector>

#include "run.hpp"

namespace holdfast::conform {

struct Report {
  std::string subject;  // the file or command
  std::string sha256;   // of the file; empty for a host
  std::uint64_t seed = 0;
  std::vector<Result> results;
};

int count(const Report& report, Outcome outcome);
bool is_green(const Report& report);  // nothing failed, crashed or hung

std::string line_of(const Result& result);  // with its line break
std::string summary(const Report& report);
std::string as_junit(const Report& report);
std::string as_json(const Report& report);

}  // namespace holdfast::conform
