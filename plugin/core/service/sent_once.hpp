// SPDX-License-Identifier: MIT
// What was sent twice is done once: a double click, or a request whose answer was lost.
#pragma once
#include <optional>
#include <string>

#include "service/reply.hpp"
#include "store/store.hpp"

namespace holdfast::service {

struct SentOnce {
  std::string key;     // of the page or the request; empty: none, and nothing is remembered
  std::string digest;  // of the body

  // What was answered under this key. With another digest it was something else.
  std::optional<store::AnsweredRequest> before(store::Unit& unit) const;
  // With what was done, in one unit. What is older than two days is forgotten then.
  void remember(store::Unit& unit, std::string answer, Instant now) const;
};

Refusal used_for_another();

}  // namespace holdfast::service
