// SPDX-License-Identifier: MIT
// What the adapter itself says, in every language: forms, cards and the gateway's own pages
// (gateway/locale).
#pragma once
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::mapping {

text::Texts adapter_texts();

}  // namespace holdfast::adapters::fhir::mapping
