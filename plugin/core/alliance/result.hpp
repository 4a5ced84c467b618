// SPDX-License-Identifier: MIT
// Expected failures as values: a result is what was asked for, or a list of problems that say which
// field, which rule, and what to do.
#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace holdfast {

// One thing that is wrong with an input. `field` is a JSON pointer, a column or an option; `rule`
// is a short stable word ("range", "required", "unknown"); `message` is for people. Never client
// data beyond what the sender just sent.
struct Problem {
  std::string field;
  std::string rule;
  std::string message;
  int line = 0;    // 1-based; 0: the input has no lines
  int column = 0;  // 1-based, in bytes
  bool operator==(const Problem&) const = default;
};
using Problems = std::vector<Problem>;

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}                      // NOLINT: values convert
  Result(Problems problems) : state_(std::move(problems)) {}         // NOLINT: failures convert
  Result(Problem problem) : state_(Problems{std::move(problem)}) {}  // NOLINT: failures convert

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const Problems& problems() const { return std::get<Problems>(state_); }

 private:
  std::variant<T, Problems> state_;
};

}  // namespace holdfast
