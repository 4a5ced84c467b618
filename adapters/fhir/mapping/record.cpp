// SPDX-License-Identifier: MIT
#include "record.hpp"

#include <algorithm>
#include <array>

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

constexpr const char* confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
constexpr const char* act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
constexpr std::size_t longest_text = 65536;

// The codes of v3-Confidentiality; any other short word is one of v3-ActCode (PSY, ETH,
// 42CFRPart2).
bool is_confidentiality(std::string_view label) {
  constexpr std::array<std::string_view, 6> codes{"U", "L", "M", "N", "R", "V"};
  return std::find(codes.begin(), codes.end(), label) != codes.end();
}

}  // namespace

Record read_record(const Json& json) {
  const Fields in{json, "record"};
  in.expect_schema("holdfast.record/1");
  Record record;
  record.kind = in.word("kind", {"form", "client_total", "subscales", "therapist_rating", "alert",
                                 "repair", "comment", "document"});
  record.client = in.id("client");
  record.course = in.id_if("course");
  record.session = in.id_if("session");
  record.clinician = in.id_if("clinician");
  record.rating = in.text_if("rating");
  record.at = payload::to_text(in.instant("at"));
  record.rater =
      in.find("rater") ? in.word("rater", {"client", "therapist", "observer"}) : "client";
  if (const auto* instrument = in.find("instrument")) {
    const Fields about{*instrument, "instrument"};
    record.instrument = about.text_if("id");
    record.version = about.text_if("version");
    record.title = about.text_if("title");
    record.language = about.text_if("language");
    if (about.find("kind")) record.measures = about.word("kind", {"alliance", "outcome"});
  }
  for (const auto& entry : in.list("values")) {
    const Fields value{entry, "value"};
    record.values.push_back(
        {value.text("name"), value.text("value"), value.text_if("min"), value.text_if("max")});
  }
  for (const auto& entry : in.list("answers")) {
    const Fields answer{entry, "answer"};
    record.answers.push_back(
        {answer.id("item"),
         answer.word_if("kind", {"line", "scale", "choice", "faces", "yes_no", "text"}),
         answer.text_if("value", longest_text), answer.text_if("display", 1024),
         answer.flag_or("declined", false)});
  }
  record.text = in.text_if("text", longest_text);
  record.link = in.text_if("link");
  record.supersedes = in.text_if("supersedes");
  record.sensitivity = in.texts("sensitivity", 256);
  return record;
}

Json patient_of(const Record& record, const Names& names) {
  return reference(names, "Patient", record.client);
}

Json rater_of(const Record& record, const Names& names) {
  if (record.rater == "therapist" && !record.clinician.empty())
    return reference(names, "Practitioner", record.clinician);
  if (record.rater == "client") return patient_of(record, names);
  return {{"type", record.rater == "therapist" ? "Practitioner" : "RelatedPerson"},
          {"display", record.rater}};
}

std::optional<Json> encounter_of(const Record& record, const Names& names) {
  if (record.session.empty() || record.session.starts_with("Appointment/")) return std::nullopt;
  return reference(names, "Encounter", record.session);
}

Json security_labels(const std::vector<std::string>& labels) {
  Json all = Json::array();
  for (const auto& label : labels) {
    const auto bar = label.find('|');
    if (bar != std::string::npos && bar > 0 && bar + 1 < label.size())
      all.push_back(coding(label.substr(0, bar), label.substr(bar + 1)));
    else if (label.find(' ') == std::string::npos)
      all.push_back(coding(is_confidentiality(label) ? confidentiality : act_code, label));
    else  // a label of the host's own words: kept as words
      all.push_back({{"display", label}});
  }
  return all;
}

std::vector<std::string> labels_of(const Json& resource) {
  std::vector<std::string> labels;
  const auto meta = resource.find("meta");
  if (meta == resource.end() || !meta->is_object()) return labels;
  const auto security = meta->find("security");
  if (security == meta->end() || !security->is_array()) return labels;
  for (const auto& one : *security) {
    if (!one.is_object()) continue;
    const auto text = [&](const char* name) {
      const auto found = one.find(name);
      return found != one.end() && found->is_string() ? found->get<std::string>() : std::string{};
    };
    const auto system = text("system"), code = text("code");
    if (code.empty())
      labels.push_back(text("display"));
    else if (system.empty() || system == act_code ||
             (system == confidentiality && is_confidentiality(code)))
      labels.push_back(code);
    else
      labels.push_back(system + "|" + code);
    if (labels.back().empty()) labels.pop_back();
  }
  return labels;
}

Json resource(std::string_view type, const Record& record) {
  Json one{{"resourceType", type}};
  if (!record.sensitivity.empty()) one["meta"]["security"] = security_labels(record.sensitivity);
  return one;
}

Json itself() { return {{"type", "Device"}, {"display", "Holdfast"}}; }

}  // namespace holdfast::adapters::fhir::mapping
