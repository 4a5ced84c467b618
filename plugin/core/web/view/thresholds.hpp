// SPDX-License-Identifier: MIT
// The thresholds a practice may set, as fields of a form and as lines to read.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.hpp"
#include "web/view/templates.hpp"

namespace holdfast::web {

// Values as typed, so that a form comes back as it was sent.
struct ThresholdField {
  std::string_view name;  // of the field: "sudden_z"
  std::string value;      // "1.75"
  std::string_view step;  // "0.05"
  double low = 0, high = 0;
};
struct ThresholdFields {
  bool uses_evidence = false;  // rules E, else A and B
  bool sudden_dip = true, sustained = true;
  std::vector<ThresholdField> fields;
};

std::string name_of_threshold(std::string_view field, const text::Language& language);
void set_threshold_fields(Values& values, const ThresholdFields& fields,
                          const text::Language& language);

}  // namespace holdfast::web
