// SPDX-License-Identifier: MIT
#include "adapter_texts.hpp"

#include "fhir_gateway_catalogues.hpp"

namespace holdfast::adapters::fhir::mapping {

text::Texts adapter_texts() {
  std::vector<std::string> tags;
  for (const auto file : fhir_gateway_catalogues::names())
    tags.emplace_back(file.substr(0, file.rfind(".mo")));
  return {"holdfast-fhir", std::move(tags), fhir_gateway_catalogues::find};
}

}  // namespace holdfast::adapters::fhir::mapping
