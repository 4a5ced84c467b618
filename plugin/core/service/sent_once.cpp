// SPDX-License-Identifier: MIT
#include "service/sent_once.hpp"

#include <utility>

namespace holdfast::service {

std::optional<store::AnsweredRequest> SentOnce::before(store::Unit& unit) const {
  return key.empty() ? std::nullopt : unit.requests.find(key);
}

void SentOnce::remember(store::Unit& unit, std::string answer, Instant now) const {
  if (key.empty()) return;
  unit.requests.forget_before(now - std::chrono::days{2});
  unit.requests.insert({key, digest, std::move(answer), now});
}

Refusal used_for_another() {
  return {Refusal::Kind::conflict,
          "idempotency-key",
          "This key was used for another form; send a new one with a new form.",
          {}};
}

}  // namespace holdfast::service
