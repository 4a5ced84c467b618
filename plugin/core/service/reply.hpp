// SPDX-License-Identifier: MIT
// What a use case answers: what was asked for, or a refusal that says why and what to do.
#pragma once
#include <string>
#include <utility>
#include <variant>

#include "alliance/result.hpp"

namespace holdfast::service {

struct Refusal {
  enum class Kind {
    sign_in,      // nobody is signed in, and this needs somebody
    denied,       // this person may not
    not_found,    // no such thing, or none this person may know of
    invalid,      // problems say which field and rule
    conflict,     // done already, or changed meanwhile
    gone,         // a link that was used or has expired
    too_large,    //
    wrong_type,   // the body is not of the media type that this address takes
    too_many,     // too often in a short time; wait a minute
    unavailable,  // the store or the practice system does not answer; try again
  };
  Kind kind = Kind::denied;
  std::string rule;      // a short stable word: "seal", "wording-not-installed", "idempotency-key"
  std::string sentence;  // English, for people; pages translate by rule
  Problems problems;     // kind invalid: one a field
};

template <class T>
class [[nodiscard]] Reply {
 public:
  Reply(T value) : state_(std::move(value)) {}            // NOLINT: values convert
  Reply(Refusal refusal) : state_(std::move(refusal)) {}  // NOLINT: refusals convert

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const Refusal& refusal() const { return std::get<Refusal>(state_); }

 private:
  std::variant<T, Refusal> state_;
};

inline Refusal invalid(Problems problems) {
  return {Refusal::Kind::invalid, problems.front().rule, problems.front().message, problems};
}

}  // namespace holdfast::service
