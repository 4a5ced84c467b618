// SPDX-License-Identifier: MIT
#include "questionnaire.hpp"
#include "results.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

std::string score_link_of(const std::string& name) { return "score-" + name; }

Json answer_value(const Record& record, const RecordAnswer& answer, const Names& names) {
  if (answer.kind == "text") return {{"valueString", answer.value}};
  if (answer.kind == "line") {
    auto value = number(answer.value, "answer");
    const char* type = value.is_number_integer() ? "valueInteger" : "valueDecimal";
    return {{type, std::move(value)}};
  }
  const auto system = names.code_system(resource_id(record.instrument) + "." + answer.item);
  return {{"valueCoding", coding(system, answer.value, answer.display)}};
}

Json item_of(const Record& record, const RecordAnswer& answer, const Names& names) {
  Json item{{"linkId", answer.item}};
  if (answer.is_declined) {
    // "I'd rather not say" is an answer, and no value.
    item["extension"] =
        Json::array({{{"url", data_absent_reason}, {"valueCode", "asked-declined"}}});
    return item;
  }
  item["answer"].push_back(answer_value(record, answer, names));
  return item;
}

}  // namespace

Json questionnaire_response(const Record& record, const Names& names) {
  auto one = resource("QuestionnaireResponse", record);
  if (!record.language.empty()) one["language"] = record.language;
  one["identifier"] = identifier(names.naming_system("rating-id"), record.rating);
  one["questionnaire"] = names.questionnaire(record.instrument) + "|" + record.version;
  // A form that was handed over and left unanswered was stopped.
  one["status"] = record.answers.empty() && record.values.empty() ? "stopped" : "completed";
  one["subject"] = patient_of(record, names);
  if (auto encounter = encounter_of(record, names)) one["encounter"] = std::move(*encounter);
  one["authored"] = record.at;
  one["author"] = rater_of(record, names);
  one["source"] = rater_of(record, names);
  for (const auto& answer : record.answers)
    if (answer.is_declined || !answer.value.empty())
      one["item"].push_back(item_of(record, answer, names));
  Json scores{{"linkId", scores_link}};
  for (const auto& value : record.values)
    scores["item"].push_back(
        {{"linkId", score_link_of(value.name)},
         {"answer", Json::array({{{"valueDecimal", number(value.value, "value")}}})}});
  if (!record.values.empty()) one["item"].push_back(std::move(scores));
  return one;
}

}  // namespace holdfast::adapters::fhir::mapping
