// SPDX-License-Identifier: MIT
#include "adapter_texts.hpp"

#include "fhir_gateway_catalogues.hpp"

namespace holdfast::adapters::fhir::mapping {

text::Texts adapter_texts() {
  return text::Texts::carried("holdfast-fhir", fhir_gateway_catalogues::names(),
                              fhir_gateway_catalogues::find);
}

}  // namespace holdfast::adapters::fhir::mapping
