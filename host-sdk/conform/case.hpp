// SPDX-License-Identifier: MIT
// One thing the contract promises, tried out: a name, the promise in words, and what to run. A case
// ends by returning (pass) or by throwing an Ending.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::conform {

enum class Outcome { pass, fail, skip, warn, crash, timeout };
std::string_view word_of(Outcome outcome);

struct Ending {
  Outcome outcome;
  std::string text;
};

[[noreturn]] inline void fail(std::string text) { throw Ending{Outcome::fail, std::move(text)}; }
// The subject does not offer what the case is about.
[[noreturn]] inline void skip(std::string text) { throw Ending{Outcome::skip, std::move(text)}; }
// Allowed, and still worth a vendor's look.
[[noreturn]] inline void warn(std::string text) { throw Ending{Outcome::warn, std::move(text)}; }
inline void must(bool is_so, std::string_view otherwise) {
  if (!is_so) fail(std::string{otherwise});
}

struct Case {
  std::string name;  // "records.same-key-once"
  std::string promise;
  std::function<void()> run;
};

// The same, for a subject that a bench makes anew for each case.
template <class Bench>
struct CaseOn {
  const char* name;
  const char* promise;
  void (*run)(Bench&);
};

}  // namespace holdfast::conform
