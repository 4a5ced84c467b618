// SPDX-License-Identifier: MIT
// What OpenSSL made, given back by OpenSSL's own function.
#pragma once

namespace holdfast::adapters::fhir::gateway {

template <auto Free>
struct Freed {
  template <class Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};

}  // namespace holdfast::adapters::fhir::gateway
