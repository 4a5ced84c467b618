// SPDX-License-Identifier: MIT
#include "gateway_texts.hpp"

#include "fhir_gateway_catalogues.hpp"

namespace holdfast::adapters::fhir::gateway {

text::Texts gateway_texts() {
  std::vector<std::string> tags;
  for (const auto file : fhir_gateway_catalogues::names())
    tags.emplace_back(file.substr(0, file.rfind(".mo")));
  return {"holdfast-fhir", std::move(tags), fhir_gateway_catalogues::find};
}

const text::Language& language_of(const Exchange& exchange, const text::Texts& texts) {
  return texts.preferred(header(exchange.headers, "accept-language"));
}

}  // namespace holdfast::adapters::fhir::gateway
