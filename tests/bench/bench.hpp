// SPDX-License-Identifier: MIT
// The frame of holdfast-bench: sections report ratios against a baseline of the same run, and
// figures.
#pragma once
#include <string>
#include <string_view>
#include <type_traits>

namespace holdfast::bench {

// What a quiet machine should show; printed beside the figure, never asserted.
struct Goal {
  enum class Kind { none, at_least, at_most } kind = Kind::none;
  double value = 0;
};
inline Goal at_least(double value) { return {Goal::Kind::at_least, value}; }
inline Goal at_most(double value) { return {Goal::Kind::at_most, value}; }

class Report {
 public:
  explicit Report(bool is_long = false) : is_long_(is_long) {}
  bool is_long() const { return is_long_; }  // --long: also what takes many minutes
  // `unit` "x" marks a ratio against the baseline that `name` states.
  void figure(std::string_view name, double value, std::string_view unit, Goal goal = {});
  void note(std::string_view text);  // a line as it stands

 private:
  const bool is_long_;
};

struct Section {
  std::string_view name;   // `holdfast-bench NAME` runs this one alone
  std::string_view about;  // one line for --list
  void (*run)(Report&);
};

// Median of `rounds` timings of `work`, in seconds, after one round that does not count.
double median_seconds(int rounds, void (*work)(void*), void* context);
template <class Work>
double median_seconds(int rounds, Work&& work) {
  return median_seconds(
      rounds, [](void* context) { (*static_cast<std::remove_reference_t<Work>*>(context))(); },
      &work);
}

}  // namespace holdfast::bench
