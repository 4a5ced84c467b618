// SPDX-License-Identifier: MIT
#include "access/gate.hpp"

#include <openssl/sha.h>

namespace holdfast::access {
namespace {

constexpr std::size_t capacity = 10'000;  // people; beyond it the expired are dropped, then all

std::string digest_of(std::string_view actor) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(actor.data()), actor.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace

Admission Gate::admit(std::string_view actor) {
  if (actor.empty()) return {};
  const auto key = digest_of(actor);
  const auto now = host_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found != known_.end() && now < found->second.until)
      return {Admission::Outcome::known, found->second.principal};
  }
  const auto answer = host_.describe(actor);  // outside the lock: the host may be slow
  const std::lock_guard lock(mutex_);
  if (!answer) {
    known_.erase(key);
    // Bytes that the host calls no actor at all are nobody either.
    const bool is_unknown = answer.outcome == practice::Outcome::not_found ||
                            answer.outcome == practice::Outcome::denied ||
                            answer.outcome == practice::Outcome::invalid;
    return {is_unknown ? Admission::Outcome::nobody : Admission::Outcome::unavailable, {}};
  }
  if (known_.size() >= capacity)
    std::erase_if(known_, [&](auto& e) { return e.second.until <= now; });
  if (known_.size() >= capacity) known_.clear();
  auto principal = principal_of(*answer.value);
  known_[key] = {principal, now + belief};
  return {Admission::Outcome::known, std::move(principal)};
}

void Gate::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
}

}  // namespace holdfast::access
