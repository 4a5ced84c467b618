// SPDX-License-Identifier: MIT
// Counts for operators, as Prometheus reads them (text format 0.0.4). Labels are route templates,
// rules and words of ours: no id, no name, nothing anybody wrote.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace holdfast::service {

class House;

// Of one process, since it was activated. [thread-safe]
class Metrics {
 public:
  struct Answered {
    std::string_view method, route;  // the template: "/f/{token}"
    int status = 0;
    std::chrono::nanoseconds took{0};
    bool is_submit = false;  // of a rating
  };
  void answered(const Answered& answer);
  void delivered(std::string_view outcome, int count);

  std::string text() const;

 private:
  // Seconds; a submit waits for the disk.
  static constexpr std::array<double, 11> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                 0.1,   0.25,   0.5,   1,    2.5};
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, std::int64_t> answers_;
  std::map<std::string, std::int64_t, std::less<>> deliveries_;
  std::array<std::int64_t, bounds.size() + 1> submits_{};  // by bucket; the last: longer
  double submit_seconds_ = 0;
};

// The counts of this process and how the store stands.
std::string metrics_text(House& house);

}  // namespace holdfast::service
