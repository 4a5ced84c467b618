// SPDX-License-Identifier: MIT
// Turns the host's opaque actor into a principal, asking the host at most once in five minutes.
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "access/principal.hpp"
#include "practice/host.hpp"

namespace holdfast::access {

// What became of an actor: a principal, nobody (empty or unknown actor), or no answer from the
// host.
struct Admission {
  enum class Outcome { known, nobody, unavailable };
  Outcome outcome = Outcome::nobody;
  Principal principal;
};

// [thread-safe]
class Gate {
 public:
  // Roles and care links are believed this long (clinic.md, "People and roles").
  static constexpr std::chrono::minutes belief{5};

  explicit Gate(const practice::Host& host) : host_(host) {}
  Admission admit(std::string_view actor);
  void forget();  // after a change of links: ask again

 private:
  struct Known {
    Principal principal;
    Instant until;
  };
  const practice::Host& host_;
  std::mutex mutex_;
  std::map<std::string, Known, std::less<>> known_;  // by SHA-256 of the actor, which is never kept
};

}  // namespace holdfast::access
