// SPDX-License-Identifier: MIT
#include "gateway_texts.hpp"

namespace holdfast::adapters::fhir::gateway {

const text::Language& language_of(const Exchange& exchange, const text::Texts& texts) {
  return texts.preferred(header(exchange.headers, "accept-language"));
}

}  // namespace holdfast::adapters::fhir::gateway
