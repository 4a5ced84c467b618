// SPDX-License-Identifier: MIT
// Who may call the CDS services (CDS Hooks 2.0, "Trusting CDS Clients"): the site names each
// caller's `iss` and where its keys are. A token is good for one address, for five minutes at most,
// and once. [thread-safe]
#pragma once
#include <string>

#include "fhir/settings.hpp"
#include "jwt.hpp"
#include "key_sets.hpp"
#include "spent_nonces/spent_nonces.hpp"

namespace holdfast::adapters::fhir::gateway {

class Callers {
 public:
  // `spent` is a file that all processes of the site share.
  Callers(const GatewaySettings& settings, KeySets& keys, std::string spent)
      : settings_(settings), keys_(keys), spent_(std::move(spent)) {}

  struct Call {
    std::string authorization;  // the header
    std::string address;        // that was called, as the site is known outside
    std::int64_t now = 0;       // Unix seconds
  };
  // Who calls (`iss`) in `issuer`, and in `why_not` why not, for operators: no part of the token
  // is in it. Throws Failure(UNAVAILABLE) when the caller's keys cannot be had.
  struct Known {
    std::string issuer, why_not;
  };
  Known look_at(const Call& call);

 private:
  std::string why_not(const Jwt& jwt, const CdsClient& client, const Call& call);

  const GatewaySettings& settings_;
  KeySets& keys_;
  SpentNonces spent_;
};

}  // namespace holdfast::adapters::fhir::gateway
