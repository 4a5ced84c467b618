// SPDX-License-Identifier: MIT
#include <algorithm>

#include "results.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

constexpr const char* category_system =
    "http://terminology.hl7.org/CodeSystem/observation-category";

// Who rated is part of the code: readers filter by code, and a client's and a therapist's ratings
// in one curve would be a clinical error.
std::string code_of(const Record& record, const std::string& name) {
  const auto instrument = record.instrument.empty() ? "rating" : record.instrument;
  return resource_id(instrument) + "-" + record.rater + "-" + name;
}

Json code(const Record& record, const std::string& name, const Names& names) {
  auto about = record.title.empty() ? record.instrument : record.title;
  if (record.measures == "alliance")
    about = about.empty() ? "Therapeutic alliance" : "Therapeutic alliance (" + about + ")";
  return concept_of(coding(names.code_system("measure"), code_of(record, name)),
                    about + ", " + record.rater + "-rated, " + name);
}

Json quantity(const std::string& value) {
  return {{"value", number(value, "value")},
          {"unit", "score"},
          {"system", units_of_measure},
          {"code", "{score}"}};
}

Json component(const Record& record, const RecordValue& value, const Names& names) {
  return {{"code", code(record, value.name, names)}, {"valueQuantity", quantity(value.value)}};
}

bool is_total(const RecordValue& value) { return value.name == "total"; }

bool has_component(const Json& observation, const Json& code) {
  const auto found = observation.find("component");
  if (found == observation.end()) return false;
  return std::any_of(found->begin(), found->end(), [&](const Json& one) {
    return one.contains("code") && one["code"].value("coding", Json::array()) == code["coding"];
  });
}

}  // namespace

Json observation(const Record& record, const Names& names, const std::string& derived_from) {
  auto one = resource("Observation", record);
  one["identifier"].push_back(
      identifier(names.naming_system("rating-id"), record.rating + "#score"));
  one["status"] = "final";
  one["category"].push_back(concept_of(coding(category_system, "survey", "Survey")));
  one["code"] = code(record, "total", names);
  one["subject"] = patient_of(record, names);
  if (auto encounter = encounter_of(record, names)) one["encounter"] = std::move(*encounter);
  one["effectiveDateTime"] = record.at;
  one["performer"].push_back(rater_of(record, names));
  const auto total = std::find_if(record.values.begin(), record.values.end(), is_total);
  if (total != record.values.end()) {
    one["valueQuantity"] = quantity(total->value);
    if (!total->min.empty() && !total->max.empty())
      one["referenceRange"].push_back({{"low", quantity(total->min)},
                                       {"high", quantity(total->max)},
                                       {"text", "lowest and highest possible score, not a norm"}});
  }
  if (!derived_from.empty()) one["derivedFrom"].push_back({{"reference", derived_from}});
  for (const auto& value : record.values)
    if (!is_total(value)) one["component"].push_back(component(record, value, names));
  return one;
}

std::optional<Json> with_values_of(const Json& known, const Json& more) {
  auto merged = known;
  bool is_new = false;
  for (const auto* member : {"valueQuantity", "referenceRange", "derivedFrom"})
    if (more.contains(member) && !merged.contains(member)) {
      merged[member] = more[member];
      is_new = true;
    }
  for (const auto& one : more.value("component", Json::array()))
    if (!has_component(merged, one["code"])) {
      merged["component"].push_back(one);
      is_new = true;
    }
  if (!is_new) return std::nullopt;
  return merged;
}

}  // namespace holdfast::adapters::fhir::mapping
