// SPDX-License-Identifier: MIT
#include "web/view/thresholds.hpp"

#include "text/spelling.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

std::string unit_of(std::string_view field, const text::Language& language) {
  if (field == "sudden_z" || field == "sustained_z")
    return language.translate("steps of the client's own ups and downs");
  if (field == "least_drop") return language.translate("points of 100");
  if (field == "silence") return language.translate("ratings");
  if (field == "first_sudden" || field == "first_sustained")
    return language.translate("counted in a series");
  return language.translate("points of evidence");
}

}  // namespace

std::string name_of_threshold(std::string_view field, const text::Language& language) {
  if (field == "sudden_z") return language.translate("A: this far below usual");
  if (field == "sustained_z") return language.translate("B: this far below usual, twice in a row");
  if (field == "least_drop") return language.translate("A and B: at least so many points lower");
  if (field == "evidence_all_areas") return language.translate("E: points, with three areas");
  if (field == "evidence_total") return language.translate("E: points, from the total alone");
  if (field == "silence") return language.translate("Quiet after a check-in");
  if (field == "speaks_again")
    return language.translate("E: in that quiet too, from so many points more; 0: never");
  if (field == "first_sudden") return language.translate("A and E: from this rating on");
  return language.translate("B: from this rating on");
}

void set_threshold_fields(Values& values, const ThresholdFields& given,
                          const text::Language& language) {
  if (given.uses_evidence) values["uses_evidence"] = true;
  if (given.sudden_dip) values["sudden_dip"] = true;
  if (given.sustained) values["sustained"] = true;
  Values list{Values::type::list};
  for (const ThresholdField& field : given.fields) {
    const int digits = field.step == "1" ? 0 : 2;
    Values item;
    item["name"] = std::string(field.name);
    item["label"] = name_of_threshold(field.name, language);
    item["value"] = field.value;
    item["step"] = std::string(field.step);
    item["low"] = std::to_string(field.low);
    item["high"] = std::to_string(field.high);
    item["hint"] = fill(language.translate("{unit}, {low} to {high}"),
                        {{"unit", unit_of(field.name, language)},
                         {"low", number(field.low, digits == 0 ? 0 : 1, language)},
                         {"high", number(field.high, digits == 0 ? 0 : 1, language)}});
    list << item;
  }
  values["fields"] = std::move(list);
}

}  // namespace holdfast::web
