// SPDX-License-Identifier: MIT
#include "bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace holdfast::bench {

void Report::figure(std::string_view name, double value, std::string_view unit, Goal goal) {
  std::printf("  %-58.*s %12.3f %-10.*s", static_cast<int>(name.size()), name.data(), value,
              static_cast<int>(unit.size()), unit.data());
  if (goal.kind != Goal::Kind::none) {
    const bool low = goal.kind == Goal::Kind::at_least;
    const bool met = low ? value >= goal.value : value <= goal.value;
    std::printf(" goal %s %g: %s", low ? ">=" : "<=", goal.value, met ? "met" : "missed");
  }
  std::printf("\n");
  std::fflush(stdout);
}

void Report::note(std::string_view text) {
  std::printf("  %.*s\n", static_cast<int>(text.size()), text.data());
}

double median_seconds(int rounds, void (*work)(void*), void* context) {
  std::vector<double> seconds;
  for (int round = 0; round <= rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work(context);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (round > 0) seconds.push_back(took.count());
  }
  std::nth_element(seconds.begin(), seconds.begin() + rounds / 2, seconds.end());
  return seconds[static_cast<std::size_t>(rounds) / 2];
}

}  // namespace holdfast::bench
