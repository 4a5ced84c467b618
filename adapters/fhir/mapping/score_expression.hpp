// SPDX-License-Identifier: MIT
// How answers become a number, as FHIRPath that a form runtime can evaluate (SDC
// calculatedExpression). Weights are read with weight() from the answers' ordinalValue; reversed
// items carry the reversed weight. What a runtime computes is for the person at the form: the
// authoritative score is the plugin's.
#pragma once
#include "form.hpp"

namespace holdfast::adapters::fhir::mapping {

// Empty result, in FHIRPath too, when too much is missing: never zero.
std::string score_expression(const Form& form, const Rule& rule);

}  // namespace holdfast::adapters::fhir::mapping
